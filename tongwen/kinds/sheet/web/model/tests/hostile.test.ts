/** Entries that nobody's editor wrote, text that is no formula, blocks that are never opened. */

import { deflateSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import * as bytes from "../bytes";
import { Book, insertLines, type Sheet, setContents, Template } from "../index";
import { bookOf, newBook, partDoc, shown } from "./books";

/** Numbers from 0 up to but not including n, the same ones for a seed. */
function randomOf(seed: number): (n: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (n) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % n;
  };
}

const JUNK: unknown[] = [
  null,
  0,
  -1,
  1.5,
  "",
  "x",
  "0",
  true,
  [],
  {},
  [[]],
  [["", 0, 1]],
  [["", 0, -1]],
  [["", 1e9, 1e9]],
  [["", 0, 14_776_336]],
  { t: 1 },
  { f: 5 },
  { f: "\u0001\u0002" },
  { e: 1 },
  { r: [1] },
  { r: [["a", null]] },
  ["0", "0", "0", "0"],
  [null, "0", "x", "0"],
  [["0", "0", "5", "5"]],
  new Uint8Array([1, 2, 3]),
  bytes.pack([[1, 2], [3]]),
  bytes.pack({ f: [1], x: [[0, 0, [[0, 1]], 0]] }),
  "M0001",
  "M0001V1V",
  "zzzzzzzz",
  Number.MAX_SAFE_INTEGER,
  1_048_576,
];
const MEMBERS = [
  "t",
  "n",
  "k",
  "d",
  "m",
  "rows",
  "cols",
  "data",
  "v",
  "areas",
  "style",
  "line",
  "type",
  "area",
  "name",
  "formula",
  "f",
  "r",
];
const KEYS = [
  "0:0",
  "1:1",
  "0",
  "height",
  "lines",
  "t",
  "size",
  "s1.name",
  "s1.order",
  "base",
  "a-0",
  "a-0:0",
  "x:y",
  "",
  ":",
  "a-0/1:0",
  "s1.dead.x",
  "date1904",
];
const MAPS = {
  book: ["sheets", "rows:s1", "cols:s1", "names", "styles", "settings"],
  sheet: ["base", "cells", "puts", "paints", "objects", "view"],
};

function junk(random: (n: number) => number, depth = 2): unknown {
  if (depth === 0 || random(3) === 0) return JUNK[random(JUNK.length)];
  if (random(4) === 0) return [random(5), junk(random, depth - 1)];
  const members = Array.from({ length: 1 + random(5) }, () => [
    MEMBERS[random(MEMBERS.length)],
    junk(random, depth - 1),
  ]);
  return { ...Object.fromEntries(members), ...(random(2) ? { t: random(5) } : {}) };
}

describe("entries that nobody's editor wrote", () => {
  it("are read without failing, the same by everybody", { timeout: 60_000 }, () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = randomOf(seed);
      const book = new Y.Doc();
      const part = new Y.Doc();
      book.getMap("sheets").set("s1.name", "S");
      const live = new Book(book);
      const sheet = live.attach("s1", part);
      for (let i = 0; i < 40; i++) {
        const [doc, maps] = random(3)
          ? ([part, MAPS.sheet] as const)
          : ([book, MAPS.book] as const);
        const map = maps[random(maps.length)] as string;
        doc.getMap(map).set(KEYS[random(KEYS.length)] as string, junk(random));
      }
      const anew = new Book(book);
      expect(readAll(anew, anew.attach("s1", part)), `seed ${seed}`).toBe(readAll(live, sheet));
    }
  });

  function readAll(book: Book, sheet: Sheet): string {
    const area = { row1: 0, col1: 0, row2: 20, col2: 20 };
    const texts: string[] = [];
    sheet.eachContent(area, (row, col) =>
      texts.push(`${row} ${col} ${JSON.stringify(shown(sheet, row, col))}`),
    );
    for (let row = 0; row < 5; row++)
      for (let col = 0; col < 5; col++)
        texts.push(JSON.stringify([shown(sheet, row, col), sheet.style(row, col)]));
    sheet.usedRange();
    return JSON.stringify([
      texts,
      book.sheets(),
      book.names(),
      sheet.merges(),
      sheet.lines("rows", 0, 20),
      sheet.objects(),
    ]);
  }

  it("do not keep anybody from writing", () => {
    const book = new Book(
      partDoc({
        sheets: { "s1.name": "S" },
        "rows:s1": { "a-0": { n: "x", k: 5 }, "a-1": { m: [["", 0, 1]], k: "M0003V", t: "late" } },
      }),
    );
    const sheet = book.attach(
      "s1",
      partDoc({ cells: { "0:0": ["x"] }, base: { t: "soon", height: -4, "0": "?" } }),
    );
    setContents(sheet, 0, 0, [[5]]);
    insertLines(sheet, "rows", 0, 1);
    expect(shown(sheet, 1, 0)).toBe(5);
  });

  it("that reach for ever are as short as an axis", () => {
    const { sheets } = newBook("A");
    const [sheet] = sheets as [Sheet];
    const endless = [["", 0, Number.MAX_SAFE_INTEGER]];
    sheet.doc.getMap("puts").set("a-0", { t: 1, rows: endless, cols: [["", 0, 2]], v: "x" });
    sheet.doc
      .getMap("puts")
      .set("a-1", { t: 2, rows: [["", Number.MAX_SAFE_INTEGER, 5]], cols: endless, v: "y" });
    expect([shown(sheet, 1_048_575, 1), shown(sheet, 0, 2)]).toEqual(["x", null]);
    sheet.doc.getMap("puts").delete("a-0");
    expect(shown(sheet, 0, 0)).toBe(null);
  });

  it("a move beyond all times does not stop later ones", () => {
    const { sheets } = newBook("A");
    const [sheet] = sheets as [Sheet];
    sheet.doc.getMap("cells").set("0:0", [Number.MAX_SAFE_INTEGER + 2, "for ever"]);
    setContents(sheet, 0, 0, [["mine"]]);
    expect(shown(sheet, 0, 0)).toBe("mine");
  });
});

describe("blocks", () => {
  const parts = {
    book: { sheets: { "s1.name": "S", "s1.order": "B" } },
    "sheet:s1": {
      base: {
        height: 2,
        size: [400, 3],
        ...Object.fromEntries(
          Array.from({ length: 200 }, (_, band) => [
            String(band),
            {
              zlib: {
                f: [],
                x: [
                  [band * 2, 0, [band, "b"], 0],
                  [band * 2 + 1, 1, [true, null], 0],
                ],
              },
            },
          ]),
        ),
      },
    },
  };

  it("are opened only where somebody looks, and few are kept", () => {
    const unpack = vi.spyOn(bytes, "unpack");
    const sheet = bookOf(parts).sheet("s1") as Sheet;
    sheet.usedRange();
    insertLines(sheet, "rows", 3, 1000);
    const opened = (): number =>
      unpack.mock.calls.filter(([value]) => value instanceof Uint8Array).length;
    const before = opened();
    // the row above the inserted ones was looked at for its look
    expect(before).toBeLessThanOrEqual(2);
    expect(shown(sheet, 1398, 0)).toBe(199);
    expect(opened()).toBe(before + 1);
    sheet.eachContent({ row1: 1390, col1: 0, row2: 1399, col2: 1 }, () => undefined);
    expect(opened()).toBeLessThanOrEqual(before + 6);
  });

  it("that are bombs are empty", { timeout: 60_000 }, () => {
    const bomb = new Uint8Array(deflateSync(Buffer.alloc(80 * 1024 * 1024, 32)));
    expect(bytes.unpack(bomb)).toBeUndefined();
    expect(bytes.unpack(bytes.pack({ a: [1, "文"] }))).toEqual({ a: [1, "文"] });
    expect(bytes.unpack(bytes.pack([1]).subarray(0, 6))).toBeUndefined();
    expect(bytes.unpack("text")).toBeUndefined();
    const large = Array.from({ length: 60_000 }, (_, i) => Math.sin(i));
    expect(bytes.unpack(bytes.pack(large))).toEqual(large);
  });
});

describe("text that is no formula", () => {
  const PIECES = [
    "A1",
    "$B$2",
    ":",
    "!",
    "'",
    '"',
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    ",",
    "#REF!",
    "#",
    "S",
    "表",
    "1",
    ".",
    "E+",
    " ",
    "\n",
    "\\",
    "?",
    "@",
    "\u0001",
    "\u0002",
    "😀",
    "\ud800",
    "XFD1048577",
    "s1",
    "SUM(",
    "-",
    "%",
  ];

  it("comes back as it was, whatever it is", { timeout: 60_000 }, () => {
    const { book, sheets } = newBook("S", "表");
    const place = { book, sid: (sheets[0] as Sheet).sid };
    for (let seed = 0; seed < 2000; seed++) {
      const random = randomOf(seed);
      const text = Array.from({ length: 1 + random(12) }, () => PIECES[random(PIECES.length)]).join(
        "",
      );
      expect(
        Template.tokens(text)
          .map((token) => token.text)
          .join(""),
      ).toBe(text);
      const once = Template.render(Template.encode(text, place), place);
      expect(Template.render(Template.encode(once, place), place), JSON.stringify(text)).toBe(once);
    }
  });

  it("may be as long and as deep as it likes", { timeout: 60_000 }, () => {
    const { book, sheets } = newBook("S");
    const place = { book, sid: (sheets[0] as Sheet).sid };
    for (const text of [
      `${"(".repeat(8192)}A1${")".repeat(8192)}`,
      "[".repeat(9000),
      "'".repeat(9001),
      "{".repeat(9000),
      `"${'""'.repeat(4000)}`,
      "A1:".repeat(3000),
      "A1,".repeat(2700),
    ]) {
      const template = Template.encode(text, place);
      expect(Template.render(template, place)).toBe(text);
    }
    const endless = "A1+".repeat(20_000);
    expect(Template.encode(endless, place)).toBe(endless);
  });

  it("cannot smuggle references in", () => {
    const { book, sheets } = newBook("S");
    const [sheet] = sheets as [Sheet];
    expect(Template.encode("\u00010,0,0\u0002", { book, sid: sheet.sid })).toBe("0,0,0");
  });
});
