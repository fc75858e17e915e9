/** Colours of a workbook as CSS: themes with tints, the indexed palette, plain values (ECMA-376-1 §18.3.1.15, §18.8.19). */
import type { Color } from "../model";

/** Office's own theme, for a workbook that brings none: light 1, dark 1, light 2, dark 2, accents 1–6, links. */
const OFFICE = [
  "FFFFFF",
  "000000",
  "E7E6E6",
  "44546A",
  "4472C4",
  "ED7D31",
  "A5A5A5",
  "FFC000",
  "5B9BD5",
  "70AD47",
  "0563C1",
  "954F72",
];

/** The palette of §18.8.27, from index 0. */
const INDEXED = (
  "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF " +
  "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF " +
  "800000 008000 000080 808000 800080 008080 C0C0C0 808080 " +
  "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF " +
  "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF " +
  "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 " +
  "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 " +
  "003366 339966 003300 333300 993300 993366 333399 333333"
).split(" ");

const HEX = /^(?:[0-9a-f]{2})?([0-9a-f]{6})$/i;

function hexOf(value: unknown): string | null {
  return typeof value === "string" ? (HEX.exec(value.replace("#", ""))?.[1] ?? null) : null;
}

/** Lightness moved towards white (tint > 0) or black (tint < 0), as §18.8.19 computes it in HLS. */
export function tinted(hex: string, tint: number): string {
  const number = Number.parseInt(hex, 16);
  const [r, g, b] = [
    (number >> 16) / 255,
    ((number >> 8) & 255) / 255,
    (number & 255) / 255,
  ] as const;
  const high = Math.max(r, g, b);
  const low = Math.min(r, g, b);
  const light = (high + low) / 2;
  const next = tint < 0 ? light * (1 + tint) : light * (1 - tint) + tint;
  const range = high - low;
  const chroma =
    range === 0 ? 0 : (range / (1 - Math.abs(2 * light - 1))) * (1 - Math.abs(2 * next - 1));
  const share = (value: number): number =>
    range === 0 ? next : next + chroma * ((value - low) / range - 0.5);
  const byte = (value: number): string =>
    Math.round(Math.min(1, Math.max(0, value)) * 255)
      .toString(16)
      .padStart(2, "0")
      .toUpperCase();
  return byte(share(r)) + byte(share(g)) + byte(share(b));
}

/** A colour between two, `RRGGBB`. */
export function mixed(from: string, to: string, share: number): string {
  const parts = [0, 2, 4].map((at) => {
    const a = Number.parseInt(from.slice(at, at + 2), 16);
    const b = Number.parseInt(to.slice(at, at + 2), 16);
    return Math.round(a + (b - a) * Math.min(1, Math.max(0, share)))
      .toString(16)
      .padStart(2, "0");
  });
  return parts.join("").toUpperCase();
}

/** What a theme of the file says, in the order of theme indexes: the file names dark before light. */
function themeColors(theme: unknown): string[] {
  const given = (theme as { colours?: unknown } | null | undefined)?.colours;
  if (Array.isArray(given)) {
    const all = OFFICE.map((fallback, index) => hexOf(given[index]) ?? fallback);
    return all;
  }
  if (typeof given !== "object" || given === null) return OFFICE;
  const names = "lt1 dk1 lt2 dk2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink";
  const named = given as Record<string, unknown>;
  return names.split(" ").map((name, index) => hexOf(named[name]) ?? OFFICE[index] ?? "000000");
}

export class Palette {
  readonly #theme: string[];
  readonly #indexed: string[];

  constructor(settings: { theme?: unknown; indexed?: unknown }) {
    this.#theme = themeColors(settings.theme);
    const own = Array.isArray(settings.indexed) ? settings.indexed : [];
    this.#indexed = INDEXED.map((color, index) => hexOf(own[index]) ?? color);
  }

  /** `#RRGGBB`, or null for `auto` and for what is no colour. */
  css(color: Color | null | undefined): string | null {
    if (color === null || color === undefined) return null;
    if (typeof color === "string") {
      const hex = hexOf(color);
      return hex && `#${hex}`;
    }
    if ("theme" in color) {
      const base = this.#theme[color.theme];
      if (base === undefined) return null;
      const tint = typeof color.tint === "number" ? Math.max(-1, Math.min(1, color.tint)) : 0;
      return `#${tint === 0 ? base : tinted(base, tint)}`;
    }
    const found = this.#indexed[color.indexed];
    return found === undefined ? null : `#${found}`;
  }
}
