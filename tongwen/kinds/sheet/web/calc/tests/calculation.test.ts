/** The page's side and the worker's side together, over a live model; the worker is a session in this process. */
import { afterEach, describe, expect, test } from "vitest";
import {
  clearContents,
  deleteLines,
  enter,
  insertLines,
  moveLines,
  putObject,
  type Sheet,
  setCells,
  setLine,
  Template,
} from "../../model";
import { newBook } from "../../model/tests/books";
import { Calculation, type Engine } from "../calculation";
import { define } from "../engine/registry";
import type { FromWorker, ToWorker } from "../messages";
import { Session } from "../session";
import { placeOf } from "./sheet";

const started: Calculation[] = [];
afterEach(() => {
  for (const calculation of started.splice(0)) calculation.destroy();
});

/** An engine in this process. Messages are copied, as they are between threads. */
function engine(): Engine & { sent: ToWorker[] } {
  let listener: (message: FromWorker) => void = () => {};
  let stopped = false;
  const post = (message: FromWorker) => {
    const copy = structuredClone(message);
    queueMicrotask(() => !stopped && listener(copy));
  };
  const session = new Session(post);
  const sent: ToWorker[] = [];
  return {
    sent,
    post: (message) => {
      sent.push(message);
      const copy = structuredClone(message);
      queueMicrotask(() => !stopped && session.handle(copy));
    },
    onMessage: (next) => {
      listener = next;
    },
    stop: () => {
      stopped = true;
    },
  };
}

async function calculated(
  names: string[],
  cells: Record<string, string | number>,
  start: () => Engine = engine,
) {
  const { book, sheets } = newBook(...names);
  const sheet = sheets[0] as Sheet;
  type(sheet, cells);
  const calculation = new Calculation(book, start);
  started.push(calculation);
  await calculation.settled();
  return { book, sheets, sheet, calculation };
}

function type(sheet: Sheet, cells: Record<string, string | number>): void {
  for (const [name, text] of Object.entries(cells)) enter(sheet, ...placeOf(name), String(text));
}

const at = (calculation: Calculation, sheet: Sheet, ...names: string[]) =>
  names.map((name) => calculation.value(sheet, ...placeOf(name)));

describe("values follow the model", () => {
  test("when cells are entered, changed and cleared", async () => {
    const { sheet, calculation } = await calculated([], {
      A1: 2,
      B1: "=A1*21",
      C1: '=B1&"!"',
      D1: "=1/0",
    });
    expect(at(calculation, sheet, "A1", "B1", "C1", "D1", "E1")).toEqual([
      2,
      42,
      "42!",
      { e: "#DIV/0!" },
      null,
    ]);
    const told: unknown[] = [];
    calculation.onChange((sid, areas) => told.push(sid === sheet.sid && areas));
    type(sheet, { A1: 3 });
    await calculation.settled();
    expect(at(calculation, sheet, "B1", "C1")).toEqual([63, "63!"]);
    expect(told.flat()).toContainEqual({ row1: 0, row2: 0, col1: 1, col2: 1 });
    clearContents(sheet, [{ row1: 0, col1: 1, row2: 0, col2: 1 }]);
    await calculation.settled();
    expect(at(calculation, sheet, "B1", "C1")).toEqual([null, "!"]);
    expect(calculation.state(sheet, 0, 1)).toBeNull();
  });

  test("when lines are inserted, deleted and moved", async () => {
    const { sheet, calculation } = await calculated([], {
      A1: 1,
      A2: 2,
      A3: 3,
      B3: "=SUM(A1:A3)",
      C5: "=B3*10",
    });
    insertLines(sheet, "rows", 1, 2);
    expect(at(calculation, sheet, "B5", "C7")).toEqual([6, 60]);
    await calculation.settled();
    type(sheet, { A2: 100 });
    await calculation.settled();
    expect(at(calculation, sheet, "B5", "C7")).toEqual([106, 1060]);
    deleteLines(sheet, "rows", [[0, 1]]);
    await calculation.settled();
    expect(at(calculation, sheet, "B3", "C5")).toEqual([5, 50]);
    moveLines(sheet, "cols", 0, 0, 5);
    await calculation.settled();
    expect(at(calculation, sheet, "A3", "B5")).toEqual([5, 50]);
  });

  test("over worksheets, when they are renamed, removed and come later", async () => {
    const { book, sheets, sheet, calculation } = await calculated(["One", "Two"], {});
    const two = sheets[1] as Sheet;
    type(two, { A1: 7 });
    type(sheet, { A1: "=Two!A1+1" });
    await calculation.settled();
    expect(at(calculation, sheet, "A1")).toEqual([8]);
    book.renameSheet(two.sid, "Deux");
    type(two, { A1: 8 });
    await calculation.settled();
    expect(at(calculation, sheet, "A1")).toEqual([9]);
    book.removeSheet(two.sid);
    await calculation.settled();
    expect(at(calculation, sheet, "A1")).toEqual([{ e: "#REF!" }]);
  });

  test("what reads a worksheet that is not loaded keeps what the file said", async () => {
    const { book, sheets, sheet, calculation } = await calculated(["One", "Two"], {});
    const two = sheets[1] as Sheet;
    const doc = two.doc;
    type(two, { A1: 7 });
    book.detach(two.sid);
    const template = Template.encode("Two!A1+1", { book, sid: sheet.sid });
    setCells(sheet, [
      [0, 0, { f: template, c: 123 }],
      [1, 0, { f: template }],
    ]);
    await calculation.settled();
    expect(at(calculation, sheet, "A1", "A2")).toEqual([123, null]);
    expect([calculation.state(sheet, 0, 0), calculation.state(sheet, 1, 0)]).toEqual([
      "cached",
      "pending",
    ]);
    book.attach(two.sid, doc);
    await calculation.settled();
    expect(at(calculation, sheet, "A1", "A2")).toEqual([8, 8]);
  });

  test("names, tables and hidden rows count", async () => {
    const { book, sheet, calculation } = await calculated([], {
      A1: "n",
      A2: 1,
      A3: 2,
      C1: "=SUM(T[n])",
      C2: "=rate*2",
      C3: "=SUBTOTAL(109,A2:A3)",
    });
    putObject(sheet, {
      type: "table",
      name: "T",
      display: "T",
      header: true,
      area: sheet.idArea({ row1: 0, col1: 0, row2: 2, col2: 0 }),
      columns: [{ id: 1, name: "n" }],
    });
    book.putName({
      name: "Rate",
      scope: null,
      formula: Template.encode(`${"Sheet1"}!$A$3`, { book, sid: sheet.sid }),
    });
    setLine(sheet, "rows", [[1, 1]], { hidden: true });
    type(sheet, { A3: 20 });
    await calculation.settled();
    expect(at(calculation, sheet, "C1", "C2", "C3")).toEqual([21, 40, 20]);
    setLine(sheet, "rows", [[1, 1]], { hidden: null });
    await calculation.settled();
    expect(at(calculation, sheet, "C3")).toEqual([21]);
  });

  test("rows that a filter hides do not count in any subtotal", async () => {
    const { sheet, calculation } = await calculated([], {
      A1: "n",
      A2: 1,
      A3: 2,
      A4: 4,
      C9: "=SUBTOTAL(9,A2:A4)",
    });
    setLine(sheet, "rows", [[2, 2]], { hidden: true });
    await calculation.settled();
    expect(at(calculation, sheet, "C9")).toEqual([7]);
    putObject(sheet, {
      type: "filter",
      area: sheet.idArea({ row1: 0, col1: 0, row2: 3, col2: 0 }),
      columns: { "0": { values: ["1", "4"] } },
    });
    await calculation.settled();
    expect(at(calculation, sheet, "C9")).toEqual([5]);
  });

  test("dynamic arrays spill as typed, and end with their formula", async () => {
    const { sheet, calculation } = await calculated([], {
      A1: 3,
      A2: 1,
      A3: 2,
      C1: "=SORT(A1:A3)",
      D1: "=A1:A3*2",
    });
    expect(at(calculation, sheet, "C1", "C2", "C3", "D3")).toEqual([1, 2, 3, 4]);
    expect(calculation.state(sheet, 1, 2)).toBe("computed");
    clearContents(sheet, [{ row1: 0, col1: 2, row2: 0, col2: 2 }]);
    await calculation.settled();
    expect(at(calculation, sheet, "C1", "C2", "C3")).toEqual([null, null, null]);
  });

  test("formulas that are only asked about", async () => {
    const { book, sheet, calculation } = await calculated([], { A1: 5, A2: 1 });
    const template = Template.encode("A1>3", { book, sid: sheet.sid });
    const ask = (row: number) =>
      calculation.evaluate(sheet, template, { from: { row: 0, col: 0 }, at: { row, col: 0 } });
    expect(ask(0)).toBeUndefined();
    expect(ask(1)).toBeUndefined();
    await new Promise<void>((go) => calculation.onChange(() => go()));
    expect([ask(0), ask(1)]).toEqual([true, false]);
    expect(await calculation.preview(sheet, 0, 5, "SUM(A1:A2)")).toBe(6);
    expect(await calculation.preview(sheet, 0, 5, "SUM(")).toEqual({ e: "#NAME?" });
  });
});

describe("formulas that are asked about early, or of which only a constant changes", () => {
  async function asking(cells: Record<string, string | number>) {
    const { book, sheets } = newBook();
    const sheet = sheets[0] as Sheet;
    type(sheet, cells);
    const calculation = new Calculation(book, engine);
    started.push(calculation);
    const template = Template.encode("2*A1+2", { book, sid: sheet.sid });
    const place = { row: 2, col: 5 };
    const ask = () => calculation.evaluate(sheet, template, { from: place, at: place });
    // As a page does: it looks again whenever it is told.
    const seen: unknown[] = [ask()];
    calculation.onChange(() => queueMicrotask(() => seen.push(ask())));
    return { sheet, calculation, seen };
  }

  test("are answered from the whole workbook, also when it has no other formula", async () => {
    const { seen } = await asking({ A1: 1 });
    await expect.poll(() => seen.at(-1)).toBe(4);
    expect(seen.every((value) => value === undefined || value === 4)).toBe(true);
  });

  test("wait until the engine is told to begin", async () => {
    const made = engine();
    const heard: string[] = [];
    made.onMessage(({ type }) => heard.push(type));
    const items = [{ sid: "s1", row: 2, col: 5, text: "2*A1+2" }];
    made.post({ type: "evaluate", id: 1, items });
    await new Promise((go) => setTimeout(go, 10));
    expect(heard).toEqual([]);
    made.post({ type: "start", id: 1, careful: false });
    await expect.poll(() => heard).toContain("evaluated");
  });

  test("are answered anew", async () => {
    const { sheet, seen } = await asking({ A1: 1 });
    await expect.poll(() => seen.at(-1)).toBe(4);
    enter(sheet, 0, 0, "10");
    await expect.poll(() => seen.at(-1)).toBe(22);
    const { length } = seen;
    await new Promise((go) => setTimeout(go, 30));
    expect(seen.length - length).toBeLessThan(3);
  });
});

describe("an engine that breaks down", () => {
  define("FRAIL", "n", (value: number) => {
    if (value === 13) throw new TypeError("13 was not thought of");
    return 99;
  });

  test("is started again without the formula, which says so", async () => {
    const { sheet, calculation } = await calculated([], {
      A1: 13,
      B1: "=FRAIL(A1)",
      B2: "=FRAIL(1)",
      C1: "=A1*2",
    });
    expect(at(calculation, sheet, "B2", "C1")).toEqual([99, 26]);
    expect(calculation.state(sheet, 0, 1)).toBe("failed");
    expect(calculation.status).toEqual({
      state: "idle",
      waiting: false,
      failures: [{ sid: sheet.sid, row: 0, col: 1, problem: "TypeError: 13 was not thought of" }],
    });
    type(sheet, { B1: "=FRAIL(2)" });
    await calculation.settled();
    expect([at(calculation, sheet, "B1"), calculation.state(sheet, 0, 1)]).toEqual([
      [99],
      "computed",
    ]);
  });

  test("in a question gives an error once and is not asked again", async () => {
    const { sheet, calculation } = await calculated([], { C1: "=1+1" });
    expect(await calculation.preview(sheet, 0, 0, "FRAIL(13)")).toEqual({ e: "#CALC!" });
    await calculation.settled();
    expect(at(calculation, sheet, "C1")).toEqual([2]);
  });

  test("that never answers is given up after some attempts", async () => {
    let starts = 0;
    const dead = (): Engine => {
      starts++;
      return {
        post: () => {},
        onMessage: (listener) => queueMicrotask(() => listener({ type: "busy" })),
        stop: () => {},
      };
    };
    const { book } = newBook();
    const calculation = new Calculation(book, dead, 1);
    started.push(calculation);
    await calculation.settled();
    expect(calculation.status.state).toBe("failed");
    expect(starts).toBeLessThan(12);
  });
});

describe("a workbook that is calculated by hand", () => {
  async function byHand(cells: Record<string, string | number>, names: string[] = []) {
    const made = await calculated(names, cells);
    made.book.setSetting("calc", { mode: "manual" });
    await made.calculation.settled();
    return made;
  }

  test("computes what is entered, and nothing that reads it", async () => {
    const { sheet, calculation } = await byHand({ A1: 1, B1: "=A1*2", C1: "=B1+1" });
    expect(calculation.status.waiting).toBe(false);
    type(sheet, { A1: 5, D1: "=A1+B1" });
    await calculation.settled();
    expect(at(calculation, sheet, "B1", "C1", "D1")).toEqual([2, 3, 7]);
    expect(calculation.status.waiting).toBe(true);
    calculation.recalculate();
    await calculation.settled();
    expect(at(calculation, sheet, "B1", "C1", "D1")).toEqual([10, 11, 15]);
    expect(calculation.status.waiting).toBe(false);
  });

  test("computes formulas that are entered together in their order", async () => {
    const { sheet, calculation } = await byHand({});
    setCells(sheet, [
      [0, 0, { f: "\u00010,1,0\u0002+1" }],
      [0, 1, { f: "\u00010,2,0\u0002+1" }],
      [0, 2, 5],
    ]);
    await calculation.settled();
    expect(at(calculation, sheet, "A1", "B1")).toEqual([7, 6]);
  });

  test("computes one worksheet when asked for it", async () => {
    const { sheets, sheet, calculation } = await byHand(
      { A1: 1, B1: "=A1*2", C1: "=OFFSET(B1,0,0)" },
      ["One", "Two"],
    );
    const two = sheets[1] as Sheet;
    type(two, { A1: "=One!B1*10" });
    await calculation.settled();
    type(sheet, { A1: 3 });
    calculation.recalculate(sheet.sid);
    await calculation.settled();
    expect(at(calculation, sheet, "B1", "C1")).toEqual([6, 6]);
    expect(at(calculation, two, "A1")).toEqual([20]);
    expect(calculation.status.waiting).toBe(true);
    calculation.recalculate();
    await calculation.settled();
    expect(at(calculation, two, "A1")).toEqual([60]);
  });

  test("keeps what it shows when lines are inserted", async () => {
    const { sheet, calculation } = await byHand({ A1: 1, B1: "=A1*2" });
    type(sheet, { A1: 4 });
    insertLines(sheet, "rows", 0, 2);
    await calculation.settled();
    expect(at(calculation, sheet, "A3", "B3")).toEqual([4, 2]);
    type(sheet, { C3: "=B3" });
    await calculation.settled();
    expect(at(calculation, sheet, "C3")).toEqual([2]);
    calculation.recalculate();
    await calculation.settled();
    expect(at(calculation, sheet, "B3", "C3")).toEqual([8, 8]);
  });

  test("shows at first what the file said, and computes what the file says nothing of", async () => {
    const { book, sheets } = newBook();
    const sheet = sheets[0] as Sheet;
    const template = Template.encode("A1*2", { book, sid: sheet.sid });
    const list = Template.encode("A1*{1;2}", { book, sid: sheet.sid });
    setCells(sheet, [
      [0, 0, 3],
      [0, 1, { f: template, c: 100 }],
      [0, 2, { f: template }],
      [0, 3, { f: list, c: 100, a: [2, 1] }],
    ]);
    book.setSetting("calc", { mode: "manual" });
    const calculation = new Calculation(book, engine);
    started.push(calculation);
    await calculation.settled();
    expect(at(calculation, sheet, "B1", "C1", "D1", "D2")).toEqual([100, 6, 3, 6]);
    expect(calculation.status.waiting).toBe(true);
    calculation.recalculate();
    await calculation.settled();
    expect(at(calculation, sheet, "B1")).toEqual([6]);
  });

  test("computes all that waits when it is calculated automatically again", async () => {
    const { book, sheet, calculation } = await byHand({ A1: 1, B1: "=A1*2" });
    type(sheet, { A1: 6 });
    await calculation.settled();
    book.setSetting("calc", { mode: "auto" });
    await calculation.settled();
    expect([at(calculation, sheet, "B1"), calculation.status.waiting]).toEqual([[12], false]);
  });

  test("leaves volatile functions and circles alone until asked", async () => {
    const { sheet, calculation } = await byHand({ A1: 1 });
    type(sheet, { B1: "=RAND()", C1: "=C1+1" });
    await calculation.settled();
    const [random] = at(calculation, sheet, "B1");
    type(sheet, { A1: 2 });
    await calculation.settled();
    expect(at(calculation, sheet, "B1")).toEqual([random]);
    calculation.recalculate();
    await calculation.settled();
    expect(at(calculation, sheet, "B1")).not.toEqual([random]);
    expect(calculation.state(sheet, 0, 2)).toBe("circular");
  });
});
