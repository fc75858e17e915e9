/** A grid that knows only what changes tell: what a view of the page does. */
import type { Area, AxisEdit, Change, Sheet, SheetChange } from "../index";
import { shown } from "./books";

/** Take away and put in what an edit says, and what comes into view at the end. */
function edit<T>(
  list: T[],
  { removed, inserted }: AxisEdit,
  size: number,
  make: (index: number) => T,
): void {
  for (const [first, count] of removed) list.splice(first, count);
  for (const [first, count] of inserted)
    for (let index = first; index < Math.min(first + count, size); index++)
      list.splice(index, 0, make(index));
  for (let index = list.length; index < size; index++) list.push(make(index));
  list.length = size;
}

/** The ranges that an edit put in, and what came into view at the end. */
function came({ removed, inserted }: AxisEdit, size: number): [first: number, last: number][] {
  const gone = removed.reduce((sum, [, count]) => sum + count, 0);
  return [
    ...inserted.map(([first, count]): [number, number] => [first, first + count - 1]),
    [Math.max(0, size - gone), size - 1],
  ];
}

/** Cells and line ids of the first rows and columns, kept up to date by changes alone. */
export class Mirror {
  private cells: unknown[][] = [];
  private rowIds: string[] = [];
  private colIds: string[] = [];

  constructor(
    private readonly sheet: Sheet,
    private readonly rows: number,
    private readonly cols: number,
  ) {
    this.rowIds = this.ids("rows", rows);
    this.colIds = this.ids("cols", cols);
    this.cells = this.rowIds.map((_, row) => this.colIds.map((_, col) => shown(sheet, row, col)));
    sheet.book.onChange((change: Change) => {
      const told = change.sheets.get(sheet.sid);
      if (told) this.apply(told);
    });
  }

  private ids(axis: "rows" | "cols", count: number): string[] {
    return Array.from({ length: count }, (_, index) => this.sheet.axis(axis).idAt(index));
  }

  /** Both axes become what they are before anything is read: contents are told by present indexes. */
  private apply(change: SheetChange): void {
    const { rows, cols } = change;
    if (rows) {
      edit(this.cells, rows, this.rows, () => this.colIds.map(() => null));
      edit(this.rowIds, rows, this.rows, (row) => this.sheet.rows.idAt(row));
    }
    if (cols) {
      for (const line of this.cells) edit(line, cols, this.cols, () => null);
      edit(this.colIds, cols, this.cols, (col) => this.sheet.cols.idAt(col));
    }
    const all = { row1: 0, col1: 0, row2: this.rows - 1, col2: this.cols - 1 };
    for (const [row1, row2] of rows ? came(rows, this.rows) : []) this.read({ ...all, row1, row2 });
    for (const [col1, col2] of cols ? came(cols, this.cols) : []) this.read({ ...all, col1, col2 });
    for (const area of change.contents) this.read(area);
    if (change.formulas) this.readFormulas();
  }

  private read(area: Area): void {
    for (let row = area.row1; row <= Math.min(area.row2, this.rows - 1); row++)
      for (let col = area.col1; col <= Math.min(area.col2, this.cols - 1); col++)
        (this.cells[row] as unknown[])[col] = shown(this.sheet, row, col);
  }

  private readFormulas(): void {
    const all = { row1: 0, col1: 0, row2: this.rows - 1, col2: this.cols - 1 };
    this.sheet.eachFormula(all, (row, col) => {
      (this.cells[row] as unknown[])[col] = shown(this.sheet, row, col);
    });
  }

  /** What the mirror shows, and what it should show. */
  both(): [mirrored: unknown, real: unknown] {
    const { rows, cols } = this;
    return [
      { cells: this.cells, rowIds: this.rowIds, colIds: this.colIds },
      {
        cells: Array.from({ length: rows }, (_, row) =>
          Array.from({ length: cols }, (_, col) => shown(this.sheet, row, col)),
        ),
        rowIds: this.ids("rows", rows),
        colIds: this.ids("cols", cols),
      },
    ];
  }
}
