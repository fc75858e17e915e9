/** The list of worksheets: the flat keys of `sheets`, read and written. */
import { Refusal } from "./errors";
import { compare, isKey, keyBetween } from "./keys";
import { newToken, type Part } from "./part";
import type { Steps } from "./steps";
import type { Color } from "./styles";

export type SheetState = "visible" | "hidden" | "veryHidden";
export interface SheetInfo {
  sid: string;
  /** Unique in the book, without regard to case. */
  name: string;
  state: SheetState;
  color: Color | null;
  kind: string;
  part: string | null;
}
interface Listed extends SheetInfo {
  order: string;
}

const STATES = new Set<unknown>(["visible", "hidden", "veryHidden"]);
export const LONGEST_NAME = 31;

const folded = (name: string): string => name.normalize("NFC").toLowerCase();

function readSheets(map: {
  entries(): Iterable<[string, unknown]>;
}): Map<string, Record<string, unknown>> {
  const found = new Map<string, Record<string, unknown>>();
  for (const [key, value] of map.entries()) {
    const dot = key.lastIndexOf(".");
    if (dot <= 0) continue;
    const sid = key.slice(0, dot);
    const members = found.get(sid) ?? {};
    members[key.slice(dot + 1)] = value;
    found.set(sid, members);
  }
  return found;
}

/** Equal names are told apart by a number behind the later one. */
function distinct(sheets: Listed[]): Listed[] {
  const taken = new Set<string>();
  return sheets.map((sheet) => {
    let name = sheet.name;
    for (let n = 2; taken.has(folded(name)); n++) name = `${sheet.name} (${n})`;
    taken.add(folded(name));
    return { ...sheet, name };
  });
}

/** The worksheets of a book, in order, and what one may do to the list. */
export class Worksheets {
  private list: Listed[] | null = null;

  constructor(
    private readonly part: Part,
    private readonly steps: Steps,
  ) {}

  note(): void {
    this.list = null;
  }

  all(): SheetInfo[] {
    return this.listed();
  }

  private listed(): Listed[] {
    if (this.list) return this.list;
    const found: Listed[] = [];
    for (const [sid, { name, order, state, color, kind, part, dead }] of readSheets(
      this.part.map("sheets"),
    )) {
      if (typeof name !== "string" || dead) continue;
      found.push({
        sid,
        name,
        order: isKey(order) ? order : "",
        state: STATES.has(state) ? (state as SheetState) : "visible",
        color: (color as Color | undefined) ?? null,
        kind: typeof kind === "string" ? kind : "worksheet",
        part: typeof part === "string" ? part : null,
      });
    }
    found.sort((a, b) => compare(a.order, b.order) || compare(a.sid, b.sid));
    this.list = distinct(found);
    return this.list;
  }

  named(name: string): SheetInfo | null {
    const wanted = folded(name);
    return this.listed().find((sheet) => folded(sheet.name) === wanted) ?? null;
  }

  get(sid: string): SheetInfo | null {
    return this.listed().find((sheet) => sheet.sid === sid) ?? null;
  }

  /** Throws Refusal name-invalid or name-taken. */
  checkName(name: string, besides?: string): void {
    if (!name.trim() || name.length > LONGEST_NAME || /[[\]:*?/\\]|^'|'$/.test(name))
      throw new Refusal("name-invalid", `not a name for a worksheet: ${name}`);
    const other = this.named(name);
    if (other && other.sid !== besides)
      throw new Refusal("name-taken", `there is a worksheet ${name}`);
  }

  /** `name`, or with a number behind it what is free. */
  freeName(name: string): string {
    for (let n = 1; ; n++) {
      const tail = n === 1 ? "" : ` (${n})`;
      const free = name.slice(0, LONGEST_NAME - tail.length) + tail;
      if (!this.named(free)) return free;
    }
  }

  /** `Sheet1`, `Sheet2` … the first that is free. */
  nextName(): string {
    for (let n = this.listed().length + 1; ; n++) if (!this.named(`Sheet${n}`)) return `Sheet${n}`;
  }

  set(sid: string, member: string, value: unknown): void {
    this.steps.write(this.part, "sheets", `${sid}.${member}`, value);
  }

  /** An order key for a place in the list, `besides` left out of it. */
  orderAt(at: number, besides?: string): string {
    const others = this.listed().filter((sheet) => sheet.sid !== besides);
    const place = Math.max(0, Math.min(at, others.length));
    const left = others[place - 1]?.order ?? "";
    return keyBetween(
      left,
      others[place]?.order ?? "",
      newToken(this.part.doc),
      place === others.length ? "after" : "middle",
    );
  }

  add(name: string, at: number, more: Record<string, unknown>): string {
    this.checkName(name);
    const sid = `s${newToken(this.part.doc)}`;
    const order = this.orderAt(at);
    this.set(sid, "order", order);
    for (const [member, value] of Object.entries(more)) this.set(sid, member, value);
    this.set(sid, "name", name);
    return sid;
  }

  /** Throws Refusal sheet-gone. */
  need(sid: string): SheetInfo {
    const info = this.get(sid);
    if (!info) throw new Refusal("sheet-gone", `there is no worksheet ${sid}`);
    return info;
  }

  /** Throws Refusal last-sheet when no other worksheet can be seen. */
  checkAnotherVisible(sid: string): void {
    if (!this.listed().some((sheet) => sheet.sid !== sid && sheet.state === "visible"))
      throw new Refusal("last-sheet", "a workbook shows at least one worksheet");
  }
}
