/** References put into a formula by pointing at cells, and their `$` signs turned by a key. */
import { areaName } from "../commands/areas";
import type { Area } from "../model";

/** Whether the text before the caret asks for an operand: pointing at a cell then writes its name. */
export function awaitsReference(text: string, caret: number): boolean {
  if (!text.startsWith("=") && !text.startsWith("+") && !text.startsWith("-")) return false;
  const before = text.slice(0, caret).trimEnd();
  const quotes = before.split('"').length - 1;
  return quotes % 2 === 0 && /[=+\-*/^&(,;<>:{]$/.test(before);
}

/** A reference that was put in by pointing, and may be pointed anew. */
export interface Pointed {
  /** Offsets in the text. */
  start: number;
  end: number;
  area: Area;
}

/** The text with the name of an area in the place of what was pointed at before, or at the caret. */
export function pointedText(
  text: string,
  caret: number,
  before: Pointed | null,
  area: Area,
): { text: string; pointed: Pointed } {
  const start = before?.start ?? caret;
  const end = before?.end ?? caret;
  const name = areaName(area);
  return {
    text: text.slice(0, start) + name + text.slice(end),
    pointed: { start, end: start + name.length, area },
  };
}

const REFERENCE = /(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w(])/g;

/** F4: `A1`, `$A$1`, `A$1`, `$A1` in turn for the reference at the caret. Null when there is none. */
export function cycled(text: string, caret: number): { text: string; caret: number } | null {
  for (const found of text.matchAll(REFERENCE)) {
    const [whole, col = "", letters = "", row = "", digits = ""] = found;
    const at = found.index;
    if (caret < at || caret > at + whole.length) continue;
    const now = `${col ? 2 : 0}${row ? 1 : 0}`;
    const next = { "00": ["$", "$"], "21": ["", "$"], "01": ["$", ""], "20": ["", ""] }[now];
    const [c = "", r = ""] = next ?? [];
    const made = `${c}${letters}${r}${digits}`;
    return {
      text: text.slice(0, at) + made + text.slice(at + whole.length),
      caret: at + made.length,
    };
  }
  return null;
}
