/** Who worked on a version, in words. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Contributor } from "@/api";

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

/** The first few names, and how many more. */
export function namesOf(people: readonly Contributor[], most = 3): string {
  const names = people.slice(0, most).map((person) => contributorName(person));
  const more = people.length - names.length;
  const list = new Intl.ListFormat(i18n.locale, { type: "conjunction" });
  if (more > 0) return list.format([...names, i18n._(msg`${more} more`)]);
  return list.format(names);
}
