import { describe, expect, it, vi } from "vitest";
import { type Reports, totals, UploadQueue, type Wish } from "./queue";

function harness() {
  const sent: { wish: Wish; reports: Reports; stop: ReturnType<typeof vi.fn> }[] = [];
  let now = 0;
  const arrived: string[] = [];
  const queue = new UploadQueue(
    (wish, reports) => {
      const stop = vi.fn(async () => {});
      sent.push({ wish, reports, stop });
      return { stop };
    },
    (item) => arrived.push(item.name),
    () => now,
  );
  const wishes = (...names: string[]): Wish[] =>
    names.map((name) => ({
      file: new File(["x".repeat(100)], name),
      path: "",
      folder: { id: "f", name: "Folder" },
    }));
  const states = () => queue.items.get().map((item) => item.state);
  const at = (index: number) => {
    const found = sent[index];
    if (found === undefined) throw new Error(`nothing was sent ${index}`);
    return found;
  };
  const id = (index: number) => queue.items.get()[index]?.id ?? -1;
  return {
    queue,
    sent,
    arrived,
    wishes,
    states,
    at,
    id,
    tick: (by: number) => {
      now += by;
    },
  };
}

const result = { nodeId: "n", version: 1 };

describe("the upload queue", () => {
  it("sends three at a time and the next when one is done", () => {
    const { queue, sent, wishes, states, at, arrived } = harness();
    queue.add(wishes("a", "b", "c", "d", "e"));
    expect(sent.map(({ wish }) => wish.file.name)).toEqual(["a", "b", "c"]);
    at(1).reports.onDone(result);
    expect(states()).toEqual(["sending", "done", "sending", "sending", "waiting"]);
    expect(arrived).toEqual(["b"]);
  });

  it("goes on after a failure and tries again when told", () => {
    const { queue, wishes, states, at, sent, id } = harness();
    queue.add(wishes("a", "b", "c", "d"));
    at(0).reports.onFailed(new Error("no"));
    expect(states()).toEqual(["failed", "sending", "sending", "sending"]);
    at(1).reports.onDone(result);
    queue.retry(id(0));
    expect(states()[0]).toBe("sending");
    expect(sent).toHaveLength(5);
  });

  it("stops one, tells the server to forget it, and starts the next", () => {
    const { queue, wishes, states, at, id } = harness();
    queue.add(wishes("a", "b", "c", "d"));
    queue.stop(id(2));
    expect(at(2).stop).toHaveBeenCalledWith(true);
    expect(states()).toEqual(["sending", "sending", "stopped", "sending"]);
    at(2).reports.onFailed(new Error("aborted"));
    expect(states()[2]).toBe("stopped");
  });

  it("does not stop what has arrived, nor retry what is on its way", () => {
    const { queue, wishes, states, at, sent, id } = harness();
    queue.add(wishes("a", "b"));
    at(0).reports.onDone(result);
    queue.stop(id(0));
    queue.retry(id(1));
    expect(states()).toEqual(["done", "sending"]);
    expect(sent).toHaveLength(2);
  });

  it("measures speed and adds it up", () => {
    const { queue, wishes, at, tick } = harness();
    queue.add(wishes("a", "b"));
    tick(1000);
    at(0).reports.onProgress(50);
    at(1).reports.onProgress(10);
    expect(totals(queue.items.get())).toMatchObject({ count: 2, active: 2, sent: 60, speed: 60 });
    at(0).reports.onDone({ nodeId: "n", version: 3 });
    expect(queue.items.get()[0]).toMatchObject({ sent: 100, speed: 0, version: 3 });
  });

  it("clears what is over and keeps the rest", () => {
    const { queue, wishes, states, at, id } = harness();
    queue.add(wishes("a", "b", "c", "d"));
    at(0).reports.onDone(result);
    at(1).reports.onFailed(new Error("no"));
    queue.stop(id(2));
    queue.clear();
    expect(states()).toEqual(["sending"]);
  });
});
