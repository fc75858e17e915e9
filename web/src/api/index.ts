/** The typed way to the server: `api.node(id)`, problems as `Problem`, shapes as types. */
export * as api from "./calls";
export { address, callHeaders, currentCsrf, onReach, onSessionEnded, setCsrf } from "./client";
export { keys } from "./keys";
export { isProblem, Problem, problemFrom, readProblem } from "./problem";
export type * from "./types";
