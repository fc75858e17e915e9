/** What every part of the grid works on: the worksheet that is shown, where its cells are, what is selected. */
import { type Area, MAX_COLS, MAX_ROWS, Refusal, type Sheet } from "../model";
import type { Feed } from "./feed";
import type { Geometry } from "./geometry";
import type { Ground } from "./moving";
import { Selections } from "./selecting";
import type { Stage } from "./stage";
import type { Selection, SheetViewOptions, Values } from "./view";

export class GridState {
  readonly selections = new Selections();

  constructor(
    public sheet: Sheet,
    readonly stage: Stage,
    readonly feed: Feed,
    readonly values: Values,
    readonly options: SheetViewOptions,
  ) {}

  get geometry(): Geometry {
    return this.stage.geometry;
  }

  get selection(): Selection {
    return this.selections.of(this.sheet);
  }

  get visible(): Area {
    return this.geometry.visible();
  }

  editable(): boolean {
    return this.options.editable();
  }

  ground(): Ground {
    const { sheet, values } = this;
    const { rows, cols, layout } = this.geometry;
    return {
      rows,
      cols,
      limit: { rows: MAX_ROWS, cols: MAX_COLS },
      merges: layout.merges,
      isEmpty: (row, col) => {
        const content = sheet.content(row, col) ?? values.value(sheet, row, col);
        return content === null || content === "";
      },
      used: sheet.usedRange(),
    };
  }

  /** Do what was asked for; what the model refuses is told, not thrown. */
  guarded<Result>(run: () => Result): Result | undefined {
    try {
      return run();
    } catch (error) {
      this.refused(error);
      return undefined;
    }
  }

  /** The same once all worksheets are here: their formulas follow what it moves. */
  whenLoaded(run: () => void): void {
    const { whenLoaded } = this.options;
    if (this.sheet.book.unloaded().length === 0 || !whenLoaded) this.guarded(run);
    else whenLoaded(() => this.guarded(run));
  }

  refused(error: unknown): void {
    if (!(error instanceof Refusal)) throw error;
    this.options.onRefusal?.(error);
  }
}

/** The state, and what one part asks for besides: `asked` may have getters. */
export function withState<Host extends object>(
  state: GridState & Pick<Host, keyof Host & keyof GridState>,
  asked: Omit<Host, keyof GridState>,
): Host {
  return Object.create(state, Object.getOwnPropertyDescriptors(asked)) as Host;
}
