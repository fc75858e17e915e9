/** Text to columns: one text cut into the cells beside it. */

export interface SplitOptions {
  /** Any of these separates; a text of its own too, such as `、`. */
  delimiters: readonly string[];
  /** Several in a row count as one. */
  merge: boolean;
  /** Around text that may hold separators; `""` when there is none. */
  quote: string;
  /** Cuts after these numbers of characters instead. */
  widths?: readonly number[];
}

export const DELIMITERS = { tab: "\t", comma: ",", semicolon: ";", space: " " } as const;

function byWidths(text: string, widths: readonly number[]): string[] {
  const characters = [...text];
  const cuts = [...new Set(widths.filter((at) => at > 0 && at < characters.length))].sort(
    (a, b) => a - b,
  );
  const starts = [0, ...cuts];
  return starts.map((start, index) =>
    characters
      .slice(start, starts[index + 1])
      .join("")
      .trim(),
  );
}

/** Places of cuts as they are typed: `4, 6 8`. What is no whole number above zero is passed over. */
export function readWidths(text: string): number[] {
  return text
    .split(/[\s,，、;；]+/)
    .map(Number)
    .filter((at) => Number.isSafeInteger(at) && at > 0)
    .slice(0, 100);
}

interface Scan {
  parts: string[];
  part: string;
  quoted: boolean;
}

function step(text: string, at: number, scan: Scan, options: SplitOptions): number {
  const { quote } = options;
  if (quote !== "" && text[at] === quote) {
    if (scan.quoted && text[at + 1] === quote) {
      scan.part += quote;
      return 2;
    }
    if (scan.quoted || scan.part === "") {
      scan.quoted = !scan.quoted;
      return 1;
    }
  }
  const found = scan.quoted
    ? undefined
    : options.delimiters.find((delimiter) => delimiter !== "" && text.startsWith(delimiter, at));
  if (found === undefined) {
    scan.part += text[at];
    return 1;
  }
  if (!(options.merge && scan.part === "" && at > 0)) {
    scan.parts.push(scan.part);
    scan.part = "";
  }
  return found.length;
}

/** The pieces of a text; a text without separators is one piece. */
export function split(text: string, options: SplitOptions): string[] {
  if (options.widths) return byWidths(text, options.widths);
  const scan: Scan = { parts: [], part: "", quoted: false };
  for (let at = 0; at < text.length; ) at += step(text, at, scan, options);
  scan.parts.push(scan.part);
  return scan.parts;
}

/** The separators that a sample of texts seems to use. */
export function guessDelimiters(sample: readonly string[]): string[] {
  const candidates = ["\t", ",", "，", ";", "；", "、", "|"];
  const used = candidates.filter(
    (candidate) => sample.filter((text) => text.includes(candidate)).length * 2 > sample.length,
  );
  if (used.length > 0) return used.slice(0, 1);
  return sample.some((text) => text.trim().includes(" ")) ? [" "] : [];
}
