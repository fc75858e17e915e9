/** Colours of charts as CSS: those of the theme with what alters them (ECMA-376-1 §20.1.2.3), and those that nobody chose. */
import type { ChartColor } from "@/api/shapes";

/** `RRGGBB` of a theme's colour by its name, as `Palette` has them by index. */
export type ThemeColor = (name: string) => string | null;

const ACCENTS = ["accent1", "accent2", "accent3", "accent4", "accent5", "accent6"];
const OFFICE = ["4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47"];
/** How the accents change when there are more series than accents: of their lightness, and added to it. */
const ROUNDS: [number, number][] = [
  [1, 0],
  [0.6, 0],
  [0.8, 0.2],
  [0.8, 0],
  [0.6, 0.4],
  [0.5, 0],
  [0.7, 0.3],
];
const HEX = /^#?([0-9a-f]{6})$/i;

type Channels = [number, number, number];

function channels(hex: string): Channels {
  const number = Number.parseInt(hex, 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

const css = (found: Channels, alpha: number): string => {
  const [r, g, b] = found.map((one) => Math.round(Math.min(255, Math.max(0, one))));
  return alpha < 1 ? `rgba(${r},${g},${b},${alpha})` : `rgb(${r},${g},${b})`;
};

/** A colour whose lightness is `by` times what it was, and `more`. */
function lightened(found: Channels, by: number, more: number): Channels {
  const high = Math.max(...found) / 255;
  const low = Math.min(...found) / 255;
  const light = (high + low) / 2;
  const next = Math.min(1, Math.max(0, light * by + more));
  const range = high - low;
  const full = 1 - Math.abs(2 * light - 1);
  const chroma = full === 0 ? 0 : (range / full) * (1 - Math.abs(2 * next - 1));
  const share = (value: number): number =>
    255 * (range === 0 ? next : next + chroma * ((value / 255 - low) / range - 0.5));
  return found.map(share) as Channels;
}

function altered(found: Channels, color: ChartColor): Channels {
  const { lumMod, lumOff, tint, shade } = color;
  let next = found;
  if (lumMod != null || lumOff != null) next = lightened(next, lumMod ?? 1, lumOff ?? 0);
  if (tint != null) next = next.map((one) => one * tint + 255 * (1 - tint)) as Channels;
  if (shade != null) next = next.map((one) => one * shade) as Channels;
  return next;
}

export class ChartColors {
  constructor(private readonly theme: ThemeColor) {}

  /** A colour of the chart; null where it says none, `transparent` where it says that there is none. */
  css(color: ChartColor | null | undefined): string | null {
    if (!color) return null;
    if (color.none) return "transparent";
    const found = this.#channels(color);
    return found && css(found, color.alpha ?? 1);
  }

  /** What is seen of a colour from afar: of a gradient or a pattern, both mixed. */
  #channels(color: ChartColor, deep = false): Channels | null {
    const hex = color.theme ? this.theme(color.theme) : color.rgb;
    const found = HEX.exec(hex ?? "")?.[1];
    const own = found ? altered(channels(found), color) : null;
    const other = color.to && !deep ? this.#channels(color.to, true) : null;
    if (!own || !other) return own;
    const share = color.share ?? 0.5;
    return own.map((one, at) => one * (1 - share) + (other[at] ?? one) * share) as Channels;
  }

  /** The colour of the series or slice of that place, from zero, that has none of its own. */
  automatic(place: number): string {
    const at = place % ACCENTS.length;
    const [by, more] = ROUNDS[Math.floor(place / ACCENTS.length) % ROUNDS.length] ?? [1, 0];
    const hex = HEX.exec(this.theme(ACCENTS[at] ?? "") ?? "")?.[1] ?? OFFICE[at] ?? "4472C4";
    return css(lightened(channels(hex), by, more), 1);
  }

  /** Whether white letters are read better on a colour than black ones. */
  static isDark(color: string): boolean {
    const found = /(\d+)\D+(\d+)\D+(\d+)/.exec(color)?.slice(1).map(Number);
    if (!found) return false;
    const [r = 0, g = 0, b = 0] = found;
    return 0.299 * r + 0.587 * g + 0.114 * b < 128;
  }
}

/** A colour mixed with white: a share of one. */
export function paler(color: string, share: number): string {
  const found = /(\d+)\D+(\d+)\D+(\d+)/.exec(color)?.slice(1, 4).map(Number);
  if (!found || share <= 0) return color;
  const part = Math.min(0.85, share);
  return css(found.map((one) => one * (1 - part) + 255 * part) as Channels, 1);
}
