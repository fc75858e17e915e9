/** Cells as other programs paste them: a table in HTML as Excel and WPS write it, and text with tabs. */
import type { Style } from "../model";
import { type CssColor, cssText, fontDeclarations } from "./fontCss";
import { lookOf, type Runs } from "./runs";

export interface CopiedCell {
  text: string;
  /** What a number is, so that Excel need not read the text. */
  number: number | null;
  style: Style;
  /** The fonts of its characters, where it has several. */
  runs?: Runs;
  /** How many rows and columns it takes; 0 when a merge covers it. */
  rows: number;
  cols: number;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function declarations(style: Style, css: CssColor): string {
  const found = fontDeclarations({ ...style, script: undefined }, css);
  const put = (name: string, value: string | null | undefined | false): void => {
    if (value) found.push([name, value]);
  };
  put("background", css(style.fill));
  put("text-align", style.align);
  put("vertical-align", style.valign === "center" ? "middle" : style.valign);
  put("white-space", style.wrap && "normal");
  // Excel's own name for number formats.
  put(
    "mso-number-format",
    style.numberFormat && `'${style.numberFormat.replace(/["\\;<>']/g, "\\$&")}'`,
  );
  for (const [side, border] of [
    ["left", style.borderStart],
    ["right", style.borderEnd],
    ["top", style.borderTop],
    ["bottom", style.borderBottom],
  ] as const)
    if (border) put(`border-${side}`, `1px solid ${css(border.color) ?? "#000000"}`);
  return cssText(found);
}

const lines = (text: string): string => escaped(text).replaceAll("\n", "<br>");

/** Characters with their fonts, in a cell or a text of that style. */
export function runsHtml(runs: Runs, style: Style, css: CssColor): string {
  return runs
    .map(([text, font]) => {
      if (!font) return lines(text);
      const said = fontDeclarations(lookOf(font, style), css, true);
      return `<span style="${escaped(cssText(said))}">${lines(text)}</span>`;
    })
    .join("");
}

function cellHtml(cell: CopiedCell, css: CssColor): string {
  if (cell.rows === 0 || cell.cols === 0) return "";
  const spans =
    (cell.rows > 1 ? ` rowspan="${cell.rows}"` : "") +
    (cell.cols > 1 ? ` colspan="${cell.cols}"` : "");
  const number = cell.number === null ? "" : ` x:num="${cell.number}"`;
  const style = escaped(declarations(cell.style, css));
  const text = cell.runs ? runsHtml(cell.runs, cell.style, css) : lines(cell.text);
  return `<td${spans}${number}${style ? ` style="${style}"` : ""}>${text}</td>`;
}

/** `mark` tells our own pages which copy this is. */
export function asHtml(rows: readonly CopiedCell[][], mark: string, css: CssColor): string {
  const lines = rows.map((row) => `<tr>${row.map((cell) => cellHtml(cell, css)).join("")}</tr>`);
  return (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head>' +
    `<body><table data-tongwen="${escaped(mark)}">${lines.join("")}</table></body></html>`
  );
}

export function asText(rows: readonly CopiedCell[][]): string {
  const quoted = (text: string): string =>
    /[\t\n\r]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return rows.map((row) => row.map((cell) => quoted(cell.text)).join("\t")).join("\n");
}
