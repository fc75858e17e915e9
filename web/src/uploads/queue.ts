/** Uploads: three at a time, the rest wait; each can be stopped, tried again, and told apart by its state. */
import { createStore, type Store } from "@/app/store";

export type UploadState = "waiting" | "sending" | "done" | "failed" | "stopped";

export interface UploadItem {
  id: number;
  name: string;
  /** Folders below the target, `a/b/c.txt`, or empty. */
  path: string;
  folder: { id: string; name: string };
  size: number;
  sent: number;
  /** Bytes a second, smoothed; 0 when unknown. */
  speed: number;
  state: UploadState;
  error: unknown;
  /** Set when done. */
  nodeId: string | null;
  /** The version that this upload became; above 1 the name was there already. */
  version: number | null;
}

export interface Wish {
  file: File;
  path: string;
  folder: { id: string; name: string };
}

/** One upload on its way. */
export interface Transfer {
  /** Stop; with `forget` the server drops what it has. */
  stop: (forget: boolean) => Promise<void>;
}

export interface Reports {
  onProgress: (sent: number) => void;
  onDone: (result: { nodeId: string | null; version: number | null }) => void;
  onFailed: (error: unknown) => void;
}

export type Send = (wish: Wish, reports: Reports) => Transfer;

const atOnce = 3;
const smoothing = 0.3; // weight of the newest measurement of speed

interface Running {
  wish: Wish;
  transfer: Transfer | null;
  measured: { at: number; sent: number };
}

export interface UploadQueue {
  items: Store<readonly UploadItem[]>;
  add: (wishes: readonly Wish[]) => void;
  stop: (id: number) => void;
  retry: (id: number) => void;
  /** Forget those that are over. */
  clear: () => void;
}

/** A queue that sends by `send`; `onDone` hears of each file that has arrived. `clock` is in milliseconds. */
export function createUploadQueue(
  send: Send,
  onDone: (item: UploadItem) => void = () => {},
  clock: () => number = () => performance.now(),
): UploadQueue {
  const items = createStore<readonly UploadItem[]>([]);
  const running = new Map<number, Running>();
  let count = 0;

  const update = (id: number, change: Partial<UploadItem>) =>
    items.set((list) => list.map((item) => (item.id === id ? { ...item, ...change } : item)));
  const find = (id: number) => items.get().find((item) => item.id === id);

  function progress(id: number, sent: number): void {
    const held = running.get(id);
    const item = find(id);
    if (held === undefined || item?.state !== "sending") return;
    const seconds = (clock() - held.measured.at) / 1000;
    if (seconds < 0.25 && sent < item.size) return;
    const now = seconds > 0 ? Math.max(0, sent - held.measured.sent) / seconds : 0;
    held.measured = { at: clock(), sent };
    const speed = item.speed === 0 ? now : item.speed * (1 - smoothing) + now * smoothing;
    update(id, { sent, speed });
  }

  function start(id: number): void {
    const held = running.get(id);
    const item = find(id);
    if (held === undefined || item === undefined) return;
    held.measured = { at: clock(), sent: item.sent };
    update(id, { state: "sending", error: null, speed: 0 });
    held.transfer = send(held.wish, {
      onProgress: (sent) => progress(id, sent),
      onDone: (result) => {
        update(id, { state: "done", sent: item.size, speed: 0, ...result });
        const done = find(id);
        if (done !== undefined) onDone(done);
        next();
      },
      onFailed: (error) => {
        if (find(id)?.state !== "sending") return;
        update(id, { state: "failed", error, speed: 0 });
        next();
      },
    });
  }

  function next(): void {
    const list = items.get();
    const free = atOnce - list.filter((item) => item.state === "sending").length;
    for (const item of list
      .filter(({ state }) => state === "waiting")
      .slice(0, Math.max(0, free))) {
      start(item.id);
    }
  }

  return {
    items,
    add(wishes) {
      const added = wishes.map((wish): UploadItem => {
        count += 1;
        running.set(count, { wish, transfer: null, measured: { at: 0, sent: 0 } });
        const { file, path, folder } = wish;
        return {
          id: count,
          name: file.name,
          path,
          folder,
          size: file.size,
          sent: 0,
          speed: 0,
          state: "waiting",
          error: null,
          nodeId: null,
          version: null,
        };
      });
      items.set((list) => [...list, ...added]);
      next();
    },
    stop(id) {
      const item = find(id);
      if (item?.state !== "sending" && item?.state !== "waiting" && item?.state !== "failed")
        return;
      update(id, { state: "stopped", speed: 0 });
      void running.get(id)?.transfer?.stop(true);
      next();
    },
    retry(id) {
      const state = find(id)?.state;
      if (state !== "failed" && state !== "stopped") return;
      update(id, {
        state: "waiting",
        error: null,
        sent: state === "stopped" ? 0 : (find(id)?.sent ?? 0),
      });
      next();
    },
    clear() {
      items.set((list) => {
        const over = list.filter(
          ({ state }) => state === "done" || state === "stopped" || state === "failed",
        );
        for (const { id } of over) running.delete(id);
        return list.filter((item) => !over.includes(item));
      });
    },
  };
}

export interface Totals {
  count: number;
  active: number;
  done: number;
  failed: number;
  size: number;
  sent: number;
  speed: number;
}

/** What the tray says about all of them together. Stopped ones do not count. */
export function totals(items: readonly UploadItem[]): Totals {
  const sum: Totals = { count: 0, active: 0, done: 0, failed: 0, size: 0, sent: 0, speed: 0 };
  for (const item of items) {
    if (item.state === "stopped") continue;
    sum.count += 1;
    sum.size += item.size;
    sum.sent += item.sent;
    sum.speed += item.speed;
    if (item.state === "done") sum.done += 1;
    else if (item.state === "failed") sum.failed += 1;
    else sum.active += 1;
  }
  return sum;
}
