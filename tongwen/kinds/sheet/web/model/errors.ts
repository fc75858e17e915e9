/** What a command on a workbook may refuse; the page has words for each code. */

export type RefusalCode =
  | "name-taken"
  | "name-invalid"
  | "last-sheet"
  | "sheet-gone"
  | "not-loaded"
  /** Formulas of other worksheets would have to follow, and are not here. */
  | "others-not-loaded"
  | "beyond-grid"
  | "merged-cells"
  | "overlap";

/** A command that was not carried out. Nothing was written. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
    this.name = "Refusal";
  }
}
