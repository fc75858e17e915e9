/** The shared model of a workbook in the page: what the grid, the calculation and the commands program against. */
import { tokens } from "./lexer";
import { encode, encodeTyped, references, render, shift } from "./template";
import { turn } from "./turning";

export {
  type Area,
  type AxisName,
  areaName,
  cellName,
  columnIndex,
  columnName,
  type IdArea,
  MAX_COLS,
  MAX_ROWS,
} from "./areas";
export { Axis, type LineState } from "./axis";
export type { AxisEdit } from "./axisEdit";
export { Book, type DefinedName } from "./book";
export type {
  BookMember,
  Change,
  ChangeOrigin,
  ObjectChange,
  PartState,
  SheetChange,
} from "./changes";
export { coalesceAll } from "./changes";
export { clearContents, setCells, setContents } from "./commands/contents";
export { type CopyOptions, type CopyTarget, copyRange } from "./commands/copyRange";
export { enter } from "./commands/entering";
export { type FillOptions, fillSeries } from "./commands/filling";
export { type FindOptions, find, replaceAll } from "./commands/finding";
export { deleteLines, insertLines, moveLines, setLine } from "./commands/lines";
export { clearStyles, Restyling, setStyle } from "./commands/looks";
export { type MergeHow, merge, unmerge } from "./commands/merging";
export { moveRange, needOthers } from "./commands/moving";
export { type NewObject, putObject, removeObject, setView } from "./commands/objects";
export type { ValueOf } from "./commands/ordering";
export { type DateUnit, dateAfter, isDateFormat } from "./commands/series";
export { type SortKey, type SortRangeOptions, sortRange } from "./commands/sorting";
export { editText, readTyped, type Typed, typedContent } from "./commands/typing";
export {
  type Content,
  cachedValue,
  type ErrorContent,
  type FormulaContent,
  isFormula,
  plainText,
  type RichContent,
} from "./content";
export { Refusal, type RefusalCode } from "./errors";
export { quoteSheets, type Token, type TokenKind } from "./lexer";
export type { Merge, SheetObject } from "./objects";
export type { Line, LinePatch } from "./paints";
export type { Span } from "./pieces";
export { Sheet } from "./sheet";
export { Steps } from "./steps";
export {
  type Border,
  type Color,
  type Style,
  type StyleId,
  type StylePatch,
  Styles,
} from "./styles";
export {
  type TableColumn,
  type TableColumns,
  tablesOn,
  withColumnKeys,
  withColumnNames,
} from "./tableColumns";
export type { FormulaPlace, Reference } from "./template";
export type { SheetInfo, SheetState } from "./worksheets";

/** A1 text without `=` into a template, and back. Nothing throws: text that is no formula stays text. */
export const Template = { encode, encodeTyped, render, references, shift, turn, tokens };
