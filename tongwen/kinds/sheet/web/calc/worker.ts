/** The worker that calculates one workbook. */
import wasmUrl from "@ironcalc/wasm/wasm_bg.wasm?url";
import { IronCalcFunctions } from "./foreign";
import type { ToWorker } from "./messages";
import { Session } from "./session";

const functions = new IronCalcFunctions(async () => ({ module_or_path: wasmUrl }));
const session = new Session((message, transfer) => self.postMessage(message, { transfer }), {
  functions,
  load: () => functions.load(),
});
functions.onCall = (name) => session.announce(name);
self.addEventListener("message", (event: MessageEvent<ToWorker>) => session.handle(event.data));
// An error that nobody caught is one of ours: the page starts this worker anew, as after a panic.
self.addEventListener("unhandledrejection", () => session.broken());
