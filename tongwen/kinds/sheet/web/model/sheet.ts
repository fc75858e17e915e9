/** One worksheet: what is in its cells, how they look, what lies on them. */
import type * as Y from "yjs";
import {
  type Area,
  type AxisName,
  around,
  type IdArea,
  intersect,
  MAX_COLS,
  MAX_ROWS,
  wholeCols,
  wholeRows,
} from "./areas";
import type { Axis } from "./axis";
import { BaseLines } from "./baseLines";
import { Blocks, type StyleId } from "./blocks";
import type { Book } from "./book";
import type { SheetChanges } from "./changes";
import { type Content, type FormulaContent, isFormula } from "./content";
import { type Merge, Objects, type SheetObject } from "./objects";
import { Overlay } from "./overlay";
import { type Line, type Paint, Paints, placeArea } from "./paints";
import type { Part } from "./part";
import { eachRow, putArea, RowReader, usedArea } from "./rows";
import type { Style } from "./styles";
import { withColumnNames } from "./tableColumns";
import { type FormulaPlace, plain, render } from "./template";

/** A worksheet over its part `sheet:<sid>` and its book. */
export class Sheet {
  readonly rows: Axis;
  readonly cols: Axis;
  readonly blocks: Blocks;
  readonly overlay: Overlay;
  readonly paints: Paints;
  private readonly items: Objects;
  private readonly reader: RowReader;
  private baseLines: BaseLines;
  private used: { at: string; area: Area | null } | null = null;
  private baseChanges = 0;

  constructor(
    readonly sid: string,
    readonly book: Book,
    readonly part: Part,
    public state: "loading" | "loaded",
  ) {
    this.rows = book.axis(sid, "rows");
    this.cols = book.axis(sid, "cols");
    this.blocks = new Blocks(part.map("base"));
    this.overlay = new Overlay(part.map("cells"), part.map("puts"));
    this.paints = new Paints(part.map("paints"), this.rows, this.cols);
    this.items = new Objects(part.map("objects"), this.rows, this.cols);
    this.baseLines = new BaseLines(part.get("base", "lines"));
    this.reader = new RowReader(this.blocks, this.overlay, this.rows, this.cols);
  }

  get doc(): Y.Doc {
    return this.part.doc;
  }

  axis(axis: AxisName): Axis {
    return axis === "rows" ? this.rows : this.cols;
  }

  // ---- cells ------------------------------------------------------------------------------------

  /** What is in a cell; null when empty or outside the grid. Templates have plain ids. */
  content(row: number, col: number): Content {
    if (!inGrid(row, col)) return null;
    const content = this.reader.content(row, col);
    return isFormula(content) ? this.plainFormula(content, row, col) : content;
  }

  private plainFormula(content: FormulaContent, row: number, col: number): FormulaContent {
    const template = plain(content.f, this.rows.at(row), this.cols.at(col));
    return template === content.f ? content : { ...content, f: template };
  }

  private text(content: FormulaContent, row: number, col: number): string {
    return render(content.f, {
      book: this.book,
      sid: this.sid,
      row: this.rows.at(row),
      col: this.cols.at(col),
    });
  }

  /** The formula of a cell as A1 text without `=`; null when there is none. Columns of tables go by their names. */
  formula(row: number, col: number): string | null {
    const content = inGrid(row, col) ? this.reader.content(row, col) : null;
    if (!isFormula(content)) return null;
    const place = { book: this.book, sid: this.sid, row, col };
    return withColumnNames(this.text(content, row, col), place);
  }

  /** Every cell of the area that is not empty, by rows, each once. Opens only the blocks it meets. */
  eachContent(area: Area, visit: (row: number, col: number, content: Content) => void): void {
    eachRow(this.reader, area, (row, col, content) =>
      visit(row, col, isFormula(content) ? this.plainFormula(content, row, col) : content),
    );
  }

  /** Every cell that has a formula, with its A1 text; columns of tables go by their keys. The content's template may be relative to its cell. */
  eachFormula(
    area: Area,
    visit: (row: number, col: number, text: string, content: FormulaContent) => void,
  ): void {
    eachRow(this.reader, area, (row, col, content) => {
      if (isFormula(content)) visit(row, col, this.text(content, row, col), content);
    });
  }

  /** Every formula's template as it is stored, with the place that it is relative to. The cheapest look at all formulas. */
  eachRawFormula(
    area: Area,
    visit: (row: number, col: number, template: string, place: FormulaPlace) => void,
  ): void {
    const place: FormulaPlace = { book: this.book, sid: this.sid };
    eachRow(this.reader, area, (row, col, content) => {
      if (!isFormula(content)) return;
      place.row = this.rows.at(row);
      place.col = this.cols.at(col);
      visit(row, col, content.f, place);
    });
  }

  /** All contents lie in it (it may be larger than what they fill). Null when there are none. */
  usedRange(): Area | null {
    const at = this.usedAt();
    if (this.used?.at !== at)
      this.used = { at, area: usedArea(this.reader, this.part.get("base", "size")) };
    return this.used.area;
  }

  private usedAt(): string {
    return `${this.rows.version} ${this.cols.version} ${this.baseChanges}`;
  }

  /** Contents that came make the used range larger; it need not shrink when some go. */
  private grow(area: Area | null): void {
    if (this.used && this.used.at === this.usedAt()) this.used.area = around(this.used.area, area);
  }

  // ---- looks ------------------------------------------------------------------------------------

  /** The whole style. The same object for the same style: compare by identity. */
  style(row: number, col: number): Style {
    if (!inGrid(row, col)) return this.book.styles.get(null);
    const paints = this.paints.ofCell(row, col);
    const id = this.baseStyle(row, col);
    if (paints.length === 0) return this.book.styles.get(id);
    const name = `${this.sid}|${paints.map((paint) => paint.key).join(" ")}`;
    return this.book.styles.patched(
      id,
      name,
      paints.map((paint) => paint.style ?? {}),
    );
  }

  private baseStyle(row: number, col: number): StyleId | null {
    const cell = this.reader.blockCell(row, col);
    if (cell) return cell.style;
    return this.baseLine("rows", row)?.style ?? this.baseLine("cols", col)?.style ?? null;
  }

  private baseLine(axis: AxisName, index: number): Line | null {
    return this.baseLines.at(axis, this.axis(axis).at(index));
  }

  /** Every cell of the area whose style is not the default (blocks and paints; whole lines excepted). */
  eachStyle(area: Area, visit: (row: number, col: number, style: Style) => void): void {
    const plainStyle = this.book.styles.get(null);
    const painted = this.paints
      .styled()
      .filter((one) => !wholeRows(one) && !wholeCols(one))
      .map((one) => intersect(one, area))
      .filter((one) => one !== null);
    const tell = (row: number, col: number): void => {
      const style = this.style(row, col);
      if (style !== plainStyle) visit(row, col, style);
    };
    this.reader.eachStyledRow(area, painted, (row, cols) => {
      for (const col of cols) tell(row, col);
    });
  }

  /** A row's or column's size, state and level. */
  line(axis: AxisName, index: number): Line {
    if (index < 0 || index >= this.axis(axis).limit) return {};
    const line: Record<string, unknown> = { ...this.baseLine(axis, index) };
    for (const { line: patch } of this.paints.ofLine(axis, index))
      for (const [member, value] of Object.entries(patch ?? {}))
        if (value === null) delete line[member];
        else line[member] = value;
    return line as Line;
  }

  /** Lines of first..last that differ from the default, in order, as runs of equal ones. */
  lines(
    axis: AxisName,
    first: number,
    last: number,
  ): { first: number; last: number; line: Line }[] {
    const edges = new Set([first]);
    const add = (edge: number): void => {
      if (edge > first && edge <= last) edges.add(edge);
    };
    let index = first;
    for (const span of this.axis(axis).spans(first, last)) {
      add(index);
      for (const offset of this.baseLines.edges(axis, span)) add(index + offset - span[1]);
      index += span[2];
    }
    for (const range of this.paints.lineRanges(axis)) {
      add(range.first);
      add(range.last + 1);
    }
    const sorted = [...edges].sort((a, b) => a - b);
    const found: { first: number; last: number; line: Line }[] = [];
    sorted.forEach((from, i) => {
      const line = this.line(axis, from);
      const to = (sorted[i + 1] ?? last + 1) - 1;
      const before = found.at(-1);
      if (Object.keys(line).length === 0) return;
      if (
        before &&
        before.last === from - 1 &&
        JSON.stringify(before.line) === JSON.stringify(line)
      )
        before.last = to;
      else found.push({ first: from, last: to, line });
    });
    return found;
  }

  // ---- objects ----------------------------------------------------------------------------------

  objects(type?: string): [token: string, object: SheetObject][] {
    return this.items.list(type);
  }

  object(token: string): SheetObject | null {
    return this.items.get(token);
  }

  /** Merges that hold (overlapping ones are settled), by index. */
  merges(): Merge[] {
    return this.items.listMerges();
  }

  mergeAt(row: number, col: number): Merge | null {
    return this.items.mergeAt(row, col);
  }

  /** Where an area of ids is now; null when nothing is left of it. */
  area(ids: IdArea): Area | null {
    return placeArea(ids, this.rows, this.cols);
  }

  idArea(area: Area): IdArea {
    const rows = wholeCols(area);
    const cols = wholeRows(area);
    return [
      rows ? null : this.rows.idAt(area.row1),
      cols ? null : this.cols.idAt(area.col1),
      rows ? null : this.rows.idAt(area.row2),
      cols ? null : this.cols.idAt(area.col2),
    ];
  }

  view(name: string): unknown {
    return this.part.get("view", name);
  }

  // ---- entries ----------------------------------------------------------------------------------

  /** A Lamport number above all that this part has seen. */
  nextTime(): number {
    const folded = this.part.get("base", "t");
    const base = Number.isSafeInteger(folded) ? (folded as number) : 0;
    return 1 + Math.max(base, this.overlay.greatest, this.paints.greatest, this.items.greatest);
  }

  /** Read one key of the part again, and note what that changes. */
  note(map: string, key: string, changes: SheetChanges | null): void {
    if (map === "cells") this.noteCell(key, changes);
    else if (map === "puts") {
      for (const put of this.overlay.puts.note(key)) {
        changes?.products.push(put);
        this.grow(putArea(put, this.rows, this.cols));
      }
    } else if (map === "paints") {
      for (const paint of this.paints.note(key)) notePaint(paint, changes);
    } else if (map === "objects") {
      const { before, after } = this.items.note(key);
      const type = after?.type ?? before?.type;
      if (type) changes?.objects.set(key, { token: key, type, object: after });
    } else if (map === "view") changes?.view.add(key);
    else if (map === "base") this.noteBase(key, changes);
  }

  private noteCell(key: string, changes: SheetChanges | null): void {
    const cell = this.overlay.cells.note(key);
    if (!cell) return;
    changes?.cells.push(cell);
    this.grow(placeArea([...cell, ...cell], this.rows, this.cols));
  }

  private noteBase(key: string, changes: SheetChanges | null): void {
    const band = this.blocks.note(key);
    this.baseChanges++;
    if (key === "lines") {
      this.baseLines = new BaseLines(this.part.get("base", "lines"));
      if (changes) changes.allLines = true;
    }
    if (!band || !changes) return;
    changes.products.push({ rows: [[band.run, band.first, Math.max(1, band.count)]], cols: null });
    changes.bands.push([band.run, band.first, Math.max(1, band.count)]);
  }
}

function notePaint(paint: Paint, changes: SheetChanges | null): void {
  for (const area of paint.areas) {
    if (paint.style) changes?.styled.push(area);
    const axis = area[1] === null ? "rows" : "cols";
    if (paint.line && (area[0] === null) !== (area[1] === null))
      changes?.lines.push({ axis, area });
  }
}

function inGrid(row: number, col: number): boolean {
  return row >= 0 && col >= 0 && row < MAX_ROWS && col < MAX_COLS;
}
