/** What a formula leaves in its cells. */
import type { Frame } from "./frame";
import {
  CALC,
  CellError,
  Lambda,
  Matrix,
  Ref,
  type Scalar,
  Union,
  VALUE,
  type Value,
} from "./values";

const filled = (value: Scalar): Scalar => value ?? 0;

/** The result as cells show it: empty counts as zero; a single value unless the formula fills an area. */
export function resultOf(value: Value, frame: Frame, array: boolean): Scalar | Matrix {
  if (value instanceof Ref)
    return value.single ? filled(value.at(0, 0)) : ofArea(value, frame, array);
  if (value instanceof Matrix) {
    if (value.data.length === 0) return CALC;
    if (!array || value.data.length === 1) return filled(value.data[0] ?? null);
    return new Matrix(value.rows, value.cols, value.data.map(filled));
  }
  if (value instanceof Lambda) return CALC;
  if (value instanceof Union) return VALUE;
  return filled(value);
}

function ofArea(ref: Ref, frame: Frame, array: boolean): Scalar | Matrix {
  if (array) {
    const matrix = ref.matrix();
    return new Matrix(matrix.rows, matrix.cols, matrix.data.map(filled));
  }
  if (ref.cols === 1 && frame.row >= ref.row1 && frame.row <= ref.row2)
    return filled(ref.at(frame.row - ref.row1, 0));
  if (ref.rows === 1 && frame.col >= ref.col1 && frame.col <= ref.col2)
    return filled(ref.at(0, frame.col - ref.col1));
  return VALUE;
}

/** Whether two results of a cell are the same. */
export function same(left: Scalar, right: Scalar): boolean {
  if (left instanceof CellError && right instanceof CellError) return left.code === right.code;
  return left === right;
}
