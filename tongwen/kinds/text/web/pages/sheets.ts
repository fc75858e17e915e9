/** The sheets that pages are drawn on. */
import type { Section } from "../document/attributes";
import { defaultSection } from "../document/model";
import type { Breaks } from "./breaks";
import { type Paper, paperOf } from "./geometry";
import type { Sheet } from "./papers";

/** Between two sheets on the screen; none on paper. */
export const GAP = 16;

/** What cannot be divided is given a longer sheet, so that it never lies over the footer or the next page. */
function lengthened(paper: Paper, over: number): Paper {
  return over > 0 ? { ...paper, blockSize: paper.blockSize + Math.ceil(over) } : paper;
}

/** Where each sheet lies, how it is numbered and whose header it has. */
export function sheetsOf(
  { breaks, over }: Pick<Breaks, "breaks" | "over">,
  first: number,
  sections: readonly Section[],
  papers: readonly Paper[],
  gap: number = GAP,
): Sheet[] {
  const sheets: Sheet[] = [];
  let top = 0;
  let number = 0;
  let shown = -1;
  const add = (section: number, blank: boolean, longer: number): void => {
    const paper = lengthened(papers[section] ?? papers[0] ?? paperOf(defaultSection), longer);
    const beginning = section !== shown;
    const start = sections[section]?.pageStart;
    number = beginning && typeof start === "number" ? start : number + 1;
    shown = section;
    sheets.push({
      top,
      paper,
      number,
      section: sections[section] ?? defaultSection,
      first: beginning,
      blank,
    });
    top += paper.blockSize + gap;
  };
  add(first, false, breaks[0]?.over ?? over);
  for (const [index, found] of breaks.entries()) {
    for (let blank = 0; blank < found.blank; blank += 1) add(shown, true, 0);
    add(found.section, false, breaks[index + 1]?.over ?? over);
  }
  return sheets;
}
