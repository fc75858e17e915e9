import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { enter } from "../../model";
import { newBook, shown } from "../../model/tests/books";
import { DamagedVersion, unpackParts } from "../packed";
import { pastBook } from "../pastBook";

/** As the server packs them (`tongwen/kinds/parts.py`). */
function packed(parts: Record<string, Uint8Array>, head?: unknown): Uint8Array {
  const told =
    head ?? Object.fromEntries(Object.entries(parts).map(([name, one]) => [name, [one.length]]));
  const json = new TextEncoder().encode(JSON.stringify(told));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, json.length, true);
  return new Uint8Array([...length, ...json, ...Object.values(parts).flatMap((one) => [...one])]);
}

function aVersion(): Record<string, Uint8Array> {
  const { book, sheets } = newBook("数据", "Notes");
  const [sheet] = sheets;
  if (!sheet) throw new Error("a worksheet");
  enter(sheet, 0, 0, "7");
  enter(sheet, 1, 0, "=A1*2");
  const parts: Record<string, Uint8Array> = { book: Y.encodeStateAsUpdate(book.doc) };
  parts[`sheet:${sheet.sid}`] = Y.encodeStateAsUpdate(sheet.doc);
  return parts;
}

describe("a packed version", () => {
  it("becomes a workbook with all worksheets, empty ones too", () => {
    const book = pastBook(packed(aVersion()));
    const [first, second] = book.sheets();
    expect([first?.name, second?.name]).toEqual(["数据", "Notes"]);
    const sheet = book.sheet(first?.sid ?? "");
    expect(sheet && [shown(sheet, 0, 0), shown(sheet, 1, 0)]).toEqual([7, "=A1*2"]);
    expect(book.state(second?.sid ?? "")).toBe("loaded");
    book.destroy();
  });

  it("is read wherever it lies in its buffer", () => {
    const bytes = packed({ book: new Uint8Array([1, 2]), "sheet:s1": new Uint8Array([3]) });
    const within = new Uint8Array([9, 9, 9, ...bytes]).subarray(3);
    const parts = unpackParts(within);
    expect([...parts].map(([name, part]) => [name, [...part]])).toEqual([
      ["book", [1, 2]],
      ["sheet:s1", [3]],
    ]);
  });

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["a length alone", new Uint8Array([1, 0, 0, 0])],
    ["a head beyond the end", new Uint8Array([255, 255, 255, 255, 123, 125])],
    ["no JSON", new Uint8Array([2, 0, 0, 0, 123, 123])],
    ["null", new Uint8Array([4, 0, 0, 0, 110, 117, 108, 108])],
    ["a negative length", packed({}, { book: [-1] })],
    ["a length that is a text", packed({}, { book: ["1"] })],
    ["no length", packed({}, { book: 3 })],
    ["two updates for a part", packed({ book: new Uint8Array(2) }, { book: [1, 1] })],
    ["too few bytes", packed({ book: new Uint8Array(2) }).slice(0, -1)],
    ["too many bytes", new Uint8Array([...packed({ book: new Uint8Array(2) }), 0])],
    ["a book that is no update", packed({ book: new Uint8Array([255, 255, 1]) })],
    ["no book", packed({})],
    ["a book without worksheets", packed({ book: new Uint8Array([0, 0]) })],
  ])("that is damaged is refused: %s", (_what, bytes) => {
    expect(() => pastBook(bytes)).toThrow(DamagedVersion);
  });

  it("with a damaged worksheet is refused as a whole", () => {
    const parts = aVersion();
    const name = Object.keys(parts)[1] ?? "";
    expect(() => pastBook(packed({ ...parts, [name]: new Uint8Array([7, 7, 7]) }))).toThrow(
      DamagedVersion,
    );
  });
});
