/** What the kinds are called. */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Kind } from "@/api";

const names: Record<Kind, MessageDescriptor> = {
  folder: msg`Folder`,
  text: msg`Document`,
  sheet: msg`Spreadsheet`,
  slides: msg`Presentation`,
  pdf: msg`PDF`,
  image: msg`Image`,
  audio: msg`Audio`,
  video: msg`Video`,
  plain: msg`Plain text`,
  file: msg`File`,
};

export function kindName(kind: Kind): string {
  return i18n._(names[kind]);
}
