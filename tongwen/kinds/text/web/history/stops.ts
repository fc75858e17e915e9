/** Changes as a reader goes through them: what one person did at one place is one stop. */
import type { Change } from "./walk";

export interface Stop {
  from: number;
  to: number;
  /** Index into the people. */
  person: number;
  changes: Change[];
}

/** Changes in document order, joined where one person's touch. */
export function stopsOf(changes: readonly Change[]): Stop[] {
  const stops: Stop[] = [];
  for (const change of changes) {
    const last = stops.at(-1);
    if (last && last.person === change.person && change.from <= last.to) {
      last.to = Math.max(last.to, change.to);
      last.changes.push(change);
    } else {
      const { from, to, person } = change;
      stops.push({ from, to, person, changes: [change] });
    }
  }
  return stops;
}

/** How many of the stops are each person's, by index. */
export function stopsByPerson(stops: readonly Stop[], people: number): number[] {
  const counts = new Array<number>(people).fill(0);
  for (const { person } of stops) if (person in counts) counts[person] = (counts[person] ?? 0) + 1;
  return counts;
}

/** The stop to go to from another (-1: from none), round the ends; null when there is none. */
export function stopAfter(current: number, count: number, direction: 1 | -1): number | null {
  if (count === 0) return null;
  if (current < 0) return direction > 0 ? 0 : count - 1;
  return (current + direction + count) % count;
}
