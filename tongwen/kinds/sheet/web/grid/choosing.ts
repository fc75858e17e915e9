/** What is selected, by keys and by pointing: cells, whole lines, ranges that grow; the grid reaches as far as one goes. */
import { type Area, MAX_COLS, MAX_ROWS } from "../model";
import type { Hit } from "./geometry";
import { around, withMerges } from "./layout";
import { cellArea, extended } from "./moving";
import type { GridState } from "./state";
import type { Cell, Selection } from "./view";

export interface ChoosingHost {
  /** Another cell is active, or other areas are selected. */
  chosen(selection: Selection): void;
  /** More lines are to be shown. */
  grown(): void;
}

/** Lines from the end at which more are shown. */
const NEAR = { rows: 20, cols: 3 };

export class Choosing {
  /** The furthest cell that somebody went to, by worksheet: the grid reaches beyond it. */
  readonly #reached = new Map<string, Cell>();
  #dragPlace: Hit["place"] = "cells";

  constructor(
    private readonly state: GridState,
    private readonly host: ChoosingHost,
  ) {}

  get reached(): Cell {
    return this.#reached.get(this.state.sheet.sid) ?? { row: 0, col: 0 };
  }

  choose = (selection: Selection, reveal: Cell | null = null): void => {
    const { selections, sheet, stage } = this.state;
    if (reveal) this.reach(reveal);
    selections.set(sheet, selection);
    if (reveal) stage.reveal(reveal);
    this.host.chosen(selection);
  };

  /** Cells beyond what is shown: more lines are shown. */
  reach(cell: Cell): void {
    const { rows, cols } = this.state.geometry;
    const near = {
      row: cell.row >= rows.count - NEAR.rows,
      col: cell.col >= cols.count - NEAR.cols,
    };
    if (!near.row && !near.col) return;
    const before = this.reached;
    const reached = {
      row: Math.max(before.row, near.row ? cell.row : 0),
      col: Math.max(before.col, near.col ? cell.col : 0),
    };
    if (reached.row === before.row && reached.col === before.col) return;
    this.#reached.set(this.state.sheet.sid, reached);
    this.host.grown();
  }

  /** The pointer was set down somewhere. */
  begin(hit: Hit, how: { add: boolean; extend: boolean }): void {
    this.#dragPlace = hit.place;
    if (how.extend) {
      this.extendTo(hit);
      return;
    }
    const area = this.area(hit);
    const others = how.add ? this.state.selection.areas : [];
    this.choose({ areas: [...others, area], active: this.#activeIn(area, hit) });
  }

  /** The current area now reaches here. */
  extendTo(hit: Hit): void {
    const { selection, geometry } = this.state;
    if (this.#dragPlace === "corner") return;
    if (this.#dragPlace === "cells") {
      const { row, col } = hit;
      this.choose(extended(selection, { row, col }, geometry.layout.merges));
      return;
    }
    const from = this.area({ ...selection.active, place: this.#dragPlace });
    const area = around(from, this.area({ ...hit, place: this.#dragPlace }));
    this.choose({ areas: [...selection.areas.slice(0, -1), area], active: selection.active });
  }

  /** What a place stands for: a cell with what is merged into it, a line, all cells. */
  area({ place, row, col }: Hit): Area {
    const last = { row: MAX_ROWS - 1, col: MAX_COLS - 1 };
    if (place === "corner") return { row1: 0, col1: 0, row2: last.row, col2: last.col };
    if (place === "rows") return { row1: row, col1: 0, row2: row, col2: last.col };
    if (place === "cols") return { row1: 0, col1: col, row2: last.row, col2: col };
    return withMerges(cellArea({ row, col }), this.state.geometry.layout.merges);
  }

  /** The active cell of an area that was pointed at: of whole lines, one in sight. */
  #activeIn(area: Area, { place, row, col }: Hit): Cell {
    const { visible } = this.state;
    if (place === "cells") return { row: area.row1, col: area.col1 };
    return {
      row: place === "rows" ? row : Math.max(area.row1, place === "cols" ? visible.row1 : 0),
      col: place === "cols" ? col : Math.max(area.col1, place === "rows" ? visible.col1 : 0),
    };
  }
}
