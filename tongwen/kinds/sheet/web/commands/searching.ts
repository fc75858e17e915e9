/** What a search finds in a cell's text, and what replacing makes of it. */

export interface Query {
  text: string;
  matchCase: boolean;
  wholeCell: boolean;
  regex: boolean;
  /** In what is typed (formulas) instead of what is shown. */
  formulas: boolean;
  scope: "sheet" | "book" | "selection";
}

export const noQuery: Query = {
  text: "",
  matchCase: false,
  wholeCell: false,
  regex: false,
  formulas: false,
  scope: "sheet",
};

/** Excel's wildcards: `*`, `?`, and `~` before one that is meant as itself. */
function wildcards(text: string): string {
  let pattern = "";
  for (const [part] of text.matchAll(/~[*?~]|[\s\S]/g)) {
    if (part === "*") pattern += "[\\s\\S]*?";
    else if (part === "?") pattern += "[\\s\\S]";
    else
      pattern += (part.length === 2 ? (part[1] ?? "") : part).replace(
        /[\\^$.*+?()[\]{}|]/g,
        "\\$&",
      );
  }
  return pattern;
}

export class QueryError extends Error {}

const LONGEST = 2000;

/**
 * A query as a regular expression; null for an empty one.
 *
 * Raises QueryError when the expression cannot be read or is longer than 2,000 characters.
 */
export function compile(query: Query): RegExp | null {
  if (query.text === "") return null;
  if (query.text.length > LONGEST) throw new QueryError("The search is too long.");
  const body = query.regex ? query.text : wildcards(query.text);
  const pattern = query.wholeCell ? `^(?:${body})$` : body;
  try {
    return new RegExp(pattern, `g${query.matchCase ? "" : "i"}u`);
  } catch (error) {
    if (error instanceof SyntaxError) throw new QueryError(error.message);
    throw error;
  }
}

/** Whether a cell's text is found. */
export function finds(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return text !== "" && pattern.test(text);
}

/** The text with every match replaced; `$1` has a meaning in regular expressions alone. */
export function replaced(pattern: RegExp, text: string, by: string, regex: boolean): string {
  pattern.lastIndex = 0;
  return regex ? text.replace(pattern, by) : text.replace(pattern, () => by);
}
