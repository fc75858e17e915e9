/** A workbook: its worksheets, axes, names, styles and settings, and the steps of whoever edits it. */
import type * as Y from "yjs";
import type { AxisName } from "./areas";
import { Axis } from "./axis";
import {
  type BookMember,
  type Change,
  type ChangeOrigin,
  type PartState,
  type SheetChange,
  SheetChanges,
} from "./changes";
import { copyPart } from "./copying";
import { Refusal } from "./errors";
import { newToken, Part } from "./part";
import { Sheet } from "./sheet";
import { Steps } from "./steps";
import { type Color, isRecord, type Style, type StyleId, Styles } from "./styles";
import { renamedColumns } from "./tableColumns";
import { type SheetInfo, type SheetState, Worksheets } from "./worksheets";

export interface DefinedName {
  token: string;
  name: string;
  scope: string | null;
  /** A template. */
  formula: string;
  hidden?: boolean;
  comment?: string;
}

interface Pending {
  origin: ChangeOrigin;
  book: Set<BookMember>;
  sheets: Map<string, SheetChanges>;
}

const BOOK = "book";
const COMMENTS = "comments";
const SHEET = "sheet:";
const MEMBERS = new Set<string>(["sheets", "names", "styles", "settings"]);

/** A workbook over its `book` part; the parts of worksheets are attached as they are loaded. */
export class Book {
  readonly steps: Steps;
  readonly styles: Styles;
  readonly part: Part;
  /** Counts changes of whatever is read here. */
  revision = 0;
  private renamed = "";
  private readonly origin = {};
  private readonly list: Worksheets;
  private readonly axes = new Map<string, Axis>();
  private readonly sheetParts = new Map<string, Sheet>();
  private readonly listeners = new Set<(change: Change) => void>();
  private commentsPart: Part | null = null;
  private pending: Pending | null = null;
  private depth = 0;
  private moveTime: number | null = null;

  /** `open` gives the document of a part that is new (a copied worksheet) at once; the caller connects it. */
  /** Whether a formula (A1 text without `=`) may give an array and is typed as `dyn`. Whoever calculates knows. */
  spills: (formula: string) => boolean = () => false;

  constructor(
    readonly doc: Y.Doc,
    private readonly options: { open?: (sid: string) => Y.Doc } = {},
  ) {
    this.part = new Part(BOOK, doc, this.origin, this.noted, this.flush);
    this.steps = new Steps({
      part: (name) => this.partNamed(name),
      ready: (name) => !name.startsWith(SHEET) || this.state(name.slice(6)) === "loaded",
      run: (origin, run) => this.run(origin, run),
      noted: this.noted,
    });
    this.list = new Worksheets(this.part, this.steps);
    this.styles = new Styles(this.part.map("styles"), (id: string, style: Style) =>
      this.steps.write(this.part, "styles", id, style),
    );
  }

  /** Stop listening to every document. */
  destroy(): void {
    this.part.destroy();
    this.commentsPart?.destroy();
    for (const sheet of this.sheetParts.values()) sheet.part.destroy();
    this.sheetParts.clear();
    this.listeners.clear();
  }

  // ---- worksheets -------------------------------------------------------------------------------

  /** The worksheets in order, hidden ones too. */
  sheets(): SheetInfo[] {
    return [...this.list.all()];
  }

  info(sid: string): SheetInfo | null {
    return this.list.get(sid);
  }

  /** By name, without regard to case. */
  sheetNamed(name: string): SheetInfo | null {
    return this.list.named(name);
  }

  /** Throws Refusal name-taken or name-invalid. The new part is an empty worksheet: attach a document for it. */
  addSheet({ name, at }: { name?: string; at?: number } = {}): string {
    return this.steps.transact("addSheet", () =>
      this.list.add(name ?? this.list.nextName(), at ?? this.list.all().length, {}),
    );
  }

  /** Throws Refusal name-taken or name-invalid (empty, over 31 characters, one of []:*?/\ or a quote at an end). */
  renameSheet(sid: string, name: string): void {
    this.list.need(sid);
    this.list.checkName(name, sid);
    this.steps.transact("renameSheet", () => this.list.set(sid, "name", name));
  }

  /** `to`: its index afterwards. */
  moveSheet(sid: string, to: number): void {
    this.list.need(sid);
    this.steps.transact("moveSheet", () => this.list.set(sid, "order", this.list.orderAt(to, sid)));
  }

  hideSheet(sid: string, state: SheetState): void {
    this.list.need(sid);
    if (state !== "visible") this.list.checkAnotherVisible(sid);
    this.steps.transact("hideSheet", () => this.list.set(sid, "state", state));
  }

  /** The last visible worksheet cannot go: throws Refusal last-sheet. */
  removeSheet(sid: string): void {
    this.list.need(sid);
    this.list.checkAnotherVisible(sid);
    this.steps.transact("removeSheet", () => this.list.set(sid, "dead", true));
  }

  colorSheet(sid: string, color: Color | null): void {
    this.list.need(sid);
    this.steps.transact("colorSheet", () => this.list.set(sid, "color", color ?? undefined));
  }

  /** The source must be loaded, and `open` given: throws Refusal not-loaded. Returns the sid of the copy. */
  copySheet(sid: string, { name, at }: { name?: string; at?: number } = {}): string {
    const info = this.list.need(sid);
    const source = this.sheet(sid);
    const open = this.options.open;
    if (source?.state !== "loaded" || !open)
      throw new Refusal("not-loaded", `worksheet ${info.name} is not loaded`);
    return this.steps.transact("copySheet", () => {
      const place = at ?? this.list.all().findIndex((sheet) => sheet.sid === sid) + 1;
      const more = info.color === null ? {} : { color: info.color };
      const copy = this.list.add(name ?? this.list.freeName(`${info.name} (2)`), place, more);
      for (const axis of ["rows", "cols"])
        for (const [token, operation] of this.part.map(`${axis}:${sid}`).entries())
          this.steps.write(this.part, `${axis}:${copy}`, token, operation);
      copyPart(source.part.doc, open(copy), this.origin, (name) => this.freeTableName(name));
      for (const { token: _token, ...one } of this.names())
        if (one.scope === sid) this.putName({ ...one, scope: copy });
      return copy;
    });
  }

  /** A name that no table of a loaded worksheet and no defined name has. */
  private freeTableName(name: string): string {
    const taken = new Set(this.names().map((one) => one.name.toLowerCase()));
    for (const sheet of this.sheetParts.values())
      for (const [, table] of sheet.objects("table")) taken.add(String(table.name).toLowerCase());
    for (let n = 2; ; n++) if (!taken.has(`${name}_${n}`.toLowerCase())) return `${name}_${n}`;
  }

  // ---- parts ------------------------------------------------------------------------------------

  /** Give the part of a worksheet its document; `loading` until `loaded(sid)` is called. */
  attach(sid: string, doc: Y.Doc, state: "loading" | "loaded" = "loaded"): Sheet {
    const known = this.sheetParts.get(sid);
    if (known?.part.doc === doc) {
      if (state === "loaded") this.loaded(sid);
      return known;
    }
    known?.part.destroy();
    const part = new Part(`sheet:${sid}`, doc, this.origin, this.noted, this.flush);
    const sheet = new Sheet(sid, this, part, state);
    this.sheetParts.set(sid, sheet);
    this.stateChanged(sid);
    return sheet;
  }

  /** Give the part with the comments its document: threads go with cells that are cut and pasted. */
  attachComments(doc: Y.Doc): void {
    this.commentsPart?.destroy();
    this.commentsPart = new Part(COMMENTS, doc, this.origin, this.noted, this.flush);
  }

  /** Null until it is attached. */
  get comments(): Part | null {
    return this.commentsPart;
  }

  loaded(sid: string): void {
    const sheet = this.sheetParts.get(sid);
    if (!sheet || sheet.state === "loaded") return;
    sheet.state = "loaded";
    this.stateChanged(sid);
  }

  detach(sid: string): void {
    const sheet = this.sheetParts.get(sid);
    if (!sheet) return;
    sheet.part.destroy();
    this.sheetParts.delete(sid);
    this.stateChanged(sid);
  }

  private stateChanged(sid: string): void {
    this.revision++;
    this.changesOf(sid).state = true;
    if (this.depth === 0) this.flush();
  }

  /** Worksheets whose part is not here: cells are not moved before it is, as their formulas have to follow. */
  unloaded(): string[] {
    return this.list
      .all()
      .map(({ sid }) => sid)
      .filter((sid) => this.state(sid) !== "loaded");
  }

  state(sid: string): PartState {
    return this.sheetParts.get(sid)?.state ?? "unloaded";
  }

  /** Null while the part is not attached. */
  sheet(sid: string): Sheet | null {
    return this.sheetParts.get(sid) ?? null;
  }

  axis(sid: string, axis: AxisName): Axis {
    const name = `${axis}:${sid}`;
    const known = this.axes.get(name);
    if (known) return known;
    const made = new Axis(axis, () => this.part.map(name).entries());
    this.axes.set(name, made);
    return made;
  }

  private partNamed(name: string): Part | null {
    if (name === BOOK) return this.part;
    if (name === COMMENTS) return this.commentsPart;
    return this.sheetParts.get(name.slice(SHEET.length))?.part ?? null;
  }

  // ---- names and settings -----------------------------------------------------------------------

  names(): DefinedName[] {
    const found: DefinedName[] = [];
    for (const [token, value] of this.part.map("names").entries()) {
      if (!isRecord(value) || typeof value.name !== "string" || typeof value.formula !== "string")
        continue;
      const scope = typeof value.scope === "string" ? value.scope : null;
      found.push({ ...value, token, scope } as DefinedName);
    }
    return found.sort((a, b) =>
      a.name < b.name ? -1 : a.name > b.name ? 1 : a.token < b.token ? -1 : 1,
    );
  }

  /** Put a name, or replace the one of that token. Returns the token. */
  putName(name: Omit<DefinedName, "token">, token = newToken(this.doc)): string {
    this.steps.transact("putName", () => this.steps.write(this.part, "names", token, { ...name }));
    return token;
  }

  removeName(token: string): void {
    this.steps.transact("removeName", () => this.steps.write(this.part, "names", token, undefined));
  }

  setting(name: string): unknown {
    return this.part.get("settings", name);
  }

  setSetting(name: string, value: unknown): void {
    this.steps.transact("setSetting", () => this.steps.write(this.part, "settings", name, value));
  }

  styleId(style: Style): StyleId {
    return this.styles.put(style);
  }

  /** A Lamport number above those of all moves. */
  nextMoveTime(): number {
    if (this.moveTime === null) {
      this.moveTime = 0;
      for (const map of this.doc.share.keys())
        if (/^(?:rows|cols):/.test(map))
          for (const [, operation] of this.part.map(map).entries()) this.seenMove(operation);
    }
    return this.moveTime + 1;
  }

  private seenMove(operation: unknown): void {
    if (isRecord(operation) && Number.isSafeInteger(operation.t))
      this.moveTime = Math.max(this.moveTime ?? 0, operation.t as number);
  }

  // ---- changes ----------------------------------------------------------------------------------

  /** Called once a transaction, after all of it can be read. Returns the way to stop. */
  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private run<T>(origin: ChangeOrigin, run: () => T): T {
    if (this.depth === 0) this.pending = { origin, book: new Set(), sheets: new Map() };
    this.depth++;
    const parts = [this.part, ...[...this.sheetParts.values()].map((sheet) => sheet.part)];
    if (this.commentsPart) parts.push(this.commentsPart);
    const all = parts.reduce<() => T>((inner, part) => () => part.transact(inner), run);
    try {
      return all();
    } finally {
      this.depth--;
      if (this.depth === 0) this.flush();
    }
  }

  private pendingNow(): Pending {
    this.pending ??= { origin: "remote", book: new Set(), sheets: new Map() };
    return this.pending;
  }

  private changesOf(sid: string): SheetChanges {
    const { sheets } = this.pendingNow();
    const known = sheets.get(sid);
    if (known) return known;
    const changes = new SheetChanges();
    sheets.set(sid, changes);
    return changes;
  }

  private readonly noted = (part: Part, map: string, key: string): void => {
    if (part === this.commentsPart) return;
    this.revision++;
    if (part === this.part) {
      this.noteBook(map, key);
      return;
    }
    const sid = part.name.slice(6);
    const sheet = this.sheetParts.get(sid);
    sheet?.note(map, key, sheet.state === "loaded" ? this.changesOf(sid) : null);
  };

  private noteBook(map: string, key: string): void {
    const [kind, sid] = [map.slice(0, 4), map.slice(5)];
    if (map[4] === ":" && (kind === "rows" || kind === "cols")) {
      this.axis(sid, kind).touch();
      if (this.moveTime !== null) this.seenMove(this.part.get(map, key));
      this.changesOf(sid).axes = true;
      this.formulasChanged();
    } else if (MEMBERS.has(map)) {
      this.pendingNow().book.add(map as BookMember);
      if (map === "sheets") {
        this.list.note();
        this.formulasChanged();
      }
      if (map === "styles") this.styles.note(key);
    }
  }

  private formulasChanged(): void {
    for (const sid of this.sheetParts.keys()) this.changesOf(sid).formulas = true;
  }

  /** A header cell of a table that says something else changes what formulas say of its column. */
  private noteColumns(): void {
    const renamed = renamedColumns(this);
    if (renamed === this.renamed) return;
    this.renamed = renamed;
    this.formulasChanged();
  }

  private readonly flush = (): void => {
    const pending = this.pending;
    if (!pending || this.depth > 0) return;
    this.noteColumns();
    this.pending = null;
    if (pending.book.size === 0 && pending.sheets.size === 0) return;
    const sheets = new Map<string, SheetChange>();
    for (const [sid, changes] of pending.sheets) {
      const axes = { rows: this.axis(sid, "rows"), cols: this.axis(sid, "cols") };
      sheets.set(sid, changes.told(axes, this.state(sid)));
    }
    const change: Change = { origin: pending.origin, book: [...pending.book], sheets };
    for (const listener of this.listeners) listener(change);
  };
}
