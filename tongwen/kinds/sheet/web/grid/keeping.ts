/** Keeps the grid like its model: lays it out, paints again what changed, measures rows that nobody sized. */
import type { Area, Change, SheetChange } from "../model";
import type { Layers } from "./layers";
import { layoutOf } from "./lines";
import { NaturalRows } from "./naturalRows";
import type { GridState } from "./state";
import type { Cell } from "./view";

export interface KeepingHost {
  /** The furthest cell that somebody went to. */
  readonly reached: Cell;
  /** Lines came, went or moved: whatever is held by lines goes with them. */
  follow(): void;
}

export class Keeping {
  readonly #natural: NaturalRows;

  constructor(
    private readonly state: GridState,
    private readonly layers: Layers,
    private readonly host: KeepingHost,
  ) {
    this.#natural = new NaturalRows((row) => state.stage.naturalRowSize(row));
  }

  changed(change: Change): void {
    const { feed, stage, sheet } = this.state;
    if (change.book.includes("styles") || change.book.includes("settings")) {
      feed.restyle();
      stage.repaint();
    }
    const mine = change.sheets.get(sheet.sid);
    if (mine) this.#sheetChanged(mine);
  }

  /** Another worksheet is shown. */
  clear(): void {
    this.#natural.clear();
    this.relayout();
  }

  /** `anew`: rows may have other contents than before. */
  relayout(anew = true): void {
    const { feed, sheet, stage } = this.state;
    feed.forget(null);
    if (anew) this.#natural.forget(null);
    feed.formulas = sheet.view("formulas") === true;
    this.layers.refresh();
    stage.setLayout(layoutOf(sheet, this.host.reached, this.#natural.sizes));
  }

  /** Paint cells again; null: all of them. */
  invalidate(areas: Area[] | null): void {
    const { feed, stage } = this.state;
    feed.forget(this.layers.rules ? null : areas);
    this.#natural.forget(areas);
    if (this.layers.rules) this.layers.conditional();
    stage.repaint();
  }

  /** After a drawing: rows that came into sight are measured. */
  measure(): void {
    const { sheet, geometry, visible } = this.state;
    if (this.#natural.look(sheet, visible, (row) => geometry.rows.size(row))) this.relayout(false);
  }

  #sheetChanged(change: SheetChange): void {
    const lines = change.rows !== null || change.cols !== null;
    const whole =
      lines ||
      change.lines.length > 0 ||
      change.view.length > 0 ||
      change.objects.length > 0 ||
      change.state !== "loaded";
    if (lines) {
      this.#natural.clear();
      this.state.feed.forget(null);
      this.state.selections.follow(this.state.sheet);
      this.host.follow();
    }
    if (whole || this.#outgrown(change.contents)) this.relayout();
    else if (change.contents.length > 0 || change.styles.length > 0)
      this.invalidate([...change.contents, ...change.styles]);
  }

  /** Contents came near the last line that is shown. */
  #outgrown(areas: readonly Area[]): boolean {
    const { rows, cols } = this.state.geometry;
    return areas.some((area) => area.row2 > rows.count - 50 || area.col2 > cols.count - 5);
  }
}
