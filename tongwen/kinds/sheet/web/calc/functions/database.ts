/** Database functions: summaries over the records of a table that meet criteria (DSUM …). */
import { define } from "../engine/registry";
import {
  CellError,
  DIV0,
  type Matrix,
  NUM,
  type Scalar,
  toMatrix,
  toText,
  VALUE,
  type Value,
} from "../engine/values";
import { mean, squares, sum } from "./arguments";
import { criterion } from "./criteria";
import { extreme } from "./statistics";

const alike = (left: Scalar, right: Scalar) =>
  !(left instanceof CellError) &&
  !(right instanceof CellError) &&
  toText(left).toLowerCase() === toText(right).toLowerCase();

/** The column of a field by name or by number from one; null when all are meant. */
function fieldOf(table: Matrix, field: Scalar): number | null {
  if (field === null) return null;
  const at =
    typeof field === "number"
      ? Math.trunc(field) - 1
      : table.row(0).findIndex((name) => alike(name, field));
  if (at < 0 || at >= table.cols) throw VALUE;
  return at;
}

/** Whether a record meets any row of the criteria, all filled cells of which must hold. */
function meets(table: Matrix, row: number, criteria: Matrix): boolean {
  for (let line = 1; line < criteria.rows; line++) {
    let holds = true;
    for (let col = 0; col < criteria.cols && holds; col++) {
      const wanted = criteria.at(line, col);
      if (wanted === null) continue;
      const at = table.row(0).findIndex((name) => alike(name, criteria.at(0, col)));
      holds = at >= 0 && criterion(begins(wanted))(table.at(row, at));
    }
    if (holds) return true;
  }
  return false;
}

/** A bare text in a criteria range means texts that begin with it. */
function begins(wanted: Scalar): Scalar {
  return typeof wanted === "string" && wanted !== "" && !/^[<>=]/.test(wanted)
    ? `${wanted}*`
    : wanted;
}

function records(database: Value, field: Scalar, criteria: Value): Scalar[] {
  const table = toMatrix(database);
  const conditions = toMatrix(criteria);
  const col = fieldOf(table, field);
  const list: Scalar[] = [];
  for (let row = 1; row < table.rows; row++)
    if (meets(table, row, conditions)) list.push(col === null ? 1 : table.at(row, col));
  return list;
}

function numbersOf(list: Scalar[]): number[] {
  return list.flatMap((value) => {
    if (value instanceof CellError) throw value;
    return typeof value === "number" ? [value] : [];
  });
}

function spread(list: number[], sample: boolean): number {
  if (list.length < (sample ? 2 : 1)) throw DIV0;
  return squares(list) / (list.length - (sample ? 1 : 0));
}

export function defineDatabase(): void {
  const over = (name: string, run: (list: number[]) => number) =>
    define(name, "AsA", (database: Value, field: Scalar, criteria: Value) =>
      run(numbersOf(records(database, field, criteria))),
    );
  over("DSUM", sum);
  over("DCOUNT", (list) => list.length);
  over("DMAX", (list) => extreme(list, true));
  over("DMIN", (list) => extreme(list, false));
  over("DPRODUCT", (list) => (list.length === 0 ? 0 : list.reduce((a, b) => a * b, 1)));
  over("DVAR", (list) => spread(list, true));
  over("DVARP", (list) => spread(list, false));
  over("DSTDEV", (list) => Math.sqrt(spread(list, true)));
  over("DSTDEVP", (list) => Math.sqrt(spread(list, false)));
  over("DAVERAGE", (list) => {
    if (list.length === 0) throw DIV0;
    return mean(list);
  });
  define(
    "DCOUNTA",
    "AsA",
    (database: Value, field: Scalar, criteria: Value) =>
      records(database, field, criteria).filter((value) => value !== null).length,
  );
  define("DGET", "AsA", (database: Value, field: Scalar, criteria: Value) => {
    const list = records(database, field, criteria);
    if (list.length > 1) throw NUM;
    return list[0] ?? VALUE;
  });
}
