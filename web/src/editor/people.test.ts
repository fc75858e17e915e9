import { expect, it } from "vitest";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { freeSlot, introduce, type Peer, peersOf } from "./people";

const peer = (id: string, color: number): Peer => ({
  clientId: 1,
  id,
  name: id,
  color,
  present: false,
});

it("keeps the preferred colour when nobody has it", () => {
  expect(freeSlot([peer("a", 2)], "b", 3)).toBe(3);
});

it("gives way to who goes before, and only to them", () => {
  expect(freeSlot([peer("a", 3)], "b", 3)).toBe(4);
  expect(freeSlot([peer("c", 3)], "b", 3)).toBe(3);
});

it("goes round, and shares when all are taken", () => {
  expect(freeSlot([peer("a", 7)], "b", 7)).toBe(0);
  const everybody = Array.from({ length: 8 }, (_, slot) => peer(`a${slot}`, slot));
  expect(freeSlot(everybody, "b", 5)).toBe(5);
});

it("shows two people of one colour in two", () => {
  const [ann, ben] = [new Awareness(new Y.Doc()), new Awareness(new Y.Doc())];
  const tell = (from: Awareness, to: Awareness): void => {
    to.states.set(from.clientID, from.getLocalState() ?? {});
    to.emit("change", [{ added: [from.clientID], updated: [], removed: [] }, "test"]);
  };
  introduce(ann, { id: "ann", name: "Ann", color: 5 });
  introduce(ben, { id: "ben", name: "Ben", color: 5 });
  tell(ann, ben);
  tell(ben, ann);
  expect(peersOf(ann).map((found) => found.color)).toEqual([6]);
  expect(peersOf(ben).map((found) => found.color)).toEqual([5]);
});
