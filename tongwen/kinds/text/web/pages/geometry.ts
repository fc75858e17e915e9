/** The paper of a section in CSS pixels. */
import type { Section } from "../document/attributes";
import { pixels } from "../document/units";

export interface Paper {
  /** Of the whole sheet. */
  inlineSize: number;
  blockSize: number;
  /** From the sheet's edge to the text. */
  top: number;
  bottom: number;
  start: number;
  end: number;
  /** From the sheet's edge to the header and footer. */
  header: number;
  footer: number;
}

const SMALLEST = 96;

/** A section's paper, in whole pixels as printers count pages. Sizes that leave no room for text are widened to an inch of it. */
export function paperOf(section: Section): Paper {
  const inlineSize = Math.round(Math.max(pixels(section.w ?? 11906), SMALLEST));
  const blockSize = Math.round(Math.max(pixels(section.h ?? 16838), SMALLEST));
  const gutter = pixels(section.gutter ?? 0);
  const start = clamp(pixels(section.start ?? 1800) + gutter, inlineSize - SMALLEST);
  const end = clamp(pixels(section.end ?? 1800), inlineSize - SMALLEST - start);
  const top = clamp(pixels(Math.abs(section.top ?? 1440)), blockSize - SMALLEST);
  const bottom = clamp(pixels(Math.abs(section.bottom ?? 1440)), blockSize - SMALLEST - top);
  return {
    inlineSize,
    blockSize,
    top,
    bottom,
    start,
    end,
    header: pixels(section.header ?? 720),
    footer: pixels(section.footer ?? 720),
  };
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, Math.max(most, 0)));
}

/** The same paper with room for a header and footer that are taller than the margins. */
export function withRunning(paper: Paper, header: number, footer: number): Paper {
  const top = header > 0 ? Math.max(paper.top, paper.header + header) : paper.top;
  const bottom = footer > 0 ? Math.max(paper.bottom, paper.footer + footer) : paper.bottom;
  if (paper.blockSize - top - bottom < SMALLEST) return paper;
  return { ...paper, top, bottom };
}

export function bodySize(paper: Paper): number {
  return paper.blockSize - paper.top - paper.bottom;
}
