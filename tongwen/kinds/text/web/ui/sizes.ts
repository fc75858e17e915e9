/** Page sizes and margins. */

export interface PageSize {
  name: string;
  /** Twips, upright. */
  w: number;
  h: number;
}

export const pageSizes: PageSize[] = [
  { name: "A4", w: 11906, h: 16838 },
  { name: "A3", w: 16838, h: 23811 },
  { name: "A5", w: 8391, h: 11906 },
  { name: "B5 (JIS)", w: 10318, h: 14570 },
  { name: "16K", w: 10433, h: 14742 },
  { name: "Letter", w: 12240, h: 15840 },
  { name: "Legal", w: 12240, h: 20160 },
];

export interface Margins {
  top: number;
  bottom: number;
  start: number;
  end: number;
}

export const marginPresets: Record<
  "normal" | "narrow" | "moderate" | "wide" | "official",
  Margins
> = {
  normal: { top: 1440, bottom: 1440, start: 1800, end: 1800 },
  narrow: { top: 720, bottom: 720, start: 720, end: 720 },
  moderate: { top: 1440, bottom: 1440, start: 1080, end: 1080 },
  wide: { top: 1440, bottom: 1440, start: 2880, end: 2880 },
  official: { top: 2098, bottom: 1984, start: 1588, end: 1474 },
};
