/** The one source of colours, type and space. CSS variables and the Mantine theme are made from it. */

export interface Palette {
  /** Behind everything. */
  paper: string;
  /** Panels, cards, the list. */
  surface: string;
  /** Hovered rows, quiet fills. */
  hover: string;
  /** Fields and tracks that sit into the surface. */
  sunken: string;
  line: string;
  /** Borders of controls: 3:1 against the surface. */
  edge: string;
  ink: string;
  muted: string;
  accent: string;
  /** Text in the accent colour. */
  accentInk: string;
  onAccent: string;
  /** Selected rows and the current place. */
  accentSoft: string;
  danger: string;
  dangerSoft: string;
  success: string;
  warning: string;
  warningSoft: string;
  text: string;
  sheet: string;
  slides: string;
  pdf: string;
  folder: string;
  media: string;
  other: string;
  shadow: string;
  overlay: string;
}

export const light: Palette = {
  paper: "#FBFAF7",
  surface: "#FFFFFF",
  hover: "#F5F3EE",
  sunken: "#F2EFE8",
  line: "#E7E3DA",
  edge: "#8F8B82",
  ink: "#1F2630",
  muted: "#626C7B",
  accent: "#2467B8",
  accentInk: "#2467B8",
  onAccent: "#FFFFFF",
  accentSoft: "#E7EFF9",
  danger: "#B93620",
  dangerSoft: "#FBEBE7",
  success: "#19774B",
  warning: "#8A5A10",
  warningSoft: "#FBF2DF",
  text: "#2467B8",
  sheet: "#1E8E5A",
  slides: "#D9622B",
  pdf: "#C23B22",
  folder: "#B7791F",
  media: "#7B5EA7",
  other: "#667080",
  shadow: "0 1px 2px rgb(31 38 48 / 6%), 0 8px 28px rgb(31 38 48 / 14%)",
  overlay: "rgb(31 38 48 / 42%)",
};

export const dark: Palette = {
  paper: "#15171B",
  surface: "#1C1F24",
  hover: "#23272D",
  sunken: "#121417",
  line: "#2C3037",
  edge: "#737B87",
  ink: "#E8E6E1",
  muted: "#9AA3AF",
  accent: "#2F76CC",
  accentInk: "#7FB3F0",
  onAccent: "#FFFFFF",
  accentSoft: "#1D2E44",
  danger: "#F08A75",
  dangerSoft: "#3A211D",
  success: "#5FC493",
  warning: "#E2B25C",
  warningSoft: "#352B18",
  text: "#6AA6EC",
  sheet: "#4DB784",
  slides: "#EE8A58",
  pdf: "#EF7A63",
  folder: "#D9A04A",
  media: "#AE93D6",
  other: "#9AA3AF",
  shadow: "0 1px 2px rgb(0 0 0 / 40%), 0 10px 32px rgb(0 0 0 / 50%)",
  overlay: "rgb(0 0 0 / 58%)",
};

/** The mark. Used once a screen and never on a control: red means danger. */
export const seal = { ground: "#C23B22", character: "#FFFFFF" } as const;

/**
 * Colours of people, by `actor.color` modulo 8. White text on each passes 4.5:1, and each passes 3:1
 * as a line on the dark surface, so one colour serves both schemes.
 */
export const people = [
  "#2872BC",
  "#B35526",
  "#1B813D",
  "#8A50DA",
  "#C92B94",
  "#1A7C7C",
  "#896C14",
  "#D32E49",
] as const;

export const fontFamily =
  'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';
export const monospace = 'ui-monospace, "SF Mono", "Cascadia Mono", Consolas, monospace';

/** Pixels. */
export const fontSizes = { xs: 12, sm: 13, md: 14, lg: 16, xl: 20, display: 28 } as const;
export const space = { xs: 4, sm: 8, md: 12, lg: 16, xl: 24, xxl: 40 } as const;
export const radius = { control: 6, panel: 10 } as const;
export const motion = {
  fast: "120ms",
  normal: "180ms",
  easing: "cubic-bezier(0.2, 0, 0, 1)",
} as const;
export const rowHeight = 40;

/** The colour of a person, whatever number the server counts up to. */
export function personColor(index: number): string {
  const slot = ((Math.trunc(index) % people.length) + people.length) % people.length;
  return people[slot] ?? people[0];
}
