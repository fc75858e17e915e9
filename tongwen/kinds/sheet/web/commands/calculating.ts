/** When formulas are calculated: at once, or when somebody asks for it (calcMode, ECMA-376-1 §18.18.9). */
import type { Book } from "../model";

/** Set it for everybody; one undoable step. */
export function calculateByHand(book: Book, manual: boolean): void {
  const known = book.setting("calc");
  const calc = typeof known === "object" && known !== null ? { ...known } : {};
  const { mode: _, ...others } = calc as { mode?: unknown };
  book.setSetting("calc", manual ? { ...others, mode: "manual" } : others);
}
