/** Speaking to somebody in a comment: what is being typed after an at sign, and a name put in its place. */

/** What follows the at sign before the caret, and where that sign is. */
export interface Asked {
  at: number;
  name: string;
}

/** Not within a word, where it belongs to an e-mail address. Names may have one space. */
const ASKED = /(?:^|[^A-Za-z0-9._%+-])@([^\s@]{0,40}(?: [^\s@]{1,40})?)$/u;

/** The name that is being typed before the caret; null when there is none. */
export function askedAt(text: string, caret: number): Asked | null {
  const found = ASKED.exec(text.slice(0, caret));
  const name = found?.[1];
  return name === undefined ? null : { at: caret - name.length - 1, name };
}

/** The text with a name in place of what was typed, and the caret behind it. */
export function withName(
  text: string,
  { at, name }: Asked,
  chosen: string,
): { text: string; caret: number } {
  const before = `${text.slice(0, at)}@${chosen} `;
  const rest = text.slice(at + 1 + name.length).replace(/^ /, "");
  return { text: before + rest, caret: before.length };
}
