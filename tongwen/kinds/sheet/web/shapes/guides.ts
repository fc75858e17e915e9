/** Formulas of shapes (ECMA-376-1 §20.1.9.11): names that stand for lengths in EMU and angles in 60,000ths of a degree. */

import { named } from "./xml";

export type Guides = Map<string, number>;

/** More than that no shape has; a hostile one is cut off. */
const MOST_GUIDES = 2000;
const DEGREE = 60_000;
const radians = (angle: number): number => (angle / DEGREE / 180) * Math.PI;
const angle = (turn: number): number => (turn / Math.PI) * 180 * DEGREE;

/** The names that every shape has (§20.1.10.56's definitions), for its size. */
export function builtIn(w: number, h: number): Guides {
  const ss = Math.min(w, h);
  const found: [string, number][] = [
    ["l", 0],
    ["t", 0],
    ["r", w],
    ["b", h],
    ["w", w],
    ["h", h],
    ["hc", w / 2],
    ["vc", h / 2],
    ["ss", ss],
    ["ls", Math.max(w, h)],
    ["cd2", 180 * DEGREE],
    ["cd4", 90 * DEGREE],
    ["cd8", 45 * DEGREE],
    ["3cd4", 270 * DEGREE],
    ["3cd8", 135 * DEGREE],
    ["5cd8", 225 * DEGREE],
    ["7cd8", 315 * DEGREE],
  ];
  for (const part of [2, 3, 4, 5, 6, 8, 10, 12, 16, 32])
    found.push([`wd${part}`, w / part], [`hd${part}`, h / part], [`ssd${part}`, ss / part]);
  return new Map(found);
}

type Operation = (x: number, y: number, z: number) => number;

const OPERATIONS: Record<string, Operation> = {
  "*/": (x, y, z) => (z === 0 ? 0 : (x * y) / z),
  "+-": (x, y, z) => x + y - z,
  "+/": (x, y, z) => (z === 0 ? 0 : (x + y) / z),
  "?:": (x, y, z) => (x > 0 ? y : z),
  abs: (x) => Math.abs(x),
  at2: (x, y) => angle(Math.atan2(y, x)),
  cat2: (x, y, z) => x * Math.cos(Math.atan2(z, y)),
  sat2: (x, y, z) => x * Math.sin(Math.atan2(z, y)),
  cos: (x, y) => x * Math.cos(radians(y)),
  sin: (x, y) => x * Math.sin(radians(y)),
  tan: (x, y) => x * Math.tan(radians(y)),
  max: (x, y) => Math.max(x, y),
  min: (x, y) => Math.min(x, y),
  mod: (x, y, z) => Math.hypot(x, y, z),
  pin: (x, y, z) => (y < x ? x : y > z ? z : y),
  sqrt: (x) => Math.sqrt(Math.max(0, x)),
  val: (x) => x,
};

/** A number, or what a name stands for; nothing known is zero. */
export function worth(word: string | undefined, guides: Guides): number {
  if (!word) return 0;
  const named = guides.get(word);
  if (named !== undefined) return named;
  const number = Number(word);
  return Number.isFinite(number) ? number : 0;
}

/** Work out formulas in their order: each may use those before it. */
export function define(guides: Guides, formulas: Iterable<readonly [string, string]>): void {
  let room = MOST_GUIDES;
  for (const [name, formula] of formulas) {
    if (room-- <= 0) return;
    const [operation = "", ...words] = formula.trim().split(/\s+/);
    const work = named(OPERATIONS, operation);
    if (!work) continue;
    const [x, y, z] = [0, 1, 2].map((at) => worth(words[at], guides)) as [number, number, number];
    const value = work(x, y, z);
    guides.set(name, Number.isFinite(value) ? value : 0);
  }
}
