/** Where a link in a cell leads: another page, or a place in the workbook. */

import { parseArea } from "./commands/areas";
import { type Link, linkAddress } from "./commands/objects";
import type { SheetSession } from "./ui/session";

/** The worksheet and area that A1 text names; null when it names none. */
export function placeNamed(
  session: Pick<SheetSession, "book" | "sheet">,
  text: string,
): { sid: string; area: NonNullable<ReturnType<typeof parseArea>> } | null {
  const bang = text.lastIndexOf("!");
  const area = parseArea(text.slice(bang + 1).replace(/^#/, ""));
  const name = text
    .slice(0, Math.max(0, bang))
    .replace(/^#?'|'$/g, "")
    .replaceAll("''", "'");
  const sid = bang < 0 ? session.sheet.sid : session.book.sheetNamed(name)?.sid;
  return area && sid ? { sid, area } : null;
}

/** Open a page in a window of its own that knows nothing of ours, or go to a place. */
export function openLink(link: Link, session: Pick<SheetSession, "book" | "sheet" | "go">): void {
  const address = link.target && linkAddress(link.target);
  if (address) {
    window.open(address, "_blank", "noopener,noreferrer");
    return;
  }
  const place = link.place && placeNamed(session, link.place);
  if (place) void session.go(place.sid, [place.area]);
}
