/** What is done with worksheets from a tab, the palette or a key. */
import { copyName, freshName, maySpare, neighbour } from "../commands/worksheets";
import type { SheetSession } from "./session";

/** A new worksheet behind the one in front. */
export async function addWorksheet(session: SheetSession, word: string): Promise<void> {
  const { book, sheet } = session;
  const at = book.sheets().findIndex((info) => info.sid === sheet.sid) + 1;
  const sid = book.addSheet({ name: freshName(book, word), at });
  await session.show(sid);
}

/** A copy right behind the original. */
export async function copyWorksheet(session: SheetSession, sid: string): Promise<void> {
  const { book } = session;
  await session.options.load([sid]);
  const info = book.info(sid);
  if (!info) return;
  const at = book.sheets().findIndex((other) => other.sid === sid) + 1;
  const copy = book.copySheet(sid, { name: copyName(book, info.name), at });
  await session.show(copy);
}

/** Another worksheet comes to the front before this one goes from sight. */
async function leave(session: SheetSession, sid: string): Promise<boolean> {
  if (!maySpare(session.book, sid)) return false;
  const next = neighbour(session.book, sid);
  if (session.sheet.sid === sid && next) await session.show(next);
  return session.sheet.sid !== sid;
}

export async function hideWorksheet(session: SheetSession, sid: string): Promise<void> {
  if (await leave(session, sid)) session.book.hideSheet(sid, "hidden");
}

export async function showWorksheet(session: SheetSession, sid: string): Promise<void> {
  session.book.hideSheet(sid, "visible");
  await session.show(sid);
}

export async function removeWorksheet(session: SheetSession, sid: string): Promise<void> {
  if (await leave(session, sid)) session.book.removeSheet(sid);
}
