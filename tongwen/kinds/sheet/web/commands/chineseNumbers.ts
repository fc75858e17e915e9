/** Numbers written in Chinese characters, as the formats `[DBNum1]` and `[DBNum2]` show them. */

export interface Numerals {
  digits: string;
  /** Ten, hundred, thousand. */
  tens: string;
  /** Zero in a number read digit by digit, as in a year. */
  zero: string;
}

export const lower: Numerals = { digits: "零一二三四五六七八九", tens: "十百千", zero: "〇" };
export const upper: Numerals = { digits: "零壹贰叁肆伍陆柒捌玖", tens: "拾佰仟", zero: "零" };

const GROUPS = ["", "万", "亿", "兆", "京"];

/** Digit by digit: `2026` is 二〇二六. */
export function spelled(text: string, numerals: Numerals): string {
  return text.replace(/\d/g, (digit) =>
    digit === "0" ? numerals.zero : (numerals.digits[Number(digit)] ?? digit),
  );
}

/** Full-width digits, `[DBNum3]`. */
export function fullWidth(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
}

function four(group: string, numerals: Numerals): string {
  let text = "";
  let gap = false;
  for (const [index, digit] of [...group].entries()) {
    const place = group.length - index - 2;
    if (digit === "0") {
      gap = text !== "";
      continue;
    }
    if (gap) text += numerals.digits[0];
    gap = false;
    text += (numerals.digits[Number(digit)] ?? "") + (numerals.tens[place] ?? "");
  }
  return text;
}

/** A whole number by its places: `10500` is 一万零五百. Digits beyond 京 are read one by one. */
export function placed(digits: string, numerals: Numerals): string {
  const bare = digits.replace(/^0+/, "");
  if (bare === "") return numerals.digits[0] ?? "";
  if (bare.length > GROUPS.length * 4) return spelled(bare, numerals);
  let text = "";
  let gap = false;
  for (let end = bare.length % 4 || 4, start = 0; start < bare.length; start = end, end += 4) {
    const group = bare.slice(start, end);
    const written = four(group.replace(/^0+/, ""), numerals);
    if (written === "") {
      gap = text !== "";
      continue;
    }
    if (text !== "" && (gap || group.startsWith("0"))) text += numerals.digits[0];
    gap = false;
    text += written + (GROUPS[(bare.length - end) / 4] ?? "");
  }
  return text;
}

/** A number in an ordinary format: whole part by places, decimals one by one. */
export function written(text: string, numerals: Numerals): string {
  return text.replace(/(\d+)(\.\d+)?/g, (_all, whole: string, decimals: string | undefined) => {
    const after = decimals
      ? `.${[...decimals.slice(1)].map((digit) => numerals.digits[Number(digit)]).join("")}`
      : "";
    return placed(whole, numerals) + after;
  });
}

/** A date: years digit by digit, months and days by places without 一 before 十. */
export function writtenDate(text: string, numerals: Numerals): string {
  return text.replace(/\d+/g, (digits) => {
    if (digits.length > 2) return spelled(digits, numerals);
    const one = (numerals.digits[1] ?? "") + (numerals.tens[0] ?? "");
    const placedDigits = placed(digits, numerals);
    return placedDigits.startsWith(one) ? placedDigits.slice(1) : placedDigits;
  });
}

/** An amount of money in capitals: 壹仟贰佰元伍角整. Rounded to 分. */
export function amount(value: number): string {
  const cents = Math.round(Math.abs(value) * 100);
  if (!Number.isSafeInteger(cents)) return String(value);
  const yuan = Math.floor(cents / 100);
  const jiao = Math.floor(cents / 10) % 10;
  const fen = cents % 10;
  const digit = (number: number): string => upper.digits[number] ?? "";
  let text = yuan > 0 || cents === 0 ? `${placed(String(yuan), upper)}元` : "";
  if (jiao > 0) text += `${digit(jiao)}角`;
  else if (fen > 0 && yuan > 0) text += digit(0);
  text += fen > 0 ? `${digit(fen)}分` : "整";
  return (value < 0 && cents > 0 ? "负" : "") + text;
}
