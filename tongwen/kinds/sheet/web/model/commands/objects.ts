/** Putting objects on a worksheet, and its view. */
import { newToken } from "../part";
import type { Sheet } from "../sheet";

/** An object as it is handed in: its time is the model's to give. */
export type NewObject = Record<string, unknown>;

/** Without a step of its own. */
export function writeObject(sheet: Sheet, object: NewObject, token?: string): string {
  const key = token ?? newToken(sheet.book.doc);
  const value = { ...object, t: sheet.nextTime() };
  sheet.book.steps.write(sheet.part, "objects", key, value);
  return key;
}

export function removeEntry(sheet: Sheet, token: string): void {
  sheet.book.steps.write(sheet.part, "objects", token, undefined);
}

/** Put an object, or replace the one of that token. Returns the token. */
export function putObject(sheet: Sheet, object: NewObject, token?: string): string {
  return sheet.book.steps.transact("putObject", () => writeObject(sheet, object, token));
}

export function removeObject(sheet: Sheet, token: string): void {
  sheet.book.steps.transact("removeObject", () => removeEntry(sheet, token));
}

/** Freeze, grid lines, zoom … (undefined takes a value away). */
export function setView(sheet: Sheet, values: Record<string, unknown>): void {
  sheet.book.steps.transact("setView", () => {
    for (const [name, value] of Object.entries(values))
      sheet.book.steps.write(sheet.part, "view", name, value);
  });
}
