/** What a formula asks for when it is entered. */

import { SheetCells } from "./engine/cells";
import { Programs } from "./engine/compile";
import { Workbook } from "./engine/workbook";
import { defineFunctions } from "./functions";

/** Whether A1 text without `=` may give an array, so that its content is to be marked `dyn`. */
export function couldSpill(text: string): boolean {
  defineFunctions();
  return (
    new Programs(new Workbook()).get(text, new SheetCells("", ""), 0, 0, {}).array ||
    readsAreas(text)
  );
}

/** An area that is not the argument of a function. */
function readsAreas(text: string): boolean {
  let bare = text.replace(/"(?:[^"]|"")*"/g, '""').replace(/'(?:[^']|'')*'!/g, "");
  for (let before = ""; before !== bare; ) {
    before = bare;
    bare = bare.replace(/[\p{L}_][\p{L}\p{N}_.]*\([^()]*\)/gu, "0");
  }
  return /[\d\p{L}]:\$?[\d\p{L}]|\]|\{/u.test(bare);
}
