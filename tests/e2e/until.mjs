/** Waiting for what must become true, without fixed pauses. */
import assert from "node:assert/strict";

/**
 * Ask `check` again and again until it gives something true, and return that.
 *
 * Fails with `what` and the last answer after `seconds`.
 */
export async function until(what, check, seconds = 15) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    last = await check();
    if (last) return last;
    await new Promise((done) => setTimeout(done, 25));
  }
  return assert.fail(`timed out: ${what} (last: ${String(last)})`);
}
