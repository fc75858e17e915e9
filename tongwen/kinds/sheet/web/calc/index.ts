/** Calculation in the page: `calculate(book)` gives the values that the grid reads. */
import type { Book } from "../model";
import { type CalcEngine, Calculation, type Engine } from "./calculation";
import type { FromWorker } from "./messages";

export type { CalcEngine, CalcStatus } from "./calculation";
export { couldSpill } from "./entered";
export type { Failure } from "./failures";
export { isManual } from "./feed";
export { type Display, display } from "./format";
export { type FunctionHelp, loadFunctions } from "./help";
export type { FormulaState } from "./messages";

/** A web worker as an engine. */
function inWorker(): Engine {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return {
    post: (message, transfer = []) => worker.postMessage(message, { transfer }),
    onMessage: (listener) => {
      worker.addEventListener("message", (event: MessageEvent<FromWorker>) => listener(event.data));
      worker.addEventListener("error", ({ message }) =>
        listener({ type: "panic", sid: "", row: -1, col: -1, problem: message }),
      );
    },
    stop: () => worker.terminate(),
  };
}

/**
 * Calculate a workbook in a worker of its own, from now until `destroy`.
 *
 * Formulas that read worksheets that are not loaded keep what the file said.
 */
export function calculate(book: Book): CalcEngine {
  return new Calculation(book, inWorker);
}
