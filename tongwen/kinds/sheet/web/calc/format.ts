/** What a value shows under a number format: its text, and the colour that the format itself asks for. */
import { displayColor, displayText, type Value } from "../commands/display";

export interface Display {
  text: string;
  /** `#RRGGBB` or a CSS name, from `[Red]` and its like. */
  color?: string;
}

/** A value as a cell shows it (ECMA-376-1 §18.8.30). `locale` is a BCP 47 tag. */
export function display(
  value: Value,
  code: string | undefined,
  locale: string,
  date1904 = false,
): Display {
  const text = displayText(value, code, { locale, date1904 });
  const color = displayColor(value, code);
  return color === null ? { text } : { text, color };
}
