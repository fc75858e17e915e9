/** Half-width and full-width characters, as ASC and DBCS know them: Latin letters, katakana and its marks. */

/** What Excel writes, not Unicode's forms. */
const SPECIAL: readonly (readonly [narrow: string, wide: string])[] = [
  [" ", "\u3000"],
  ['"', "”"],
  ["'", "’"],
  ["`", "‘"],
  ["\\", "￥"],
  ["､", "、"],
  ["｡", "。"],
  ["｢", "「"],
  ["｣", "」"],
  ["･", "・"],
  ["ｰ", "ー"],
  ["ﾞ", "゛"],
  ["ﾟ", "゜"],
];
/** Full-width forms that are read, never written. */
const ALSO: readonly (readonly [narrow: string, wide: string])[] = [
  ["\\", "＼"],
  ['"', "＂"],
  ["'", "＇"],
];
const SPACING = 0xfee0;
const VOICED = "\u3099";
const HALF_VOICED = "\u309a";

const wide = new Map<string, string>();
const narrow = new Map<string, string>();
for (let code = 0x21; code <= 0x7e; code++)
  wide.set(String.fromCharCode(code), String.fromCharCode(code + SPACING));
for (let code = 0xff66; code <= 0xff9d; code++) {
  const char = String.fromCharCode(code);
  if (char !== "ｰ") wide.set(char, char.normalize("NFKC"));
}
for (const [char, form] of wide) narrow.set(form, char);
for (const [char, form] of SPECIAL) {
  wide.set(char, form);
  narrow.set(form, char);
}
for (const [char, form] of ALSO) narrow.set(form, char);

function narrowed(char: string): string {
  const known = narrow.get(char);
  if (known !== undefined) return known;
  const [letter = "", mark] = char.normalize("NFD");
  const base = narrow.get(letter);
  if (base === undefined || (mark !== VOICED && mark !== HALF_VOICED)) return char;
  return base + (mark === VOICED ? "ﾞ" : "ﾟ");
}

/** Full-width letters and katakana become half-width. */
export function toNarrow(text: string): string {
  return [...text].map(narrowed).join("");
}

/** Half-width letters and katakana become full-width; a mark joins the letter before it. */
export function toWide(text: string): string {
  const result: string[] = [];
  for (const char of text) {
    const mark = char === "ﾞ" ? VOICED : char === "ﾟ" ? HALF_VOICED : "";
    const joined = mark === "" ? "" : ((result.at(-1) ?? "") + mark).normalize("NFC");
    if (joined.length === 1 && result.length > 0) result[result.length - 1] = joined;
    else result.push(wide.get(char) ?? char);
  }
  return result.join("");
}
