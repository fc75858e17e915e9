/** Cells as other programs paste them: a table in HTML as Excel and WPS write it, and text with tabs. */
import type { Style } from "../model";

export interface CopiedCell {
  text: string;
  /** What a number is, so that Excel need not read the text. */
  number: number | null;
  style: Style;
  /** How many rows and columns it takes; 0 when a merge covers it. */
  rows: number;
  cols: number;
}

type Css = (color: Style["color"]) => string | null;

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function declarations(style: Style, css: Css): string {
  const found: string[] = [];
  const put = (name: string, value: string | null | undefined | false): void => {
    if (value) found.push(`${name}:${value}`);
  };
  put("font-family", style.font && `'${style.font.replace(/['"\\;<>]/g, "")}'`);
  put("font-size", style.size !== undefined && `${style.size}pt`);
  put("font-weight", style.bold && "bold");
  put("font-style", style.italic && "italic");
  const lines = [style.underline && "underline", style.strike && "line-through"];
  put("text-decoration", lines.filter(Boolean).join(" "));
  put("color", css(style.color));
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
  return found.join(";");
}

function cellHtml(cell: CopiedCell, css: Css): string {
  if (cell.rows === 0 || cell.cols === 0) return "";
  const spans =
    (cell.rows > 1 ? ` rowspan="${cell.rows}"` : "") +
    (cell.cols > 1 ? ` colspan="${cell.cols}"` : "");
  const number = cell.number === null ? "" : ` x:num="${cell.number}"`;
  const style = escaped(declarations(cell.style, css));
  const text = escaped(cell.text).replaceAll("\n", "<br>");
  return `<td${spans}${number}${style ? ` style="${style}"` : ""}>${text}</td>`;
}

/** `mark` tells our own pages which copy this is. */
export function asHtml(rows: readonly CopiedCell[][], mark: string, css: Css): string {
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
