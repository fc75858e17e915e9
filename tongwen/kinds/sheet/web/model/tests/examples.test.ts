/** The examples that both models read: tongwen/kinds/sheet/examples. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lineId, parseLine } from "../axis";
import { type Area, areaName, columnIndex, type IdArea, type Sheet, Template } from "../index";
import { baseKey, keyBetween } from "../keys";
import type { Span } from "../pieces";
import { styleName } from "../styles";
import { tablesOn, withColumnKeys, withColumnNames } from "../tableColumns";
import { plain } from "../template";
import { bookOf, type Parts } from "./books";

interface Case {
  name: string;
  parts?: Parts;
  [member: string]: unknown;
}

const FOLDER = join(import.meta.dirname, "../../../examples");

function cases(file: string): Case[] {
  const read = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as {
    cases: Case[];
    parts?: Parts;
  };
  return read.cases.map((one) => ({ ...one, parts: one.parts ?? read.parts ?? {} }));
}

const entries = <T>(value: unknown): [string, T][] =>
  Object.entries((value ?? {}) as Record<string, T>);

function place(name: string): [row: number, col: number] {
  const [, letters = "", digits = ""] = /^([A-Z]+)(\d+)$/.exec(name) ?? [];
  return [Number(digits) - 1, columnIndex(letters)];
}

function sheetOf(one: Case): Sheet {
  const sheet = bookOf(one.parts ?? {}).sheet(one.sid as string);
  if (!sheet) throw new Error(`no worksheet in ${one.name}`);
  return sheet;
}

describe("order keys", () => {
  it.each(cases("keys.json"))("$name", (one) => {
    for (const [index, key] of entries<string>(one.base)) expect(baseKey(Number(index))).toBe(key);
    for (const [left, right] of (one.between ?? []) as [string, string][])
      for (const leaning of ["after", "before", "middle"] as const) {
        const key = keyBetween(left, right, "1a-2", leaning);
        expect(key > left && (right === "" || key < right), `${left} < ${key} < ${right}`).toBe(
          true,
        );
        expect(right.startsWith(key)).toBe(false);
        expect(key.endsWith("1a2V")).toBe(true);
      }
    expect(one.base ?? one.between).toBeDefined();
  });
});

describe("an axis", () => {
  it.each(cases("axis.json"))("$name", (one) => {
    const axis = bookOf(one.parts ?? {}).axis(one.sid as string, one.axis as "rows" | "cols");
    for (const [index, id] of entries<string>(one.ids)) expect(axis.idAt(Number(index))).toBe(id);
    for (const [id, index] of entries<number | null>(one.indexes))
      expect(axis.indexOf(id), id).toBe(index);
    for (const [id, state] of entries<string>(one.states)) expect(axis.stateOf(id), id).toBe(state);
    for (const [id, way, index] of (one.snap ?? []) as [string, 1 | -1, number | null][])
      expect(axis.snap(id, way), `${id} ${way}`).toBe(index);
    for (const [first, last, spans] of (one.spans ?? []) as [number, number, Span[]][]) {
      expect(axis.spans(first, last)).toEqual(spans);
      expect(axis.ranges(spans)).toEqual([[first, last]]);
    }
    expect(one.ids ?? one.snap).toBeDefined();
  });
});

describe("a template", () => {
  it.each(cases("templates.json"))("$name", (one) => {
    const book = bookOf(one.parts ?? {});
    const [row, col] = ((one.cell ?? []) as string[]).map((id) => parseLine(id));
    const at = { book, sid: one.sid as string, ...(row && col ? { row, col } : {}) };
    if (!one.decode) expect(Template.encode(one.text as string, at)).toBe(one.template);
    expect(Template.render(one.template as string, at)).toBe(one.renders ?? one.text);
    const tokens = Template.tokens(one.text as string);
    expect(tokens.map((token) => token.text).join("")).toBe(one.text);
  });

  it.each(cases("references.json"))("renders when $name", (one) => {
    const book = bookOf(one.parts ?? {});
    expect(Template.render(one.template as string, { book, sid: one.sid as string })).toBe(
      one.renders,
    );
  });
});

describe("a block", () => {
  it.each(cases("blocks.json"))("$name", (one) => {
    const sheet = sheetOf({
      ...one,
      sid: "s1",
      parts: {
        book: {
          sheets: { "s1.name": "S", "s1.order": "B" },
          "cols:s1": { "c-0": { n: 2, k: "M0008Vc0V" } },
        },
        "sheet:s1": { base: { height: 16, "0": { zlib: one.block } } },
      },
    });
    const at = (name: string): [number, number] => {
      const [row = "", col = ""] = name.split(":");
      return [sheet.rows.indexOf(row) ?? -1, sheet.cols.indexOf(col) ?? -1];
    };
    for (const [name, content] of entries<unknown>(one.contents))
      expect(sheet.content(...at(name)), name).toEqual(content);
    for (const [name, style] of entries<unknown>(one.styles)) {
      const [row, col] = name.split(":").map((id) => parseLine(id));
      if (!row || !col) throw new Error(name);
      const cell = sheet.blocks.cell(
        row,
        col.run === "" ? col.offset : lineId(col.run, col.offset),
      );
      expect(cell?.style ?? null, name).toEqual(style);
    }
    expect(one.contents).toBeDefined();
  });

  it("makes templates plain that are", () => {
    const line = { run: "", offset: 3 };
    expect(plain("A\u00011,1,0\u0002", line, line)).toBe("A\u00011,1,0\u0002");
  });
});

describe("cells", () => {
  it.each(cases("cells.json"))("$name", (one) => {
    const sheet = sheetOf(one);
    const listed = new Map<string, unknown>();
    sheet.eachContent({ row1: 0, col1: 0, row2: 1_048_575, col2: 16_383 }, (row, col, content) => {
      expect(listed.has(`${row} ${col}`)).toBe(false);
      listed.set(`${row} ${col}`, content);
    });
    for (const [name, content] of entries<unknown>(one.contents)) {
      expect(sheet.content(...place(name)), name).toEqual(content);
      expect(listed.get(place(name).join(" ")) ?? null, name).toEqual(content);
    }
    for (const [name, text] of entries<string | null>(one.formulas))
      expect(sheet.formula(...place(name)), name).toBe(text);
    expect(one.contents).toBeDefined();
  });
});

describe("columns of tables", () => {
  it.each(cases("columns.json"))("$name", (one) => {
    const sheet = sheetOf(one);
    const [row, col] = one.cell ? place(one.cell as string) : [];
    const at = { book: sheet.book, sid: sheet.sid, row, col };
    for (const [token, names] of entries<string[]>(one.names))
      expect(
        tablesOn(sheet)
          .find((table) => table.token === token)
          ?.columns.map(({ name }) => name),
      ).toEqual(names);
    for (const [typed, keys, shown] of (one.formulas ?? []) as [string, string, string][]) {
      expect(withColumnKeys(typed, at)).toBe(keys);
      expect(withColumnNames(keys, at)).toBe(shown);
    }
    expect(one.names ?? one.formulas).toBeDefined();
  });
});

describe("styles", () => {
  it.each(cases("styles.json"))("$name", (one) => {
    for (const [style, id] of (one.ids ?? []) as [Record<string, unknown>, string][])
      expect(styleName(style)).toBe(id);
    expect(one.ids ?? one.styles).toBeDefined();
    if (!one.styles) return;
    const sheet = sheetOf(one);
    for (const [name, style] of entries<unknown>(one.styles))
      expect(sheet.style(...place(name)), name).toEqual(style);
    for (const [axis, lines] of entries<Record<string, unknown>>(one.lines))
      for (const [index, line] of Object.entries(lines))
        expect(sheet.line(axis as "rows" | "cols", Number(index)), `${axis} ${index}`).toEqual(
          line,
        );
  });
});

describe("objects", () => {
  it.each(cases("objects.json"))("$name", (one) => {
    const sheet = sheetOf(one);
    expect(one.merges ?? one.areas).toBeDefined();
    if (one.merges)
      expect(
        sheet
          .merges()
          .map(({ area }) => areaName(area))
          .sort(),
      ).toEqual([...(one.merges as string[])].sort());
    for (const [ids, name] of (one.areas ?? []) as [IdArea, string | null][]) {
      const area: Area | null = sheet.area(ids);
      expect(area && areaName(area), JSON.stringify(ids)).toBe(name);
    }
  });
});
