/** Font families by name: what stands in where one is not installed, and how readers know them. */

const SONG = [
  "SimSun",
  "宋体",
  "NSimSun",
  "Songti SC",
  "STSong",
  "Source Han Serif SC",
  "Noto Serif CJK SC",
  "Noto Serif SC",
];
const HEI = [
  "SimHei",
  "黑体",
  "Heiti SC",
  "STHeiti",
  "Source Han Sans SC",
  "Noto Sans CJK SC",
  "Noto Sans SC",
];
const KAI = [
  "KaiTi",
  "楷体",
  "KaiTi_GB2312",
  "Kaiti SC",
  "STKaiti",
  "AR PL UKai CN",
  "LXGW WenKai",
];
const FANG = ["FangSong", "仿宋", "FangSong_GB2312", "STFangsong", "FZFangSong-Z02"];
const MING = [
  "PMingLiU",
  "新細明體",
  "MingLiU",
  "Songti TC",
  "Source Han Serif TC",
  "Noto Serif CJK TC",
];
const MINCHO = ["MS Mincho", "ＭＳ 明朝", "Yu Mincho", "Hiragino Mincho ProN", "Noto Serif CJK JP"];
const GOTHIC = ["MS Gothic", "ＭＳ ゴシック", "Yu Gothic", "Hiragino Sans", "Noto Sans CJK JP"];
const YAHEI = [
  "Microsoft YaHei",
  "微软雅黑",
  "PingFang SC",
  "Source Han Sans SC",
  "Noto Sans CJK SC",
  "Noto Sans SC",
];

/** Families that stand in for each other; the first that is installed is used. */
const families: { names: string[]; generic: "serif" | "sans-serif" | "monospace" }[] = [
  { names: SONG, generic: "serif" },
  { names: HEI, generic: "sans-serif" },
  { names: [...KAI, ...SONG], generic: "serif" },
  { names: [...FANG, ...SONG], generic: "serif" },
  { names: MING, generic: "serif" },
  { names: MINCHO, generic: "serif" },
  { names: GOTHIC, generic: "sans-serif" },
  { names: YAHEI, generic: "sans-serif" },
  {
    names: ["DengXian", "等线", "PingFang SC", "Source Han Sans SC", "Noto Sans CJK SC"],
    generic: "sans-serif",
  },
  { names: ["Calibri", "Carlito", "Liberation Sans", "Arial"], generic: "sans-serif" },
  { names: ["Cambria", "Caladea", "Liberation Serif", "Times New Roman"], generic: "serif" },
  { names: ["Times New Roman", "Times", "Liberation Serif", "Tinos"], generic: "serif" },
  { names: ["Arial", "Helvetica", "Liberation Sans", "Arimo"], generic: "sans-serif" },
  { names: ["Courier New", "Courier", "Liberation Mono", "Cousine"], generic: "monospace" },
  { names: ["Georgia", "Gelasio", "Liberation Serif", "Times New Roman"], generic: "serif" },
  { names: ["Garamond", "EB Garamond", "Liberation Serif", "Times New Roman"], generic: "serif" },
  { names: ["Aptos", "Segoe UI", "Carlito", "Liberation Sans", "Arial"], generic: "sans-serif" },
  { names: ["Verdana", "DejaVu Sans", "Liberation Sans"], generic: "sans-serif" },
  { names: ["Tahoma", "Verdana", "DejaVu Sans"], generic: "sans-serif" },
  { names: ["Consolas", "Inconsolata", "DejaVu Sans Mono"], generic: "monospace" },
];

const EAST_ASIAN = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;
const eastAsianFamilies = new Set([
  ...SONG,
  ...HEI,
  ...KAI,
  ...FANG,
  ...MING,
  ...MINCHO,
  ...GOTHIC,
  ...YAHEI,
]);

/** A family name fit for CSS. */
export function quoted(name: string): string {
  return `"${name.replace(/["\\\n;{}<>]/g, "")}"`;
}

function familyOf(name: string) {
  const wanted = name.toLowerCase();
  return (
    families.find((family) => family.names[0]?.toLowerCase() === wanted) ??
    families.find((family) => family.names.some((known) => known.toLowerCase() === wanted))
  );
}

/** The stack for one family name, without a generic at the end. */
export function standIns(name: string): string[] {
  const family = familyOf(name);
  // Without a Latin stand-in, Latin letters would come from the Chinese font that follows in the stack.
  const unknown = isEastAsian(name) ? [name] : [name, "Arial", "Liberation Sans"];
  const names = family ? [name, ...family.names] : unknown;
  return [...new Set(names)].map(quoted);
}

export function genericFamily(name: string | null | undefined): string {
  return (name && familyOf(name)?.generic) || "sans-serif";
}

/** Whether a family name is that of an East Asian font. */
export function isEastAsian(name: string): boolean {
  return EAST_ASIAN.test(name) || eastAsianFamilies.has(name);
}

/** Families that files name in English and Chinese readers know by their Chinese name. */
const chineseNames: Record<string, string> = {
  simsun: "宋体",
  nsimsun: "新宋体",
  simhei: "黑体",
  kaiti: "楷体",
  kaiti_gb2312: "楷体_GB2312",
  fangsong: "仿宋",
  fangsong_gb2312: "仿宋_GB2312",
  "microsoft yahei": "微软雅黑",
  dengxian: "等线",
  pmingliu: "新細明體",
};

/** A family as a reader knows it. */
export function familyLabel(name: string, chinese: boolean): string {
  return (chinese && chineseNames[name.toLowerCase()]) || name;
}

/** What the font menu offers beside the fonts of the document. */
export const offeredFonts = {
  chinese: ["宋体", "黑体", "楷体", "仿宋", "微软雅黑", "等线"],
  latin: ["Calibri", "Times New Roman", "Arial", "Cambria", "Georgia", "Courier New", "Verdana"],
};
