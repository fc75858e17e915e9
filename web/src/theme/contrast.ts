/** WCAG 2.2 contrast of two opaque colours written `#RRGGBB`. */

function channel(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

export function luminance(hex: string): number {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new RangeError(`not a #RRGGBB colour: ${hex}`);
  const number = Number.parseInt(hex.slice(1), 16);
  return (
    0.2126 * channel(number >> 16) +
    0.7152 * channel((number >> 8) & 255) +
    0.0722 * channel(number & 255)
  );
}

/** The ratio, 1 to 21, whichever of the two is lighter. */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
