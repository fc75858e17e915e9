/** Computed values for the grid and the chrome, as far as somebody calculates: else what the file said. */
import type { Cell, Values } from "./grid/view";
import type { Area, Content, Sheet } from "./model";
import type { FunctionHelp } from "./ui/formula/catalogue";
import type { Workbook } from "./workbook";

export class Calculation implements Values {
  constructor(
    readonly workbook: Workbook,
    readonly locale: string,
  ) {}

  value(sheet: Sheet, row: number, col: number): Content {
    return sheet.content(row, col);
  }

  evaluate(
    _sheet: Sheet,
    _template: string,
    _place: { from: Cell; at: Cell },
  ): Content | undefined {
    return undefined;
  }

  onChange(_listener: (sid: string, areas: Area[] | null) => void): () => void {
    return () => {};
  }

  functions(): readonly FunctionHelp[] {
    return [];
  }

  destroy(): void {}
}
