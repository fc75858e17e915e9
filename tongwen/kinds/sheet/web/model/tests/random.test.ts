/** Workbooks that people edited at random: what the page's model reads in them, the Python model reads too. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type * as Y from "yjs";
import { unpack } from "../bytes";
import { areaName, cellName, isFormula, type Sheet } from "../index";
import { bookOf, type Parts } from "./books";
import { firstUpdates, operate, Replica, randomOf, sync } from "./people";

const FILE = join(import.meta.dirname, "../../../examples/random.json");
const BOOKS = 24;
const OPERATIONS = 60;
const ALL = { row1: 0, col1: 0, row2: 1_048_575, col2: 16_383 };

/** What a reader finds on a worksheet. */
interface Seen {
  contents: Record<string, unknown>;
  formulas: Record<string, string>;
  styles: Record<string, unknown>;
  merges: string[];
  lines: Record<"rows" | "cols", unknown[]>;
}
interface Case {
  name: string;
  parts: Parts;
  sheets: Record<string, Seen>;
}

function seenOn(sheet: Sheet): Seen {
  const seen: Seen = {
    contents: {},
    formulas: {},
    styles: {},
    merges: sheet
      .merges()
      .map(({ area }) => areaName(area))
      .sort(),
    lines: { rows: sheet.lines("rows", 0, 99), cols: sheet.lines("cols", 0, 49) },
  };
  sheet.eachContent(ALL, (row, col, content) => {
    if (isFormula(content)) seen.formulas[cellName(row, col)] = sheet.formula(row, col) ?? "";
    else seen.contents[cellName(row, col)] = content;
  });
  for (let row = 0; row < 25; row++)
    for (let col = 0; col < 10; col++) {
      const style = sheet.style(row, col);
      if (Object.keys(style).length) seen.styles[cellName(row, col)] = style;
    }
  return seen;
}

/** Entries as examples write them. */
function written(value: unknown): unknown {
  if (value instanceof Uint8Array) return { zlib: unpack(value) };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, written(one)]));
}

function partsOf(docs: Map<string, Y.Doc>): Parts {
  const parts: Parts = {};
  for (const [part, doc] of docs) {
    const maps: Parts[string] = {};
    for (const name of [...doc.share.keys()].sort()) {
      const entries = [...doc.getMap(name).entries()].sort((a, b) => (a[0] < b[0] ? -1 : 1));
      if (entries.length)
        maps[name] = Object.fromEntries(entries.map(([key, value]) => [key, written(value)]));
    }
    parts[part] = maps;
  }
  return parts;
}

function made(seed: number): Case {
  const random = randomOf(seed + 4242);
  const first = firstUpdates();
  const people = [7001, 7002].map((client) => new Replica(first, client));
  for (let i = 0; i < OPERATIONS; i++) {
    operate(people[random(2)] as Replica, random, []);
    if (i % 15 === 14) sync(people);
  }
  const parts = partsOf((people[0] as Replica).docs);
  return { name: `random workbook ${seed + 1}`, parts, sheets: read(parts) };
}

function read(parts: Parts): Record<string, Seen> {
  const book = bookOf(parts);
  return Object.fromEntries(["s1", "s2"].map((sid) => [sid, seenOn(book.sheet(sid) as Sheet)]));
}

if (process.env.TONGWEN_SHEET_EXAMPLES === "write") {
  const cases = Array.from({ length: BOOKS }, (_, seed) => JSON.stringify(made(seed)));
  writeFileSync(FILE, `{"cases": [\n${cases.join(",\n")}\n]}\n`);
}

describe("random workbooks", () => {
  const { cases } = JSON.parse(readFileSync(FILE, "utf8")) as { cases: Case[] };
  it.each(cases)("$name", ({ parts, sheets }) => {
    expect(read(parts)).toEqual(sheets);
  });
});
