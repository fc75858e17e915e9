/** The worker that calculates one workbook. */
import type { ToWorker } from "./messages";
import { Session } from "./session";

const session = new Session((message, transfer) => self.postMessage(message, { transfer }));
self.addEventListener("message", (event: MessageEvent<ToWorker>) => session.handle(event.data));
