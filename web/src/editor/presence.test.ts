import { describe, expect, it, vi } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { freeSlot, type Peer, peerOf } from "./people";
import { Presence, type Schedule } from "./presence";

const peer = (id: string, color: number): Peer => ({
  clientId: 1,
  id,
  name: id,
  color,
  present: false,
});

/** Frames that the test lets pass. */
function frames() {
  let waiting: (() => void)[] = [];
  const schedule: Schedule = (work) => {
    waiting.push(work);
    return () => {
      waiting = waiting.filter((one) => one !== work);
    };
  };
  const pass = (): number => {
    const now = waiting;
    waiting = [];
    for (const work of now) work();
    return now.length;
  };
  return { schedule, pass };
}

describe("colours", () => {
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
    const { schedule, pass } = frames();
    const [ann, ben] = [new Awareness(new Y.Doc()), new Awareness(new Y.Doc())];
    const [annSees, benSees] = [new Presence(ann, schedule), new Presence(ben, schedule)];
    annSees.introduce({ id: "ann", name: "Ann", color: 5 });
    benSees.introduce({ id: "ben", name: "Ben", color: 5 });
    for (let turn = 0; turn < 3; turn += 1) {
      applyAwarenessUpdate(ben, encodeAwarenessUpdate(ann, [ann.clientID]), "test");
      applyAwarenessUpdate(ann, encodeAwarenessUpdate(ben, [ben.clientID]), "test");
      pass();
    }
    expect(annSees.peers.map((found) => found.color)).toEqual([6]);
    expect(benSees.peers.map((found) => found.color)).toEqual([5]);
    for (const one of [annSees, benSees]) one.destroy();
    for (const one of [ann, ben]) one.destroy();
  });
});

describe("what others say of themselves", () => {
  it("is nobody without a name", () => {
    for (const state of [null, {}, { user: null }, { user: { name: 7 } }, { user: [] }])
      expect(peerOf(3, state)).toBeNull();
  });

  it("is cut and completed", () => {
    expect(peerOf(3, { user: { name: "x".repeat(500), id: {}, slot: "red" }, cursor: {} })).toEqual(
      {
        clientId: 3,
        id: "3",
        name: "x".repeat(80),
        color: 3,
        present: true,
      },
    );
  });
});

describe("an audience of 500", () => {
  const SIZE = 500;

  function audience() {
    const crowd = new Awareness(new Y.Doc());
    crowd.setLocalState(null);
    const state = (client: number, cursor: number | null) => ({
      user: { id: `p${client % SIZE}`, name: `人 ${client}`, color: "#2872bc", slot: client },
      cursor: cursor === null ? null : { head: cursor },
    });
    const say = (to: Awareness, client: number, cursor: number | null): void => {
      const clock = (crowd.meta.get(client)?.clock ?? 0) + 1;
      crowd.states.set(client, state(client, cursor));
      crowd.meta.set(client, { clock, lastUpdated: Date.now() });
      applyAwarenessUpdate(to, encodeAwarenessUpdate(crowd, [client]), "test");
    };
    return { crowd, say };
  }

  it("draws once for everybody who comes within a frame, and not at all for cursors that move", () => {
    const { schedule, pass } = frames();
    const awareness = new Awareness(new Y.Doc());
    const { crowd, say } = audience();
    const presence = new Presence(awareness, schedule);
    const drawn = vi.fn();
    presence.subscribe(drawn);
    for (let client = 1; client <= SIZE; client += 1) say(awareness, client, 0);
    expect(drawn).not.toHaveBeenCalled();
    expect(pass()).toBe(1);
    expect(drawn).toHaveBeenCalledTimes(1);
    expect(presence.peers).toHaveLength(SIZE);

    const before = presence.peers;
    for (let move = 1; move <= 2000; move += 1) say(awareness, 1 + (move % SIZE), move);
    expect(pass()).toBe(0);
    expect(presence.peers).toBe(before);

    say(awareness, 7, null); // a window loses its focus: one can no longer be followed
    expect(pass()).toBe(1);
    expect(drawn).toHaveBeenCalledTimes(2);
    expect(presence.peers.filter((one) => !one.present)).toHaveLength(1);
    presence.destroy();
    awareness.destroy();
    crowd.destroy();
  });

  it("tells of itself once, however many come", () => {
    const { schedule, pass } = frames();
    const awareness = new Awareness(new Y.Doc());
    const { crowd, say } = audience();
    const presence = new Presence(awareness, schedule);
    presence.introduce({ id: "me", name: "Me", color: 1 });
    const said = vi.fn();
    awareness.on("update", ({ updated, added }: { updated: number[]; added: number[] }) => {
      if ([...updated, ...added].includes(awareness.clientID)) said();
    });
    for (let client = 1; client <= SIZE; client += 1) {
      say(awareness, client, 0);
      if (client % 50 === 0) pass();
    }
    pass();
    expect(said.mock.calls.length).toBeLessThanOrEqual(1);
    presence.destroy();
    awareness.destroy();
    crowd.destroy();
  });

  it("shows a person with two windows once, by the one that can be followed", () => {
    const { schedule, pass } = frames();
    const awareness = new Awareness(new Y.Doc());
    const { crowd, say } = audience();
    const presence = new Presence(awareness, schedule);
    say(awareness, 3, null);
    say(awareness, 3 + SIZE, 5);
    pass();
    expect(presence.peers.map((one) => [one.clientId, one.present])).toEqual([[3 + SIZE, true]]);
    presence.destroy();
    awareness.destroy();
    crowd.destroy();
  });
});
