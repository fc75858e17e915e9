/** What keys do to a grid: moving, editing, filling, undoing. */
import { clear } from "../commands/clearing";
import { type Area, enter, fillSeries, MAX_COLS, MAX_ROWS, type Sheet, setCells } from "../model";
import type { Drafting } from "./drafting";
import type { Geometry } from "./geometry";
import type { KeyActions } from "./keys";
import { withMerges } from "./layout";
import {
  cellArea,
  type Direction,
  extended,
  farCorner,
  type Ground,
  jump,
  onward,
  region,
  step,
} from "./moving";
import type { Cell, Onward, Selection, Values } from "./view";

export interface ActionHost {
  readonly sheet: Sheet;
  readonly geometry: Geometry;
  readonly selection: Selection;
  readonly drafting: Drafting;
  readonly values: Values;
  editable(): boolean;
  ground(): Ground;
  choose(selection: Selection, reveal?: Cell | null): void;
  cancelCopy(): void;
}

const directions: Record<Exclude<Onward, "stay">, Direction> = {
  down: "down",
  up: "up",
  next: "right",
  previous: "left",
};

/** A day as a serial number of the 1900 system, its time as the fraction. */
function serialNow(): number {
  const now = new Date();
  return (now.getTime() - now.getTimezoneOffset() * 60_000) / 86_400_000 + 25_569;
}

export class Actions implements KeyActions {
  constructor(private readonly host: ActionHost) {}

  move(direction: Direction, how: { extend: boolean; jump: boolean }): void {
    const { host } = this;
    const ground = host.ground();
    const walk = how.jump ? jump : step;
    const { selection } = host;
    if (!how.extend) {
      const active = walk(ground, selection.active, direction);
      this.#alone(active);
      return;
    }
    const corner = walk(ground, farCorner(selection), direction);
    host.choose(extended(selection, corner, ground.merges), corner);
  }

  page(direction: "up" | "down", sideways: boolean, extend: boolean): void {
    const { geometry, selection } = this.host;
    const { row1, row2, col1, col2 } = geometry.visible();
    const sign = direction === "down" ? 1 : -1;
    const from = extend ? farCorner(selection) : selection.active;
    const across = sideways ? Math.max(1, col2 - col1) * sign : 0;
    const along = sideways ? 0 : Math.max(1, row2 - row1) * sign;
    const to = {
      row: Math.min(MAX_ROWS - 1, Math.max(0, from.row + along)),
      col: Math.min(MAX_COLS - 1, Math.max(0, from.col + across)),
    };
    if (extend) this.host.choose(extended(selection, to, geometry.layout.merges), to);
    else this.#alone(to);
  }

  toStart(of: "row" | "sheet", extend: boolean): void {
    const { geometry, selection } = this.host;
    const { frozenRows, frozenColumns } = geometry.layout;
    const from = extend ? farCorner(selection) : selection.active;
    this.#go(
      of === "row"
        ? { row: from.row, col: frozenColumns }
        : { row: frozenRows, col: frozenColumns },
      extend,
    );
  }

  toEnd(of: "row" | "sheet", extend: boolean): void {
    const used = this.host.sheet.usedRange();
    const { selection } = this.host;
    const from = extend ? farCorner(selection) : selection.active;
    this.#go({ row: of === "row" ? from.row : (used?.row2 ?? 0), col: used?.col2 ?? 0 }, extend);
  }

  selectAll(): void {
    const { selection } = this.host;
    const area = region(this.host.ground(), selection.active);
    const now = selection.areas.at(-1);
    const there =
      now &&
      now.row1 <= area.row1 &&
      now.row2 >= area.row2 &&
      now.col1 <= area.col1 &&
      now.col2 >= area.col2;
    const all = { row1: 0, col1: 0, row2: MAX_ROWS - 1, col2: MAX_COLS - 1 };
    this.host.choose({ areas: [there ? all : area], active: selection.active }, null);
  }

  selectLines(axis: "rows" | "cols"): void {
    const { selection } = this.host;
    const areas = selection.areas.map((area) =>
      axis === "rows"
        ? { ...area, col1: 0, col2: MAX_COLS - 1 }
        : { ...area, row1: 0, row2: MAX_ROWS - 1 },
    );
    this.host.choose({ areas, active: selection.active }, null);
  }

  startEdit(text?: string): void {
    this.host.drafting.start(text === undefined ? {} : { text });
  }

  nextCorner(): void {
    const { selection } = this.host;
    const area = selection.areas.at(-1);
    if (!area) return;
    const { row, col } = selection.active;
    const { row1, row2, col1, col2 } = area;
    const corners: Cell[] = [
      { row: row1, col: col1 },
      { row: row1, col: col2 },
      { row: row2, col: col2 },
      { row: row2, col: col1 },
    ];
    const now = corners.findIndex((corner) => corner.row === row && corner.col === col);
    const active = corners[(now + 1) % 4] ?? selection.active;
    this.host.choose({ areas: selection.areas, active }, active);
  }

  onward(to: Onward): void {
    if (to === "stay") return;
    const next = onward(this.host.ground(), this.host.selection, directions[to]);
    this.host.choose(next, next.active);
  }

  commit(to: Onward): void {
    if (this.host.drafting.commit()) this.onward(to);
  }

  commitToAll(): void {
    const { drafting, sheet, selection } = this.host;
    const edited = drafting.cell;
    if (!edited) return;
    sheet.book.steps.transact("fill", () => {
      if (!drafting.commit()) return;
      const source = cellArea(edited);
      for (const area of selection.areas) this.#copyOver(source, area);
    });
  }

  cancel(): void {
    if (this.host.drafting.open) this.host.drafting.close();
    else this.host.cancelCopy();
  }

  clear(): void {
    if (this.host.editable()) clear(this.host.sheet, this.host.selection.areas, "contents");
  }

  undo(): void {
    if (this.host.editable()) this.host.sheet.book.steps.undo();
  }

  redo(): void {
    if (this.host.editable()) this.host.sheet.book.steps.redo();
  }

  /** The first row (column) of the selection into the others; of a single line, what is above (before) it. */
  fill(direction: "down" | "right"): void {
    const { sheet, selection } = this.host;
    if (!this.host.editable()) return;
    sheet.book.steps.transact("fill", () => {
      for (const area of selection.areas) {
        const target = this.#fillTarget(area, direction);
        if (!target) continue;
        const source =
          direction === "down"
            ? { ...target, row2: target.row1 }
            : { ...target, col2: target.col1 };
        fillSeries(sheet, source, target, { mode: "copy" });
      }
    });
  }

  insert(what: "date" | "time"): void {
    if (!this.host.editable()) return;
    const now = serialNow();
    const { sheet, selection } = this.host;
    const { row, col } = selection.active;
    const date = new Date();
    const two = (value: number): string => String(value).padStart(2, "0");
    const text =
      what === "date"
        ? `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
        : `${two(date.getHours())}:${two(date.getMinutes())}`;
    // Where dates are not read as such, the number alone is right.
    if (sheet.style(row, col).numberFormat)
      setCells(sheet, [[row, col, what === "date" ? Math.floor(now) : now % 1]]);
    else enter(sheet, row, col, text);
  }

  breakLine(): void {
    this.host.drafting.breakLine();
  }

  toggleMode(): void {
    this.host.drafting.toggleMode();
  }

  undoTyping(): void {
    this.host.drafting.undo();
  }

  redoTyping(): void {
    this.host.drafting.redo();
  }

  cycleReference(): void {
    this.host.drafting.cycle();
  }

  point(direction: Direction, extend: boolean): boolean {
    return this.host.drafting.pointBy(direction, extend);
  }

  #fillTarget(area: Area, direction: "down" | "right"): Area | null {
    if (direction === "down") {
      if (area.row2 > area.row1) return area;
      return area.row1 > 0 ? { ...area, row1: area.row1 - 1 } : null;
    }
    if (area.col2 > area.col1) return area;
    return area.col1 > 0 ? { ...area, col1: area.col1 - 1 } : null;
  }

  /** The content of one cell into all of an area, formulas moved along. */
  #copyOver(source: Area, area: Area): void {
    const { sheet } = this.host;
    const content = sheet.content(source.row1, source.col1);
    const formula = sheet.formula(source.row1, source.col1);
    const cells = function* (): Generator<[number, number, typeof content]> {
      for (let row = area.row1; row <= area.row2; row += 1)
        for (let col = area.col1; col <= area.col2; col += 1) yield [row, col, content];
    };
    if (formula === null) {
      setCells(sheet, cells());
      return;
    }
    const { row1, col1 } = source;
    const across: Area = { row1, col1: area.col1, row2: row1, col2: area.col2 };
    if (area.col2 > col1) fillSeries(sheet, source, { ...across, col1 }, { mode: "copy" });
    if (area.col1 < col1) fillSeries(sheet, source, { ...across, col2: col1 }, { mode: "copy" });
    if (area.row2 > row1)
      fillSeries(sheet, across, { ...across, row2: area.row2 }, { mode: "copy" });
    if (area.row1 < row1)
      fillSeries(sheet, across, { ...across, row1: area.row1 }, { mode: "copy" });
  }

  #go(to: Cell, extend: boolean): void {
    const { selection, geometry } = this.host;
    if (extend) this.host.choose(extended(selection, to, geometry.layout.merges), to);
    else this.#alone(to);
  }

  #alone(active: Cell): void {
    const area = withMerges(cellArea(active), this.host.geometry.layout.merges);
    this.host.choose({ areas: [area], active }, active);
  }
}
