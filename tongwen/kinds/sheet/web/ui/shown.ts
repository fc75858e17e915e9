/** How a session's values are shown: what filters, searches and sums read. */
import { displayText } from "../commands/display";
import type { Shown } from "../commands/filters";
import type { SearchPlace } from "../commands/finding";
import { plain } from "../commands/sorting";
import type { SheetSession } from "./session";

export function shownBy({ computed, locale, date1904 }: SheetSession): Shown {
  return { computed, locale, date1904 };
}

/** Where a search of the session looks. */
export function searchPlace(session: SheetSession): SearchPlace {
  const { book, sheet, computed, locale, view } = session;
  return { book, sheet, areas: view.selection.areas, computed, locale };
}

/** The text of a cell of the worksheet in front, as it is shown. */
export function shownText(session: SheetSession, row: number, col: number): string {
  const { locale, date1904, sheet } = session;
  const code = sheet.style(row, col).numberFormat;
  return displayText(plain(session.value(row, col)), code, { locale, date1904 });
}
