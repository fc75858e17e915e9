/** Colours of the standard as CSS colours. */

const HEX = /^[0-9a-fA-F]{6}$/;

/** `RRGGBB` as CSS; `auto` and anything else is null. */
export function cssColor(value: unknown): string | null {
  return typeof value === "string" && HEX.test(value) ? `#${value}` : null;
}

/** The named colours of `w:highlight`, ECMA-376-1 §17.18.40. */
export const highlights: Record<string, string> = {
  yellow: "#ffff00",
  green: "#00ff00",
  cyan: "#00ffff",
  magenta: "#ff00ff",
  blue: "#0000ff",
  red: "#ff0000",
  darkBlue: "#000080",
  darkCyan: "#008080",
  darkGreen: "#008000",
  darkMagenta: "#800080",
  darkRed: "#800000",
  darkYellow: "#808000",
  darkGray: "#808080",
  lightGray: "#c0c0c0",
  black: "#000000",
  white: "#ffffff",
};
