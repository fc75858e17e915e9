/** Class names made from style ids. */

/** A style id as part of a CSS class: what CSS cannot hold unescaped is written as its code point. */
export function styleClass(kind: "p" | "c" | "t", id: string): string {
  const safe = id.replace(
    /[^A-Za-z0-9-]/gu,
    (character) => `_${character.codePointAt(0)?.toString(16)}_`,
  );
  return `tx-${kind}-${safe}`;
}
