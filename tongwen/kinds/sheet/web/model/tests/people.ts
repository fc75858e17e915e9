/** People who edit one workbook at random: what the tests of convergence and the random examples do. */
import * as Y from "yjs";
import { pack } from "../bytes";
import {
  Book,
  clearContents,
  copyRange,
  deleteLines,
  enter,
  fillSeries,
  insertLines,
  merge,
  moveLines,
  moveRange,
  Refusal,
  type Sheet,
  setContents,
  setLine,
  setStyle,
  sortRange,
  unmerge,
} from "../index";
import { tablesOn } from "../tableColumns";
import { content } from "./books";
import { Mirror } from "./mirror";

const ROWS = 14;
const COLS = 6;

/** Numbers from 0 up to but not including n, the same ones for a seed. */
export type Random = (n: number) => number;
export function randomOf(seed: number): Random {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (n) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % n;
  };
}

const FIRST = {
  book: {
    sheets: { "s1.name": "Data", "s1.order": "D0", "s2.name": "表 二", "s2.order": "F0" },
  },
  "sheet:s1": {
    base: {
      height: 4,
      size: [8, 4],
      "0": pack({
        f: ["\u0001+0,0,0\u0002*2", "SUM(\u00010,0,0;7,0,0\u0002)"],
        x: [
          [0, 0, [1, [0, 2], "a"], 0],
          [1, 0, [2, [0, 4], "b"], 0],
          [3, [0, 3], [4, [1, 36]], 0],
        ],
      }),
      "1": pack({ f: [], x: [[5, 0, [6, true, { e: "#N/A" }], 0]] }),
    },
    objects: {
      "0-0": {
        type: "table",
        t: 0,
        area: ["0", "0", "7", "2"],
        name: "Sales",
        display: "Sales",
        header: true,
        columns: ["1", "2", "a"].map((name, at) => ({ id: String(at), name })),
      },
    },
  },
  comments: {
    comments: Object.fromEntries(
      ["0", "3", "5"].map((row, at) => [
        `0-${at}`,
        { t: 0, sheet: "s1", row, col: String(at), author: "Ann", at: "", text: `c${at}` },
      ]),
    ),
  },
  "sheet:s2": { cells: { "0:0": [1, 5], "1:1": [1, { f: "\u0001s1!0,0,0;3,1,3\u0002" }] } },
};

/** One person with all the parts. */
export class Replica {
  readonly docs = new Map<string, Y.Doc>();
  readonly book: Book;
  readonly mirrors: Mirror[] = [];

  constructor(updates: Map<string, Uint8Array>, clientID: number) {
    for (const [part, update] of updates) {
      const doc = new Y.Doc();
      doc.clientID = clientID;
      Y.applyUpdate(doc, update);
      this.docs.set(part, doc);
    }
    this.book = this.open();
    for (const sid of ["s1", "s2"]) this.mirrors.push(new Mirror(this.sheet(sid), 24, 10));
  }

  /** A model over the same documents, read from the entries. */
  open(): Book {
    const book = new Book(this.docs.get("book") as Y.Doc);
    for (const [part, doc] of this.docs)
      if (part === "comments") book.attachComments(doc);
      else if (part !== "book") book.attach(part.slice(6), doc);
    return book;
  }

  sheet(sid: string): Sheet {
    const sheet = this.book.sheet(sid);
    if (!sheet) throw new Error(`no ${sid}`);
    return sheet;
  }
}

export function firstUpdates(): Map<string, Uint8Array> {
  const updates = new Map<string, Uint8Array>();
  for (const [part, maps] of Object.entries(FIRST)) {
    const doc = new Y.Doc();
    for (const [map, entries] of Object.entries(maps))
      for (const [key, value] of Object.entries(entries)) doc.getMap(map).set(key, value);
    updates.set(part, Y.encodeStateAsUpdate(doc));
  }
  return updates;
}

export function sync(replicas: Replica[]): void {
  for (const from of replicas)
    for (const to of replicas)
      if (from !== to)
        for (const [part, doc] of from.docs) {
          const other = to.docs.get(part) as Y.Doc;
          Y.applyUpdate(other, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(other)));
        }
}

const NAMES = ["Data", "表 二"];

function formula(random: Random): string {
  const col = (): string => (random(3) ? "" : "$") + "ABCDEF"[random(COLS)];
  const row = (): string => (random(3) ? "" : "$") + (random(ROWS) + 1);
  const name = random(4) ? "" : `${random(2) ? "Data" : "'表 二'"}!`;
  const range = [`${col()}${row()}`, `${col()}${row()}:${col()}${row()}`, "A:B", "2:4"][random(4)];
  return `=SUM(${name}${range})+${col()}${row()}`;
}

function areaOf(
  random: Random,
  tall = 4,
  wide = 3,
): { row1: number; col1: number; row2: number; col2: number } {
  const [row1, col1] = [random(ROWS), random(COLS)];
  return { row1, col1, row2: row1 + random(tall), col2: col1 + random(wide) };
}

type Operation = (sheet: Sheet, random: Random) => void;

const OPERATE: Record<string, Operation> = {
  value: (sheet, random) => setContents(sheet, random(ROWS), random(COLS), [[random(1000)]]),
  text: (sheet, random) =>
    enter(
      sheet,
      random(ROWS),
      random(COLS),
      ["甲", "12%", "=a1+1", "2024/5/6"][random(4)] as string,
    ),
  formula: (sheet, random) =>
    setContents(sheet, random(ROWS), random(COLS), [[content(sheet, formula(random))]]),
  paste: (sheet, random) => {
    const rows = Array.from({ length: 12 }, (_, i) =>
      Array.from({ length: 6 }, (_, j) => (random(5) ? i * 10 + j : undefined)),
    );
    setContents(sheet, random(6), random(3), rows);
  },
  header: (sheet, random) => {
    const table = tablesOn(sheet)[0];
    if (table)
      enter(
        sheet,
        table.area.row1,
        table.area.col1 + random(table.columns.length),
        ["Price", "a", "数量 [kg]", "", "2"][random(5)] as string,
      );
  },
  structured: (sheet, random) => {
    const other = sheet.book.sheet(random(2) ? "s1" : "s2") as Sheet;
    const name = tablesOn(sheet)[0]?.columns[random(3)]?.name ?? "a";
    const escaped = name.replace(/['[\]#@]/g, "'$&");
    enter(other, random(ROWS), random(COLS), `=SUM(Sales[[${escaped}]])+COUNT(Sales[#Data])`);
  },
  clear: (sheet, random) => clearContents(sheet, [areaOf(random)]),
  insertRows: (sheet, random) => insertLines(sheet, "rows", random(ROWS), 1 + random(3)),
  insertCols: (sheet, random) => insertLines(sheet, "cols", random(COLS), 1),
  deleteRows: (sheet, random) => {
    const first = random(ROWS);
    deleteLines(sheet, "rows", [[first, first + random(2)]]);
  },
  deleteCols: (sheet, random) => {
    const first = random(COLS);
    deleteLines(sheet, "cols", [[first, first]]);
  },
  moveRows: (sheet, random) => {
    const first = random(ROWS);
    moveLines(sheet, "rows", first, first + random(3), random(ROWS));
  },
  moveCols: (sheet, random) => {
    const first = random(COLS);
    moveLines(sheet, "cols", first, first, random(COLS));
  },
  sort: (sheet, random) =>
    sortRange(sheet, areaOf(random, 8, 4), [{ at: random(COLS), descending: random(2) === 0 }]),
  merge: (sheet, random) =>
    merge(sheet, areaOf(random), (["all", "rows", "cols"] as const)[random(3)]),
  unmerge: (sheet, random) => unmerge(sheet, [areaOf(random)]),
  style: (sheet, random) =>
    setStyle(
      sheet,
      [areaOf(random)],
      random(3) ? { bold: random(2) === 0, size: 8 + random(5) } : { bold: null, "*": 0 },
    ),
  line: (sheet, random) => {
    const first = random(ROWS);
    setLine(sheet, random(2) ? "rows" : "cols", [[first, first + random(2)]], {
      size: 10 + random(20),
      hidden: random(4) === 0,
    });
  },
  moveRange: (sheet, random) => {
    const other = sheet.book.sheet(
      random(3) ? sheet.sid : sheet.sid === "s1" ? "s2" : "s1",
    ) as Sheet;
    moveRange(sheet, areaOf(random), { sheet: other, row: random(ROWS), col: random(COLS) });
  },
  copyRange: (sheet, random) =>
    copyRange(
      sheet,
      areaOf(random),
      { row: random(ROWS), col: random(COLS) },
      { transpose: random(4) === 0 },
    ),
  fill: (sheet, random) => {
    const source = areaOf(random, 2, 2);
    fillSeries(sheet, source, { ...source, row2: source.row2 + 1 + random(4) });
  },
  rename: (sheet, random) =>
    sheet.book.renameSheet(sheet.sid, `${NAMES[sheet.sid === "s1" ? 0 : 1]}${random(3) || ""}`),
  undo: (sheet) => void sheet.book.steps.undo(),
  redo: (sheet) => void sheet.book.steps.redo(),
};
/** What people do most comes most often. */
const OFTEN = [
  "value",
  "value",
  "value",
  "formula",
  "formula",
  "formula",
  "undo",
  "undo",
  "redo",
  "insertRows",
  "deleteRows",
  "moveRows",
];
const CHOICES = [...Object.keys(OPERATE), ...OFTEN];

export function operate(replica: Replica, random: Random, log: string[]): void {
  const name = CHOICES[random(CHOICES.length)] as string;
  const sheet = replica.sheet(random(3) ? "s1" : "s2");
  log.push(`${replica.book.doc.clientID} ${sheet.sid} ${name}`);
  try {
    (OPERATE[name] as Operation)(sheet, random);
  } catch (error) {
    // merged cells are not sorted, for example: refused commands write nothing
    if (!(error instanceof Refusal)) throw error;
  }
}
