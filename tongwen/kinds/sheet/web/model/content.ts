/** What a cell holds, and how an entry is read when anybody may have written it. */

export interface ErrorContent {
  e: string;
}
export interface RichContent {
  r: [text: string, font: Record<string, unknown> | null][];
}
export interface FormulaContent {
  /** A template; its components are plain ids. */
  f: string;
  /** What the file said the value is; an editor never writes it. */
  c?: Content;
  /** The size of an array formula's area. */
  a?: [rows: number, cols: number];
  dyn?: 1;
  /** Raw attributes of the file. */
  x?: Record<string, unknown>;
}
export type Content =
  | null
  | number
  | string
  | boolean
  | ErrorContent
  | RichContent
  | FormulaContent;

export function isFormula(content: Content | undefined): content is FormulaContent {
  return typeof content === "object" && content !== null && "f" in content;
}

function isRun(run: unknown): boolean {
  return Array.isArray(run) && typeof run[0] === "string";
}

/** A content as it may be shown; what is none reads as empty. */
export function readContent(value: unknown): Content {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : { e: "#NUM!" };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { f, e, r } = value as Record<string, unknown>;
  if (typeof f === "string" || typeof e === "string") return value as Content;
  if (Array.isArray(r) && r.every(isRun)) return value as Content;
  return null;
}

/** The text of a rich text without its fonts. */
export function plainText(content: RichContent): string {
  return content.r.map(([text]) => text).join("");
}

/** What a content is worth without calculating: a formula's is what the file said. */
export function cachedValue(content: Content): Content {
  const value = isFormula(content) ? readContent(content.c) : content;
  return typeof value === "object" && value !== null && "r" in value ? plainText(value) : value;
}

/** JSON with sorted keys and without what is undefined: equal values have equal texts. */
export function normalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => {
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    const record = member as Record<string, unknown>;
    return Object.fromEntries(
      Object.keys(record)
        .sort()
        .map((key) => [key, record[key]]),
    );
  });
}
