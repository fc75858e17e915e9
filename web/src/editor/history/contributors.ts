/** Who worked on a version, in words. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Contributor } from "@/api";
import { people } from "@/theme/tokens";

/** A person's name; guests and the server itself have words instead. */
export function contributorName({
  id,
  name,
  guest,
}: Pick<Contributor, "id" | "name" | "guest">): string {
  if (name !== "") return name;
  if (guest) return i18n._(msg`A guest`);
  return id === "" ? i18n._(msg`Tongwen`) : i18n._(msg`Somebody`);
}

/**
 * A colour number for each: their own, or the next free one where somebody before has it.
 *
 * Eight colours are few: in one version two people must be told apart more than one over all versions.
 */
export function coloursOf(contributors: readonly Pick<Contributor, "color">[]): number[] {
  const taken = new Set<number>();
  return contributors.map(({ color }) => {
    const wished = color % people.length;
    const steps = people.map((_, step) => (wished + step) % people.length);
    const found = steps.find((slot) => !taken.has(slot)) ?? wished;
    taken.add(found);
    return found;
  });
}

/** The first few names, and how many more. */
export function namesOf(contributors: readonly Contributor[], most = 3): string {
  const names = contributors.slice(0, most).map(contributorName);
  const more = contributors.length - names.length;
  const list = new Intl.ListFormat(i18n.locale, { type: "conjunction" });
  if (more > 0) return list.format([...names, i18n._(msg`${more} more`)]);
  return list.format(names);
}
