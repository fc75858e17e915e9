/** Conversions between the units of the standard and CSS. */

export const TWIPS_PER_POINT = 20;
export const TWIPS_PER_PIXEL = 15;
export const EMU_PER_PIXEL = 9525;

/** Twips as a CSS length in points. */
export function points(twips: number): string {
  return `${round(twips / TWIPS_PER_POINT)}pt`;
}

/** Twips as CSS pixels. */
export function pixels(twips: number): number {
  return twips / TWIPS_PER_PIXEL;
}

/** CSS pixels as whole twips. */
export function twips(px: number): number {
  return Math.round(px * TWIPS_PER_PIXEL);
}

/** At most two decimals, so that style attributes stay short. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
