/** Font sizes by name (字号) and in points. */

export interface NamedSize {
  /** As Chinese writers name it. */
  name: string;
  halfPoints: number;
}

/** GB 字号, from 初号 (42 pt) to 八号 (5 pt). */
export const chineseSizes: NamedSize[] = [
  { name: "初号", halfPoints: 84 },
  { name: "小初", halfPoints: 72 },
  { name: "一号", halfPoints: 52 },
  { name: "小一", halfPoints: 48 },
  { name: "二号", halfPoints: 44 },
  { name: "小二", halfPoints: 36 },
  { name: "三号", halfPoints: 32 },
  { name: "小三", halfPoints: 30 },
  { name: "四号", halfPoints: 28 },
  { name: "小四", halfPoints: 24 },
  { name: "五号", halfPoints: 21 },
  { name: "小五", halfPoints: 18 },
  { name: "六号", halfPoints: 15 },
  { name: "小六", halfPoints: 13 },
  { name: "七号", halfPoints: 11 },
  { name: "八号", halfPoints: 10 },
];

export const pointSizes = [8, 9, 10, 10.5, 11, 12, 14, 16, 18, 20, 22, 24, 26, 28, 36, 48, 72];

/** A size as the tool row shows it: its Chinese name when the reader reads Chinese and it has one. */
export function sizeName(halfPoints: number, chinese: boolean): string {
  const named = chinese ? chineseSizes.find((size) => size.halfPoints === halfPoints) : undefined;
  return named?.name ?? String(halfPoints / 2);
}

/** What somebody typed as a size: a name, or points from 1 to 1638; null when it is neither. */
export function parseSize(text: string): number | null {
  const trimmed = text.trim();
  const named = chineseSizes.find((size) => size.name === trimmed);
  if (named) return named.halfPoints;
  if (!/^\d+(\.\d+)?$/.test(trimmed)) return null;
  const points = Number(trimmed);
  return points >= 1 && points <= 1638 ? Math.round(points * 2) : null;
}
