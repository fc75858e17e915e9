/** Which formulas read a cell. Formulas that read alike are registered once, whatever their number. */
import { MAX_COLS, MAX_ROWS, type SheetCells } from "./cells";
import { cornerCol, cornerRow, type Formula, type Precedent, type Program } from "./formula";
import type { Corner } from "./lexer";

const BAND = 8;
const MOST_COLUMNS = 64;
const MOST_BUCKETS = 512;

interface Box {
  row1: number;
  col1: number;
  row2: number;
  col2: number;
}

type Level = "bucket" | "column" | "sheet";

/** One precedent of one program, with all that its formulas can reach by it. */
interface Registration {
  program: Program;
  precedent: Precedent;
  /** By bands of rows where the level is bucket. */
  box: Box | null;
  level: Level;
}

interface Usage {
  count: number;
  box: Box;
  registrations: Registration[];
}

function levelOf(box: Box): Level {
  const width = box.col2 - box.col1 + 1;
  if (width > MOST_COLUMNS) return "sheet";
  return width * (box.row2 - box.row1 + 1) > MOST_BUCKETS ? "column" : "bucket";
}

/** Registrations of one worksheet, by how far they reach. */
class SheetIndex {
  private readonly buckets = new Map<number, Registration[]>();
  private readonly columns = new Map<number, Registration[]>();
  private readonly everywhere: Registration[] = [];

  grow(registration: Registration, reach: Box): void {
    const box = { ...reach, row1: reach.row1 >> BAND, row2: reach.row2 >> BAND };
    const before = registration.box;
    if (before && within(box, before)) return;
    const level = levelOf(box);
    const known = level === registration.level ? before : null;
    registration.level = level;
    registration.box = box;
    if (level === "bucket") this.addToBuckets(registration, box, known);
    else if (level === "column") this.addToColumns(registration, box, known);
    else if (known === null) this.everywhere.push(registration);
  }

  private addToColumns(registration: Registration, box: Box, known: Box | null): void {
    for (let col = box.col1; col <= box.col2; col++)
      if (known === null || col < known.col1 || col > known.col2)
        add(this.columns, col, registration);
  }

  private addToBuckets(registration: Registration, box: Box, known: Box | null): void {
    for (let col = box.col1; col <= box.col2; col++)
      for (let band = box.row1; band <= box.row2; band++)
        if (known === null || !inside(known, band, col))
          add(this.buckets, col * 4096 + band, registration);
  }

  *at(row: number, col: number): Generator<Registration> {
    for (const registration of this.buckets.get(col * 4096 + (row >> BAND)) ?? [])
      if (registration.level === "bucket") yield registration;
    for (const registration of this.columns.get(col) ?? [])
      if (registration.level === "column") yield registration;
    yield* this.everywhere;
  }
}

function add(lists: Map<number, Registration[]>, key: number, registration: Registration): void {
  const list = lists.get(key);
  if (list) list.push(registration);
  else lists.set(key, [registration]);
}

function within(inner: Box, outer: Box): boolean {
  return (
    inner.row1 >= outer.row1 &&
    inner.row2 <= outer.row2 &&
    inner.col1 >= outer.col1 &&
    inner.col2 <= outer.col2
  );
}

function inside(box: Box, row: number, col: number): boolean {
  return row >= box.row1 && row <= box.row2 && col >= box.col1 && col <= box.col2;
}

/** All cells that formulas in `users` reach by a precedent. */
function reachOf({ from, to }: Precedent, users: Box): Box {
  const rows = [from, to].flatMap((corner) => [
    cornerRow(corner, users.row1),
    cornerRow(corner, users.row2),
  ]);
  const cols = [from, to].flatMap((corner) => [
    cornerCol(corner, users.col1),
    cornerCol(corner, users.col2),
  ]);
  return {
    row1: Math.min(...rows),
    row2: Math.max(...rows),
    col1: Math.min(...cols),
    col2: Math.max(...cols),
  };
}

/**
 * The lines where formulas may stand that read line `at` by these ends; null when none does.
 *
 * An end that is relative moves with the formula; a fixed and a moving end may pass each other.
 */
function readers(
  from: { at: number; abs: boolean },
  to: { at: number; abs: boolean },
  at: number,
  limit: number,
): [first: number, last: number] | null {
  if (from.abs && to.abs) {
    const hit = at >= Math.min(from.at, to.at) && at <= Math.max(from.at, to.at);
    return hit ? [0, limit - 1] : null;
  }
  if (!from.abs && !to.abs) return [at - Math.max(from.at, to.at), at - Math.min(from.at, to.at)];
  const fixed = from.abs ? from.at : to.at;
  const moving = from.abs ? to.at : from.at;
  if (at === fixed) return [0, limit - 1];
  return at > fixed ? [at - moving, limit - 1] : [0, at - moving];
}

const rowEnd = (corner: Corner) => ({ at: corner.row, abs: corner.rowAbs });
const colEnd = (corner: Corner) => ({ at: corner.col, abs: corner.colAbs });

/** The index over all worksheets. */
export class Dependents {
  private readonly sheets = new Map<SheetCells, SheetIndex>();
  private readonly usages = new Map<Program, Usage>();

  add(formula: Formula): void {
    const { program, row, col } = formula;
    if (program.precedents.length === 0) return;
    const usage = this.usages.get(program);
    if (!usage) {
      const registrations = program.precedents.map(
        (precedent): Registration => ({ program, precedent, box: null, level: "bucket" }),
      );
      const fresh = {
        count: 1,
        box: { row1: row, row2: row, col1: col, col2: col },
        registrations,
      };
      this.usages.set(program, fresh);
      this.extend(fresh);
      return;
    }
    usage.count++;
    const { box } = usage;
    if (inside(box, row, col)) return;
    box.row1 = Math.min(box.row1, row);
    box.row2 = Math.max(box.row2, row);
    box.col1 = Math.min(box.col1, col);
    box.col2 = Math.max(box.col2, col);
    this.extend(usage);
  }

  private extend(usage: Usage): void {
    for (const registration of usage.registrations) {
      const { sheet } = registration.precedent;
      let index = this.sheets.get(sheet);
      if (!index) {
        index = new SheetIndex();
        this.sheets.set(sheet, index);
      }
      index.grow(registration, reachOf(registration.precedent, usage.box));
    }
  }

  remove(formula: Formula): void {
    const usage = this.usages.get(formula.program);
    if (usage) usage.count--;
  }

  /** Every formula that reads a cell; one may be visited more than once. */
  each(sheet: SheetCells, row: number, col: number, visit: (formula: Formula) => void): void {
    const index = this.sheets.get(sheet);
    if (!index) return;
    for (const { program, precedent } of index.at(row, col)) {
      const usage = this.usages.get(program);
      if (!usage || usage.count === 0) continue;
      const rows = readers(rowEnd(precedent.from), rowEnd(precedent.to), row, MAX_ROWS);
      const cols = readers(colEnd(precedent.from), colEnd(precedent.to), col, MAX_COLS);
      if (rows === null || cols === null) continue;
      this.members(program, usage, rows, cols, visit);
    }
  }

  private members(
    program: Program,
    { box }: Usage,
    rows: [number, number],
    cols: [number, number],
    visit: (formula: Formula) => void,
  ): void {
    const sheet = program.sheet;
    const row1 = Math.max(rows[0], box.row1);
    const row2 = Math.min(rows[1], box.row2);
    const col1 = Math.max(cols[0], box.col1);
    const col2 = Math.min(cols[1], box.col2);
    if (!sheet || row1 > row2 || col1 > col2) return;
    if (row1 === row2 && col1 === col2) {
      const formula = sheet.formula(row1, col1);
      if (formula?.program === program) visit(formula);
      return;
    }
    sheet.eachFormula({ row1, col1, row2, col2 }, (formula) => {
      if (formula.program === program) visit(formula);
    });
  }

  clear(): void {
    this.sheets.clear();
    this.usages.clear();
  }
}
