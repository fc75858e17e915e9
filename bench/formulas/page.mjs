/** Runs the page's engine on workbooks, one JSON a line: `node page.mjs FILE`; prints what each case gives. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const calc = "/tongwen/kinds/sheet/web/calc";
const vite = await createServer({
  root: repository,
  configFile: false,
  logLevel: "error",
  appType: "custom",
  resolve: { alias: { "@": `${repository}web/src` } },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
const { Session } = await vite.ssrLoadModule(`${calc}/session.ts`);

function cellsOf({ sid, values, formulas }) {
  const numbers = values.map(([, , value]) => (typeof value === "number" ? value : 0));
  return {
    type: "cells",
    sid,
    box: null,
    fresh: true,
    rows: Int32Array.from(values, ([row]) => row),
    cols: Int32Array.from(values, ([, col]) => col),
    numbers: Float64Array.from(numbers),
    others: values.flatMap(([, , value], at) => (typeof value === "number" ? [] : [[at, value]])),
    formulas,
  };
}

/** Feed a workbook as the page does, wait until it is computed, and read the cases. */
async function computed({ sheets, names, tables, pivots, date1904, iterate, cases }) {
  let broken = null;
  let rest = () => {};
  const idle = new Promise((resolve) => {
    rest = resolve;
  });
  const session = new Session((message) => {
    if (message.type === "panic") broken = message;
    if (message.type === "panic" || message.type === "idle") rest();
  });
  session.handle({
    type: "book",
    sheets: sheets.map(({ sid, name }) => [sid, name]),
    loaded: sheets.map(({ sid }) => sid),
    names,
    tables,
    pivots,
    settings: {
      date1904,
      iterate,
      iterateCount: 100,
      iterateDelta: 0.001,
      manual: false,
      offset: 0,
    },
  });
  for (const sheet of sheets) {
    session.handle({ type: "hidden", sid: sheet.sid, ranges: sheet.hidden, filtered: [] });
    session.handle(cellsOf(sheet));
  }
  session.handle({ type: "start", id: 1, careful: false });
  await idle;
  if (broken) throw new Error(`The engine broke down at ${JSON.stringify(broken)}`);
  return cases.map(([sid, row, col]) => {
    const value = session.calculator.book.sheets.get(sid)?.value(row, col) ?? null;
    return typeof value === "object" && value !== null ? { e: value.code } : value;
  });
}

for await (const line of createInterface({ input: createReadStream(process.argv[2]) }))
  process.stdout.write(`${JSON.stringify(await computed(JSON.parse(line)))}\n`);
await vite.close();
