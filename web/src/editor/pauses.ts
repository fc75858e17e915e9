/** How long to wait before connecting again, so that a room that loses its server does not come back as one. */

/** Milliseconds. */
export const firstPause = 250;
export const LONGEST_PAUSE = 5000;
/** The part of a step that is waited at least. */
const LEAST = 0.25;
/** The provider refuses to try at all when a pause is shorter than what it was told is the shortest. */
export const shortestPause = Math.floor(firstPause * LEAST);

/** A server that goes away or is full said so: give it, or the next one, time, and spread the crowd. */
const DRAINING = new Set([1001, 1012, 1013]);
const DRAINED_PAUSE = 1000;
const FACTOR = 1.6;

/**
 * Milliseconds until the next attempt after a close with `code`, when `vain` connections in a row have ended
 * before anything could be opened.
 *
 * Between a quarter and the whole of the step, at random.
 */
export function pause(code: number, vain: number, random: () => number = Math.random): number {
  const base = DRAINING.has(code) ? DRAINED_PAUSE : firstPause;
  const step = Math.min(base * FACTOR ** Math.max(vain, 0), LONGEST_PAUSE);
  return Math.round(step * (LEAST + (1 - LEAST) * random()));
}
