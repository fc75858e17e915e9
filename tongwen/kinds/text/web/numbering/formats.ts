/** Numbers as the number formats of the standard write them (`ST_NumberFormat`, ECMA-376-1 §17.18.59). */
import { roman } from "@/numerals/roman";

type Formatter = (n: number) => string;

function letters(n: number, first: string): string {
  if (n < 1) return "";
  const index = (n - 1) % 26;
  const times = Math.floor((n - 1) / 26) + 1;
  return String.fromCharCode(first.charCodeAt(0) + index).repeat(Math.min(times, 40));
}

function romanUpTo(n: number): string {
  return n < 1 || n > 32767 ? String(n) : roman(n);
}

const DIGITS = "〇一二三四五六七八九";
const LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖";
const LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖";

interface CountingSystem {
  digits: string;
  units: [string, string, string];
  tenThousand: string;
  zero: string;
  /** 10 is 十, not 一十. */
  shortTen: boolean;
}

const simplified: CountingSystem = {
  digits: DIGITS,
  units: ["十", "百", "千"],
  tenThousand: "万",
  zero: "零",
  shortTen: true,
};
const traditional: CountingSystem = { ...simplified, tenThousand: "萬" };
const legal: CountingSystem = {
  digits: LEGAL_DIGITS,
  units: ["拾", "佰", "仟"],
  tenThousand: "万",
  zero: "零",
  shortTen: false,
};
const legalTraditional: CountingSystem = { ...legal, digits: LEGAL_TRADITIONAL, tenThousand: "萬" };

function underTenThousand(n: number, system: CountingSystem, inner: boolean): string {
  let out = "";
  let gap = false;
  for (let power = 3; power >= 0; power -= 1) {
    const digit = Math.floor(n / 10 ** power) % 10;
    if (digit === 0) {
      gap = out !== "" || inner;
      continue;
    }
    if (gap) out += system.zero;
    gap = false;
    const ten = power === 1 && digit === 1 && out === "" && !inner && system.shortTen;
    out +=
      (ten ? "" : (system.digits[digit] ?? "")) +
      (power > 0 ? (system.units[power - 1] ?? "") : "");
  }
  return out;
}

/** 1 → 一, 10 → 十, 21 → 二十一, 101 → 一百零一, up to 99,999,999. */
function counting(n: number, system: CountingSystem): string {
  if (n < 0 || n > 99_999_999) return String(n);
  if (n === 0) return system.zero;
  const high = Math.floor(n / 10_000);
  const low = n % 10_000;
  if (high === 0) return underTenThousand(low, system, false);
  const rest = low === 0 ? "" : underTenThousand(low, system, low < 1000);
  return underTenThousand(high, system, false) + system.tenThousand + rest;
}

/** 〇一二 digit by digit, as years are written: 2026 → 二〇二六. */
function digitwise(n: number): string {
  return String(n).replace(/\d/g, (digit) => DIGITS[Number(digit)] ?? digit);
}

function cycle(characters: string): Formatter {
  const list = [...characters];
  return (n) => (n >= 1 ? (list[(n - 1) % list.length] ?? "") : String(n));
}

function limited(characters: string): Formatter {
  const list = [...characters];
  return (n) => (n >= 1 && n <= list.length ? (list[n - 1] ?? "") : String(n));
}

function ordinal(n: number): string {
  const tens = n % 100;
  const suffix = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${suffix}`;
}

const CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿";
const fullWidth: Formatter = (n) =>
  String(n).replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit)));

const formats: Record<string, Formatter> = {
  decimal: String,
  decimalZero: (n) => (n < 10 ? `0${n}` : String(n)),
  lowerLetter: (n) => letters(n, "a"),
  upperLetter: (n) => letters(n, "A"),
  lowerRoman: (n) => romanUpTo(n).toLowerCase(),
  upperRoman: romanUpTo,
  ordinal,
  none: () => "",
  bullet: () => "•",
  numberInDash: (n) => `- ${n} -`,
  decimalFullWidth: fullWidth,
  decimalFullWidth2: fullWidth,
  decimalHalfWidth: String,
  decimalEnclosedCircle: limited(CIRCLED),
  decimalEnclosedCircleChinese: limited(CIRCLED),
  decimalEnclosedFullstop: limited("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
  decimalEnclosedParen: limited("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
  chineseCounting: (n) => (n === 0 ? "〇" : counting(n, simplified)),
  chineseCountingThousand: (n) => counting(n, simplified),
  chineseLegalSimplified: (n) => counting(n, legal),
  taiwaneseCounting: (n) => counting(n, traditional),
  taiwaneseCountingThousand: (n) => counting(n, traditional),
  taiwaneseDigital: digitwise,
  japaneseCounting: (n) => counting(n, simplified),
  japaneseDigitalTenThousand: digitwise,
  japaneseLegal: (n) => counting(n, legalTraditional),
  koreanDigital: (n) =>
    String(n).replace(/\d/g, (digit) => "영일이삼사오육칠팔구"[Number(digit)] ?? digit),
  ideographDigital: digitwise,
  ideographLegalTraditional: (n) => counting(n, legalTraditional),
  ideographEnclosedCircle: limited("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
  ideographTraditional: cycle("甲乙丙丁戊己庚辛壬癸"),
  ideographZodiac: cycle("子丑寅卯辰巳午未申酉戌亥"),
  ganada: cycle("가나다라마바사아자차카타파하"),
  chosung: cycle("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
  aiueo: cycle("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"),
  aiueoFullWidth: cycle(
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
  ),
  iroha: cycle("ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳｲﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼｴﾋﾓｾｽ"),
  irohaFullWidth: cycle(
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
  ),
  russianLower: cycle("абвгдежзиклмнопрстуфхцчшщыэюя"),
  russianUpper: cycle("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
  thaiNumbers: (n) =>
    String(n).replace(/\d/g, (digit) => String.fromCharCode(0x0e50 + Number(digit))),
  hindiNumbers: (n) =>
    String(n).replace(/\d/g, (digit) => String.fromCharCode(0x0966 + Number(digit))),
  arabicAlpha: cycle("أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
};

/** A number in a format; a format that we do not know is written as decimal. */
export function formatNumber(n: number, format: string | undefined): string {
  return (formats[format ?? "decimal"] ?? String)(n);
}

/** Characters of Symbol and Wingdings in the private use area, as the Unicode characters they look like. */
const SYMBOLS: Record<number, string> = {
  61623: "•",
  61607: "▪",
  61551: "o",
  61656: "➢",
  61692: "✓",
  61608: "◻",
  61557: "◆",
  61548: "●",
  61550: "■",
  61558: "❖",
  61664: "→",
  61648: "–",
  61662: "⇒",
  61510: "☞",
  61694: "☑",
  61553: "❑",
  61618: "◇",
  61672: "➔",
  61680: "⇨",
  61514: "☺",
  61611: "★",
  61622: "☆",
  61691: "✗",
  61601: "○",
  61599: "•",
};

/** The text of a bullet, legible without the fonts it was made for. */
export function bulletText(text: string): string {
  return [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0xf000 || code > 0xf0ff) return character;
      return SYMBOLS[code] ?? "•";
    })
    .join("");
}
