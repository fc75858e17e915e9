/** Random edits by two or three people, offline for a while, then together: all see the same. */
import { describe, expect, it } from "vitest";
import type { Book, Sheet } from "../index";
import { seen } from "./books";
import type { Mirror } from "./mirror";
import { firstUpdates, operate, Replica, randomOf, sync } from "./people";

const TRIALS = Number(process.env.TONGWEN_SHEET_TRIALS ?? 60);
const OPERATIONS = 50;
const ROUNDS = 5;

const SIDS = ["s1", "s2"];
const stateOf = (book: Book): string =>
  JSON.stringify([
    book.sheets(),
    SIDS.map((sid) => seen(book.sheet(sid) as Sheet)),
    [...(book.comments?.map("comments").entries() ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);

function trial(seed: number): void {
  const random = randomOf(seed + 1);
  const first = firstUpdates();
  const replicas = Array.from(
    { length: 2 + (seed % 2) },
    (_, i) => new Replica(first, 1000 + seed * 8 + i),
  );
  const log: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < OPERATIONS / ROUNDS; i++)
      operate(replicas[random(replicas.length)] as Replica, random, log);
    const where = `seed ${seed}, round ${round}: ${log.join("; ")}`;
    for (const { mirrors } of replicas) for (const mirror of mirrors) check(mirror, where);
    sync(replicas);
    const [one, ...others] = replicas.map(({ book }) => stateOf(book));
    for (const other of others) expect(other, `replicas differ: ${where}`).toBe(one);
    const anew = (replicas[round % replicas.length] as Replica).open();
    expect(stateOf(anew), `not what the entries say: ${where}`).toBe(one);
    anew.destroy();
    for (const { mirrors } of replicas) for (const mirror of mirrors) check(mirror, where);
  }
}

function check(mirror: Mirror, where: string): void {
  const [mirrored, real] = mirror.both();
  expect(mirrored, `the grid differs from the model: ${where}`).toEqual(real);
}
describe("people who edit together", () => {
  it(`see the same after ${TRIALS} trials of ${OPERATIONS} operations`, {
    timeout: 30 * 60_000,
  }, () => {
    for (let seed = 0; seed < TRIALS; seed++) trial(seed);
  });
});
