/** Colours of DrawingML with their transforms (ECMA-376-1 §20.1.2.3). */
import type { Palette } from "../grid/colors";
import { amount, children, named } from "./xml";

/** Red, green, blue and opacity, each 0 to 1. */
export interface Tone {
  r: number;
  g: number;
  b: number;
  a: number;
}

/** What colours are read with: the workbook's palette, and what `phClr` stands for in a theme's style. */
export interface ColorContext {
  palette: Palette;
  placeholder?: Tone | null;
}

const KINDS = ["srgbClr", "schemeClr", "sysClr", "prstClr", "scrgbClr", "hslClr"];

const THEME: Record<string, number> = {
  bg1: 0,
  lt1: 0,
  tx1: 1,
  dk1: 1,
  bg2: 2,
  lt2: 2,
  tx2: 3,
  dk2: 3,
  accent1: 4,
  accent2: 5,
  accent3: 6,
  accent4: 7,
  accent5: 8,
  accent6: 9,
  hlink: 10,
  folHlink: 11,
};

const SYSTEM: Record<string, string> = {
  window: "FFFFFF",
  btnFace: "F0F0F0",
  highlight: "0078D7",
  highlightText: "FFFFFF",
  btnHighlight: "FFFFFF",
  btnShadow: "A0A0A0",
  grayText: "6D6D6D",
  infoBk: "FFFFE1",
};

const clamped = (value: number): number => Math.min(1, Math.max(0, value));

function ofHex(hex: string | null | undefined): Tone | null {
  const found = /^#?([0-9a-f]{6})$/i.exec(hex ?? "")?.[1];
  if (!found) return null;
  const number = Number.parseInt(found, 16);
  return { r: (number >> 16) / 255, g: ((number >> 8) & 255) / 255, b: (number & 255) / 255, a: 1 };
}

/** The CSS colours that presets name otherwise (§20.1.10.48): `dkBlue` is `darkblue`. */
const PRESET: Record<string, string> = {
  black: "000000",
  white: "FFFFFF",
  red: "FF0000",
  green: "008000",
  blue: "0000FF",
  yellow: "FFFF00",
  cyan: "00FFFF",
  aqua: "00FFFF",
  magenta: "FF00FF",
  fuchsia: "FF00FF",
  lime: "00FF00",
  gray: "808080",
  grey: "808080",
  silver: "C0C0C0",
  maroon: "800000",
  navy: "000080",
  olive: "808000",
  purple: "800080",
  teal: "008080",
  orange: "FFA500",
  gold: "FFD700",
  brown: "A52A2A",
  pink: "FFC0CB",
  violet: "EE82EE",
  indigo: "4B0082",
  tan: "D2B48C",
  coral: "FF7F50",
  salmon: "FA8072",
  khaki: "F0E68C",
  crimson: "DC143C",
  turquoise: "40E0D0",
  orchid: "DA70D6",
  plum: "DDA0DD",
  beige: "F5F5DC",
  ivory: "FFFFF0",
  lavender: "E6E6FA",
  chocolate: "D2691E",
  tomato: "FF6347",
  sienna: "A0522D",
  skyBlue: "87CEEB",
  steelBlue: "4682B4",
  royalBlue: "4169E1",
  slateGray: "708090",
  dkBlue: "00008B",
  dkCyan: "008B8B",
  dkGray: "A9A9A9",
  dkGreen: "006400",
  dkRed: "8B0000",
  dkOrange: "FF8C00",
  dkMagenta: "8B008B",
  dkOliveGreen: "556B2F",
  dkSlateGray: "2F4F4F",
  dkSlateBlue: "483D8B",
  dkViolet: "9400D3",
  ltBlue: "ADD8E6",
  ltCoral: "F08080",
  ltCyan: "E0FFFF",
  ltGray: "D3D3D3",
  ltGreen: "90EE90",
  ltPink: "FFB6C1",
  ltSalmon: "FFA07A",
  ltSeaGreen: "20B2AA",
  ltSkyBlue: "87CEFA",
  ltSteelBlue: "B0C4DE",
  ltYellow: "FFFFE0",
  medBlue: "0000CD",
  medPurple: "9370DB",
  medSeaGreen: "3CB371",
  seaGreen: "2E8B57",
  forestGreen: "228B22",
  cornflowerBlue: "6495ED",
  dodgerBlue: "1E90FF",
  deepSkyBlue: "00BFFF",
  midnightBlue: "191970",
  powderBlue: "B0E0E6",
  limeGreen: "32CD32",
  springGreen: "00FF7F",
  yellowGreen: "9ACD32",
  fireBrick: "B22222",
  hotPink: "FF69B4",
  deepPink: "FF1493",
  orangeRed: "FF4500",
  goldenrod: "DAA520",
  gainsboro: "DCDCDC",
  dimGray: "696969",
  whiteSmoke: "F5F5F5",
};

interface Hsl {
  h: number;
  s: number;
  l: number;
}

function toHsl({ r, g, b }: Tone): Hsl {
  const high = Math.max(r, g, b);
  const low = Math.min(r, g, b);
  const l = (high + low) / 2;
  const range = high - low;
  if (range === 0) return { h: 0, s: 0, l };
  const s = range / (1 - Math.abs(2 * l - 1));
  let h = (g - b) / range;
  if (high === g) h = (b - r) / range + 2;
  else if (high === b) h = (r - g) / range + 4;
  return { h: (((h * 60) % 360) + 360) % 360, s, l };
}

function fromHsl({ h, s, l }: Hsl, a: number): Tone {
  const light = clamped(l);
  const chroma = (1 - Math.abs(2 * light - 1)) * clamped(s);
  const at = (shift: number): number => {
    const k = (((h / 60 + shift) % 6) + 6) % 6;
    return clamped(light + chroma * (Math.max(0, Math.min(1, Math.abs(k - 3) - 1)) - 0.5));
  };
  return { r: at(0), g: at(4), b: at(2), a };
}

const linear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const gamma = (value: number): number =>
  clamped(value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055);

const mapped = (tone: Tone, change: (value: number) => number): Tone => ({
  r: clamped(change(tone.r)),
  g: clamped(change(tone.g)),
  b: clamped(change(tone.b)),
  a: tone.a,
});

function inHsl(tone: Tone, change: (hsl: Hsl) => Partial<Hsl>): Tone {
  const hsl = toHsl(tone);
  return fromHsl({ ...hsl, ...change(hsl) }, tone.a);
}

/** What each transform does with its value, a share of one (§20.1.2.3.1–35). */
const TRANSFORMS: Record<string, (tone: Tone, by: number) => Tone> = {
  tint: (tone, by) => mapped(tone, (value) => gamma(linear(value) * by + (1 - by))),
  shade: (tone, by) => mapped(tone, (value) => gamma(linear(value) * by)),
  lumMod: (tone, by) => inHsl(tone, ({ l }) => ({ l: l * by })),
  lumOff: (tone, by) => inHsl(tone, ({ l }) => ({ l: l + by })),
  lum: (tone, by) => inHsl(tone, () => ({ l: by })),
  satMod: (tone, by) => inHsl(tone, ({ s }) => ({ s: s * by })),
  satOff: (tone, by) => inHsl(tone, ({ s }) => ({ s: s + by })),
  sat: (tone, by) => inHsl(tone, () => ({ s: by })),
  hueMod: (tone, by) => inHsl(tone, ({ h }) => ({ h: h * by })),
  hueOff: (tone, by) => inHsl(tone, ({ h }) => ({ h: h + (by * 100_000) / 60_000 })),
  alpha: (tone, by) => ({ ...tone, a: clamped(by) }),
  alphaMod: (tone, by) => ({ ...tone, a: clamped(tone.a * by) }),
  alphaOff: (tone, by) => ({ ...tone, a: clamped(tone.a + by) }),
  inv: (tone) => mapped(tone, (value) => 1 - value),
  comp: (tone) => inHsl(tone, ({ h }) => ({ h: h + 180 })),
  gray: (tone) => {
    const grey = 0.2126 * tone.r + 0.7152 * tone.g + 0.0722 * tone.b;
    return mapped(tone, () => grey);
  },
  gamma: (tone) => mapped(tone, gamma),
  invGamma: (tone) => mapped(tone, linear),
};

function base(color: Element, { palette, placeholder }: ColorContext): Tone | null {
  const value = color.getAttribute("val") ?? "";
  switch (color.localName) {
    case "srgbClr":
      return ofHex(palette.css(value));
    case "sysClr":
      return ofHex(color.getAttribute("lastClr") ?? named(SYSTEM, value) ?? "000000");
    case "prstClr":
      return ofHex(
        named(
          PRESET,
          value
            .replace(/^dark/, "dk")
            .replace(/^light/, "lt")
            .replace(/^medium/, "med"),
        ) ?? named(PRESET, value.replace("Grey", "Gray")),
      );
    case "scrgbClr": {
      const at = (name: string): number => gamma(clamped(amount(color, name, 0) / 100_000));
      return { r: at("r"), g: at("g"), b: at("b"), a: 1 };
    }
    case "hslClr": {
      const at = (name: string): number => amount(color, name, 0);
      return fromHsl({ h: at("hue") / 60_000, s: at("sat") / 100_000, l: at("lum") / 100_000 }, 1);
    }
    default: {
      if (value === "phClr") return placeholder ?? null;
      const theme = named(THEME, value);
      return theme === undefined ? null : ofHex(palette.css({ theme }));
    }
  }
}

/** The colour that an element holds, its transforms in their order; null: none that is known. */
export function toneIn(element: Element | null, context: ColorContext): Tone | null {
  const color = children(element, ...KINDS)[0];
  let tone = color ? base(color, context) : null;
  for (const one of color?.children ?? []) {
    const change = named(TRANSFORMS, one.localName);
    if (tone && change) tone = change(tone, amount(one, "val", 100_000) / 100_000);
  }
  return tone;
}

const byte = (value: number): number => Math.round(clamped(value) * 255);

/** `#RRGGBB`, or `rgb(r g b / a)` for what is not opaque. */
export function css({ r, g, b, a }: Tone): string {
  const bytes = [byte(r), byte(g), byte(b)];
  if (a < 1) return `rgb(${bytes.join(" ")} / ${Math.round(a * 1000) / 1000})`;
  return `#${bytes.map((one) => one.toString(16).padStart(2, "0").toUpperCase()).join("")}`;
}

/** Lighter (towards 1) or darker (towards -1) for the lit and shaded sides of a solid. */
export function lit(tone: Tone, by: number): Tone {
  return by < 0
    ? mapped(tone, (value) => value * (1 + by))
    : mapped(tone, (value) => value + (1 - value) * by);
}

/** A colour as CSS; null: none. */
export function colorIn(element: Element | null, context: ColorContext): string | null {
  const tone = toneIn(element, context);
  return tone && css(tone);
}
