/** The document's styles as one constructed style sheet, rebuilt when the shared maps change. */
import type {
  FontNames,
  Section,
  Style,
  TableCellFormat,
  TableStyle,
} from "../document/attributes";
import { cssColor } from "../document/colors";
import { points } from "../document/units";
import {
  borderCss,
  cellMarginCss,
  cssText,
  type Declarations,
  paragraphCss,
  runCss,
  tableBorderCss,
} from "./css";
import { singleLine, themeVariables } from "./fonts";
import { styleClass } from "./names";
import type { ResolvedStyle, StyleTable } from "./resolve";

export interface SheetInput {
  /** Selector that the rules are confined to. */
  scope: string;
  styles: StyleTable;
  fonts: Record<string, string>;
  section: Section | null;
  /** Whether most of the text is Chinese, Japanese or Korean: decides the single line height. */
  eastAsian: boolean;
  /** Distance of the default tab stops, twips. */
  tabStop: number;
}

const CONTEXTUAL = /<w:contextualSpacing(?:\s+(?:xmlns:)?[\w:]+="[^"]*")*?\s*(?:\/?>)/;

/** Whether a raw remainder asks that paragraphs of one style keep no space between them. */
export function isContextual(rest: string | null | undefined): boolean {
  const found = rest ? CONTEXTUAL.exec(rest) : null;
  return found !== null && !/w:val="(?:0|false|off)"/.test(found[0]);
}

/** Lines snap to the section's grid when it has one (`w:docGrid`, ECMA-376-1 §17.6.5). */
function gridRules(input: SheetInput): string {
  const grid = input.section?.grid;
  const pitch = grid?.linePitch;
  const snapped =
    pitch &&
    (grid?.type === "lines" || grid?.type === "linesAndChars" || grid?.type === "snapToChars");
  const { scope } = input;
  if (!snapped) return `${scope}{--line-pitch:12pt}`;
  // 小四 (12 pt) is exactly one line of the usual 15.6 pt; a rounding error must not make it two.
  const single = "calc(var(--single) * 1em - 0.1pt)";
  return `${scope}{--line-pitch:${points(pitch)}}
${scope} .tx-p,${scope} .tx-size{--line-auto:calc(round(up, ${single}, var(--line-pitch)) * var(--lines))}`;
}

function paragraphRule(input: SheetInput, selector: string, resolved: ResolvedStyle): string {
  const css: Declarations = { ...paragraphCss(resolved.p), ...runCss(resolved.r) };
  css["--single"] = String(
    singleLine(resolved.r.font as FontNames | undefined, input.fonts, input.eastAsian),
  );
  const contextual = isContextual(resolved.p.rest)
    ? `\n${selector} + ${selector.split(" ").pop()}{--space-before:0pt;margin-block-start:calc(-1 * var(--space-after))}`
    : "";
  return `${selector}{${cssText(css)}}${contextual}`;
}

/** In the order in which later parts win: bands, columns, rows. */
const tableParts: Record<string, string> = {
  band1Horz: ".tx-hBand > tbody > tr:nth-child(even) > td",
  firstCol: ".tx-firstColumn > tbody > tr > td:first-child",
  lastCol: ".tx-lastColumn > tbody > tr > td:last-child",
  firstRow: ".tx-firstRow > tbody > tr:first-child > td",
  lastRow: ".tx-lastRow > tbody > tr:last-child > td",
};

interface TablePart {
  cell?: TableCellFormat | undefined;
  borders?: TableStyle["borders"];
  r?: Style["r"] | undefined;
  p?: Style["p"] | undefined;
}

function partCss(part: TablePart): Declarations {
  const css: Declarations = { ...borderCss(part.borders), ...borderCss(part.cell?.borders) };
  const fill = cssColor(part.cell?.shade?.fill);
  if (fill) css["background-color"] = fill;
  return css;
}

function textCss(part: TablePart): string {
  return cssText({ ...paragraphCss(part.p ?? {}), ...runCss(part.r) });
}

interface TableLook {
  frame: Declarations;
  whole: TablePart;
  parts: Record<string, TablePart>;
}

/** What a table style's chain adds up to. */
function tableLook(chain: readonly Style[]): TableLook {
  const look: TableLook = { frame: {}, whole: {}, parts: {} };
  for (const { table, r, p } of chain) {
    Object.assign(look.frame, tableBorderCss(table?.borders), cellMarginCss(table?.cellMargins));
    merge(look.whole, { cell: table?.cell, r, p });
    for (const [name, part] of Object.entries(table?.cond ?? {})) {
      const known = look.parts[name] ?? {};
      merge(known, part);
      look.parts[name] = known;
    }
  }
  return look;
}

/** A table style: its frame as variables, its cells, then each conditional part. */
function tableRules(input: SheetInput, id: string): string {
  const own = `${input.scope} .${styleClass("t", id)}`;
  const { frame, whole, parts } = tableLook(input.styles.chain(id));
  const rules = [
    `${own}{${cssText(frame)}}`,
    `${own} > tbody > tr > td{${cssText(partCss(whole))}}`,
  ];
  const text = textCss(whole);
  if (text) rules.push(`${own} .tx-p-default{${text}}`);
  for (const [name, selector] of Object.entries(tableParts)) {
    const part = parts[name];
    if (part) rules.push(...partRules(`${own}${selector}`, part));
  }
  return rules.join("\n");
}

function partRules(selector: string, part: TablePart): string[] {
  const rules = [`${selector}{${cssText(partCss(part))}}`];
  const inner = textCss(part);
  if (inner) rules.push(`${selector} .tx-p{${inner}}`);
  return rules;
}

function merge(into: TablePart, part: TablePart): void {
  if (part.cell) into.cell = { ...into.cell, ...part.cell };
  if (part.borders) into.borders = { ...into.borders, ...part.borders };
  if (part.r) into.r = { ...into.r, ...part.r };
  if (part.p) into.p = { ...into.p, ...part.p };
}

/** The text of the whole sheet. */
export function styleSheet(input: SheetInput): string {
  const { scope, styles, fonts } = input;
  const rules: string[] = [
    `${scope}{${cssText({ ...themeVariables(fonts), "--tab-stop": points(input.tabStop) })}}`,
  ];
  rules.push(paragraphRule(input, `${scope} .tx-p`, styles.paragraph(null)));
  for (const [id, style] of styles.styles) {
    if (style.type === "paragraph") {
      rules.push(paragraphRule(input, `${scope} .${styleClass("p", id)}`, styles.paragraph(id)));
    } else if (style.type === "character") {
      rules.push(`${scope} .${styleClass("c", id)}{${cssText(runCss(styles.alone(id).r))}}`);
    } else if (style.type === "table") {
      rules.push(tableRules(input, id));
    }
  }
  rules.push(gridRules(input));
  return rules.join("\n");
}
