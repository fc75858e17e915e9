/** Conditional formats as they look now: which rules hold for a cell, in their order (ECMA-376-1 §18.3.1.10). */
import { displayText, type Value } from "../commands/display";
import { period } from "../commands/filtering";
import { type PlacedRule, type Rule, rulesOf, type Stop } from "../commands/rules";
import { type Area, type Color, type Sheet, type Style, Template } from "../model";
import { plainValue } from "./appearance";
import { type Bar, barOf } from "./bars";
import { mixed, Palette } from "./colors";
import type { StyleLayer } from "./feed";
import { type Icon, iconOf } from "./icons";
import { contains } from "./layout";
import type { Values } from "./view";

/** What a rule draws besides a style. */
export interface Drawing {
  bar?: Bar;
  icon?: Icon;
  hidesValue?: boolean;
}

export interface ConditionalLayer extends StyleLayer {
  drawingAt(row: number, col: number): Drawing | null;
  hides(row: number, col: number): boolean;
  /** Whether any rule draws bars or icons. */
  readonly draws: boolean;
}

/** The numbers of all cells of a rule: sorted, with their sum. Read once, when first asked for. */
interface Statistics {
  sorted: number[];
  mean: number;
  deviation: number;
  counts: Map<string, number>;
}

interface Reader {
  value(row: number, col: number): Value;
  /** An operand: a constant, a cell, or what the calculation makes of a formula. */
  operand(template: string, row: number, col: number, areas: readonly Area[]): Value;
  /** The number of a stop, which is the same for all cells of its rule. */
  stop(template: string, areas: readonly Area[]): number;
  /** `RRGGBB`; white for what is no colour. */
  hex(color: unknown): string;
  statistics(areas: readonly Area[]): Statistics;
  text(row: number, col: number): string;
}

/** Cells of a rule that are read for its statistics, at most. */
const MOST = 400_000;

function statisticsOf(sheet: Sheet, values: Values, areas: readonly Area[]): Statistics {
  const sorted: number[] = [];
  const counts = new Map<string, number>();
  let seen = 0;
  for (const area of areas)
    sheet.eachContent(area, (row, col) => {
      seen += 1;
      if (seen > MOST) return;
      const value = plainValue(values.value(sheet, row, col));
      if (typeof value === "number") sorted.push(value);
      const key = keyOf(value);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    });
  sorted.sort((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / Math.max(1, sorted.length);
  const square = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { sorted, mean, deviation: Math.sqrt(square / Math.max(1, sorted.length - 1)), counts };
}

function keyOf(value: Value): string {
  return typeof value === "string" ? `s${value.toLowerCase()}` : JSON.stringify(value);
}

function compared(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number" && typeof b === "string") return -1;
  if (typeof a === "string" && typeof b === "number") return 1;
  return String(a ?? "").localeCompare(String(b ?? ""), undefined, { sensitivity: "base" });
}

const comparisons: Record<string, (value: Value, a: Value, b: Value) => boolean> = {
  equal: (value, a) => compared(value, a) === 0,
  notEqual: (value, a) => compared(value, a) !== 0,
  greaterThan: (value, a) => compared(value, a) > 0,
  greaterThanOrEqual: (value, a) => compared(value, a) >= 0,
  lessThan: (value, a) => compared(value, a) < 0,
  lessThanOrEqual: (value, a) => compared(value, a) <= 0,
  between: (value, a, b) => compared(value, a) >= 0 && compared(value, b) <= 0,
  notBetween: (value, a, b) => compared(value, a) < 0 || compared(value, b) > 0,
};

const isError = (value: Value): boolean => typeof value === "object" && value !== null;
const isBlank = (value: Value): boolean =>
  value === null || (typeof value === "string" && value.trim() === "");

type Test = (
  rule: Rule,
  place: { row: number; col: number; areas: Area[] },
  read: Reader,
) => boolean;

function textTest(test: (text: string, wanted: string) => boolean): Test {
  return (rule, { row, col }, read) => {
    const value = read.value(row, col);
    if (isError(value)) return false;
    return test(read.text(row, col).toLowerCase(), (rule.text ?? "").toLowerCase());
  };
}

function topTest(rule: Rule, value: Value, { sorted }: Statistics): boolean {
  if (typeof value !== "number" || sorted.length === 0) return false;
  const rank = rule.rank ?? 10;
  const asked = rule.percent ? Math.floor((sorted.length * rank) / 100) : rank;
  const count = Math.min(sorted.length, Math.max(1, asked));
  return rule.bottom
    ? value <= (sorted[count - 1] ?? value)
    : value >= (sorted[sorted.length - count] ?? value);
}

function averageTest(rule: Rule, value: Value, { mean, deviation }: Statistics): boolean {
  if (typeof value !== "number") return false;
  const away = (typeof rule.stdDev === "number" ? rule.stdDev : 0) * deviation;
  const above = rule.aboveAverage !== false;
  const line = above ? mean + away : mean - away;
  if (rule.equalAverage === true && value === line) return true;
  return above ? value > line : value < line;
}

const tests: Record<string, Test> = {
  cellIs: (rule, { row, col, areas }, read) => {
    const value = read.value(row, col);
    if (value === null || isError(value)) return false;
    const [first, second] = (rule.formulas ?? []).map((one) => read.operand(one, row, col, areas));
    return comparisons[rule.operator ?? "equal"]?.(value, first ?? null, second ?? null) ?? false;
  },
  expression: (rule, { row, col, areas }, read) => {
    const value = rule.formulas?.[0] ? read.operand(rule.formulas[0], row, col, areas) : null;
    return value === true || (typeof value === "number" && value !== 0);
  },
  top10: (rule, { row, col, areas }, read) =>
    topTest(rule, read.value(row, col), read.statistics(areas)),
  aboveAverage: (rule, { row, col, areas }, read) =>
    averageTest(rule, read.value(row, col), read.statistics(areas)),
  duplicateValues: (_, { row, col, areas }, read) => {
    const value = read.value(row, col);
    return !isBlank(value) && (read.statistics(areas).counts.get(keyOf(value)) ?? 0) > 1;
  },
  uniqueValues: (_, { row, col, areas }, read) => {
    const value = read.value(row, col);
    return !isBlank(value) && read.statistics(areas).counts.get(keyOf(value)) === 1;
  },
  containsText: textTest((text, wanted) => text.includes(wanted)),
  notContainsText: textTest((text, wanted) => !text.includes(wanted)),
  beginsWith: textTest((text, wanted) => text.startsWith(wanted)),
  endsWith: textTest((text, wanted) => text.endsWith(wanted)),
  containsBlanks: (_, { row, col }, read) => isBlank(read.value(row, col)),
  notContainsBlanks: (_, { row, col }, read) => !isBlank(read.value(row, col)),
  containsErrors: (_, { row, col }, read) => isError(read.value(row, col)),
  notContainsErrors: (_, { row, col }, read) => !isError(read.value(row, col)),
  timePeriod: (rule, { row, col }, read) => {
    const value = read.value(row, col);
    const span = period((rule.timePeriod ?? "today") as Parameters<typeof period>[0], new Date());
    return typeof value === "number" && span !== null && value >= span[0] && value < span[1];
  },
};

/** The number a stop stands for. */
function stopValue(stop: Stop, rule: PlacedRule, read: Reader): number {
  const { sorted } = read.statistics(rule.areas);
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 0;
  const said = stop.value === null ? 0 : read.stop(stop.value, rule.areas);
  const kind: string = stop.type;
  if (kind === "min") return low;
  if (kind === "max") return high;
  // Bars that end where they like begin at zero (ECMA-376's extension for 2010).
  if (kind === "autoMin") return Math.min(0, low);
  if (kind === "autoMax") return Math.max(0, high);
  if (stop.type === "percent") return low + ((high - low) * said) / 100;
  if (stop.type !== "percentile") return said;
  const position = ((sorted.length - 1) * Math.min(100, Math.max(0, said))) / 100;
  const below = sorted[Math.floor(position)] ?? low;
  const above = sorted[Math.ceil(position)] ?? high;
  return below + (above - below) * (position % 1);
}

/** The colour of a number; null when an end of the scale is an error. */
function scaleColor(placed: PlacedRule, value: number, read: Reader): string | null {
  const stops = (placed.rule.stops ?? []).map((stop) => ({
    at: stopValue(stop, placed, read),
    color: read.hex(stop.color),
  }));
  if (stops.some(({ at }) => Number.isNaN(at))) return null;
  const next = stops.findIndex((stop) => value <= stop.at);
  if (next === 0) return stops[0]?.color ?? "FFFFFF";
  if (next < 0) return stops.at(-1)?.color ?? "FFFFFF";
  const [a, b] = [stops[next - 1], stops[next]];
  if (!a || !b) return "FFFFFF";
  return mixed(a.color, b.color, b.at === a.at ? 1 : (value - a.at) / (b.at - a.at));
}

function levelBar(placed: PlacedRule, value: number, read: Reader): Drawing {
  const [low, high] = placed.rule.stops ?? [];
  const from = low ? stopValue(low, placed, read) : 0;
  const to = high ? stopValue(high, placed, read) : 1;
  // Bars of positive numbers begin at zero, as Excel draws them.
  const said = low?.type === "min" ? Math.min(0, from) : from;
  const { sorted } = read.statistics(placed.areas);
  // Ends that leave no room between them say nothing: the numbers themselves do.
  const [base, end] = to > said ? [said, to] : [Math.min(0, sorted[0] ?? 0), sorted.at(-1) ?? 0];
  return {
    bar: barOf(placed.rule, value, base, end),
    hidesValue: placed.rule.showValue === false,
  };
}

/** The icon of a level: one of another set where the rule chose it ([MS-XLSX] §2.6.18). */
function iconAt({ customIcons, icons }: Rule, level: number): Icon | null {
  const own: unknown = Array.isArray(customIcons) ? customIcons[level] : undefined;
  if (typeof own !== "object" || own === null) return iconOf(icons ?? "3TrafficLights1", level);
  const { icons: set, icon } = own as { icons?: unknown; icon?: unknown };
  if (set === "NoIcons" || typeof set !== "string") return null;
  return iconOf(set, typeof icon === "number" ? icon : 0);
}

function levelIcon(placed: PlacedRule, value: number, read: Reader): Drawing {
  const stops = placed.rule.stops ?? [];
  let level = 0;
  stops.forEach((stop, index) => {
    const line = stopValue(stop, placed, read);
    const strict = (stop as { gte?: boolean }).gte === false;
    if (index > 0 && (strict ? value > line : value >= line)) level = index;
  });
  const shown = placed.rule.reverse ? stops.length - 1 - level : level;
  const icon = iconAt(placed.rule, shown);
  return { ...(icon ? { icon } : {}), hidesValue: placed.rule.showValue === false };
}

/** A literal, or null when a template is none. */
function literal(template: string): Value | undefined {
  const text = template.trim().replace(/^=/, "");
  if (/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?%?$/i.test(text))
    return text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
  const quoted = /^"((?:[^"]|"")*)"$/.exec(text);
  if (quoted) return (quoted[1] ?? "").replaceAll('""', '"');
  return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : undefined;
}

function readerOf(sheet: Sheet, values: Values): Reader {
  const known = new Map<readonly Area[], Statistics>();
  const place = { book: sheet.book, sid: sheet.sid };
  const value = (row: number, col: number): Value => plainValue(values.value(sheet, row, col));
  const palette = new Palette({
    theme: sheet.book.setting("theme"),
    indexed: sheet.book.setting("indexed"),
  });
  const reader: Reader = {
    value,
    hex: (color) => palette.css(color as Color | undefined)?.slice(1) ?? "FFFFFF",
    stop: (template, areas) => {
      const [first] = areas;
      const said = reader.operand(template, first?.row1 ?? 0, first?.col1 ?? 0, areas);
      return Number(said ?? 0);
    },
    text: (row, col) => displayText(value(row, col), sheet.style(row, col).numberFormat),
    operand: (template, row, col, areas) => {
      const constant = literal(template);
      if (constant !== undefined) return constant;
      const [first] = areas;
      const from = { row: first?.row1 ?? row, col: first?.col1 ?? col };
      const made = values.evaluate?.(sheet, template, { from, at: { row, col } });
      if (made !== undefined) return plainValue(made);
      const [only, ...more] = Template.references(template, place);
      const single =
        only &&
        more.length === 0 &&
        Template.render(template, place).match(/^\$?[A-Z]{1,3}\$?\d+$/i);
      return single && only.sid === sheet.sid ? value(only.area.row1, only.area.col1) : null;
    },
    statistics: (areas) => {
      let found = known.get(areas);
      if (!found) {
        found = statisticsOf(sheet, values, areas);
        known.set(areas, found);
      }
      return found;
    },
  };
  return reader;
}

function styleOf(placed: PlacedRule, at: { row: number; col: number }, read: Reader): Style | null {
  const { rule, areas } = placed;
  if (rule.kind === "colorScale") {
    const value = read.value(at.row, at.col);
    const fill = typeof value === "number" ? scaleColor(placed, value, read) : null;
    return fill === null ? null : { fill };
  }
  const test = tests[rule.kind];
  if (!test?.(rule, { ...at, areas }, read)) return null;
  return (rule.style as Style | undefined) ?? {};
}

/** Colours of scales are made anew for each cell: the same colour must be the same object. */
class Kept {
  readonly #known = new Map<string, Style>();

  of(style: Style): Style {
    const key = JSON.stringify(style);
    const known = this.#known.get(key);
    if (known) return known;
    this.#known.set(key, style);
    return style;
  }
}

/** The conditional formats of a worksheet; null when it has none. Ask anew when contents or values changed. */
export function conditionalLayer(sheet: Sheet, values: Values): ConditionalLayer | null {
  const rules = rulesOf(sheet);
  if (rules.length === 0) return null;
  const read = readerOf(sheet, values);
  const kept = new Kept();
  const here = (row: number, col: number): PlacedRule[] =>
    rules.filter(({ areas }) => areas.some((area) => contains(area, row, col)));
  const drawingAt = (row: number, col: number): Drawing | null => {
    const value = read.value(row, col);
    if (typeof value !== "number") return null;
    const found: Drawing = {};
    for (const placed of here(row, col)) {
      if (placed.rule.kind === "dataBar") Object.assign(found, levelBar(placed, value, read));
      if (placed.rule.kind === "iconSet") Object.assign(found, levelIcon(placed, value, read));
    }
    return found.bar || found.icon ? found : null;
  };
  const draws = rules.some(({ rule }) => rule.kind === "dataBar" || rule.kind === "iconSet");
  return {
    draws,
    drawingAt,
    hides: (row, col) => draws && (drawingAt(row, col)?.hidesValue ?? false),
    at: (row, col) => {
      let style: Style | undefined;
      for (const placed of here(row, col)) {
        const found = styleOf(placed, { row, col }, read);
        if (!found) continue;
        // The first rule to say something about a member wins.
        style = { ...found, ...style };
        if (placed.rule.stop) break;
      }
      return style ? kept.of(style) : null;
    },
  };
}
