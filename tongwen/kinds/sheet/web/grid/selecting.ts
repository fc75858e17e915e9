/** The selection of each worksheet, held by line ids so that it stays with its cells whatever others insert or move. */
import type { Area, IdArea, Sheet } from "../model";
import { cellArea } from "./moving";
import type { Cell, Selection } from "./view";

interface Held {
  selection: Selection;
  areas: IdArea[];
  active: [row: string, col: string];
  scroll: { x: number; y: number };
}

const HOME: Cell = { row: 0, col: 0 };

export class Selections {
  readonly #held = new Map<string, Held>();
  readonly #listeners = new Set<(selection: Selection) => void>();

  of(sheet: Sheet): Selection {
    return this.#of(sheet).selection;
  }

  /** The lines of the selection, for colleagues. */
  ids(sheet: Sheet): { areas: IdArea[]; active: [row: string, col: string] } {
    const { areas, active } = this.#of(sheet);
    return { areas, active };
  }

  set(sheet: Sheet, selection: Selection): void {
    const { scroll } = this.#of(sheet);
    this.#held.set(sheet.sid, { ...hold(sheet, selection), scroll });
    this.#tell(selection);
  }

  scrollOf(sheet: Sheet): { x: number; y: number } {
    return this.#of(sheet).scroll;
  }

  keepScroll(sheet: Sheet, scroll: { x: number; y: number }): void {
    this.#of(sheet).scroll = scroll;
  }

  /** Lines came, went or moved: find the selection again. */
  follow(sheet: Sheet): void {
    const held = this.#of(sheet);
    const row = sheet.rows.snap(held.active[0], 1) ?? sheet.rows.snap(held.active[0], -1);
    const col = sheet.cols.snap(held.active[1], 1) ?? sheet.cols.snap(held.active[1], -1);
    const { active: before } = held.selection;
    const active = { row: row ?? before.row, col: col ?? before.col };
    const areas = held.areas.flatMap((ids) => sheet.area(ids) ?? []);
    if (!areas.some((area) => holds(area, active))) areas.push(cellArea(active));
    this.set(sheet, { areas, active });
  }

  on(listener: (selection: Selection) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Another worksheet is shown. */
  announce(sheet: Sheet): void {
    this.#tell(this.of(sheet));
  }

  #of(sheet: Sheet): Held {
    let held = this.#held.get(sheet.sid);
    if (!held) {
      const area = sheet.mergeAt(HOME.row, HOME.col)?.area ?? cellArea(HOME);
      held = hold(sheet, { areas: [area], active: HOME });
      this.#held.set(sheet.sid, held);
    }
    return held;
  }

  #tell(selection: Selection): void {
    for (const listener of this.#listeners) listener(selection);
  }
}

function holds(area: Area, { row, col }: Cell): boolean {
  return row >= area.row1 && row <= area.row2 && col >= area.col1 && col <= area.col2;
}

function hold(sheet: Sheet, selection: Selection): Held {
  const { row, col } = selection.active;
  return {
    selection,
    areas: selection.areas.map((area) => sheet.idArea(area)),
    active: [sheet.rows.idAt(row), sheet.cols.idAt(col)],
    scroll: { x: 0, y: 0 },
  };
}
