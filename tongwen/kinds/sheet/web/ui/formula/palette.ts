/** The colours of a formula's references: each passes 4.5:1 on white and 3:1 on the dark surface. */
import { people } from "@/theme";
import { coloredReferences, isFormula } from "./tokens";

/** Longer formulas stay black as they are typed. */
const LONGEST = 8192;

/** The colour of the reference with this number. */
export function referenceColor(index: number): string {
  return people[index % people.length] ?? people[0];
}

/** The references of a formula as it is typed, with their colours. */
export function coloredRanges(text: string): { start: number; end: number; color: string }[] {
  if (!isFormula(text) || text.length > LONGEST) return [];
  return coloredReferences(text).map(({ start, end, color }) => ({
    start,
    end,
    color: referenceColor(color),
  }));
}
