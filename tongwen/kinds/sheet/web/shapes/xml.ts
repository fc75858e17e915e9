/** Reading DrawingML without trusting it: children by name, whole numbers within bounds. */

export const EMU_PER_PIXEL = 9525;
/** Of coordinates in EMU: what ST_Coordinate (ECMA-376-1 §20.1.10.16) allows, and no sum of a few overflows. */
const FARTHEST = 27_273_042_316_900;

export function child(element: Element | null | undefined, ...names: string[]): Element | null {
  for (const one of element?.children ?? []) if (names.includes(one.localName)) return one;
  return null;
}

export function children(element: Element | null | undefined, ...names: string[]): Element[] {
  return [...(element?.children ?? [])].filter((one) => names.includes(one.localName));
}

/** The element at the end of a way of names. */
export function within(element: Element | null | undefined, ...names: string[]): Element | null {
  let found: Element | null = element ?? null;
  for (const name of names) found = child(found, name);
  return found;
}

export const yes = (value: string | null | undefined): boolean => value === "1" || value === "true";

/** A number an attribute says, else what is given. Percentages such as `50%` count in thousandths, as others do. */
export function amount(
  element: Element | null | undefined,
  name: string,
  otherwise: number,
): number {
  const text = element?.getAttribute(name) ?? "";
  const said = text.endsWith("%") ? Number(text.slice(0, -1)) * 1000 : Number(text || "x");
  return Number.isFinite(said) && Math.abs(said) <= FARTHEST ? said : otherwise;
}

/** An attribute in hundred-thousandths as a share of one. */
export const share = (element: Element | null | undefined, name: string, otherwise: number) =>
  amount(element, name, otherwise * 100_000) / 100_000;

/** Sixtieth-thousandths of a degree as degrees. */
export const degrees = (element: Element | null | undefined, name: string): number =>
  amount(element, name, 0) / 60_000;

/** An attribute in EMU as pixels. */
export const pixels = (element: Element | null | undefined, name: string, otherwise: number) =>
  amount(element, name, otherwise * EMU_PER_PIXEL) / EMU_PER_PIXEL;

/** What a table says of a name that a file gives: names such as `constructor` are in no table. */
export function named<T>(table: Readonly<Record<string, T>>, name: string | null): T | undefined {
  return name !== null && Object.hasOwn(table, name) ? table[name] : undefined;
}

export function parsed(raw: string): Element | null {
  const root = new DOMParser().parseFromString(raw, "application/xml").documentElement;
  return root.localName === "parsererror" || root.querySelector("parsererror") ? null : root;
}
