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

const shortestMeasure = 0.25; // seconds between two measurements of speed

interface Running {
  wish: Wish;
  transfer: Transfer | null;
  measured: { at: number; sent: number };
}

function itemOf(id: number, { file, path, folder }: Wish): UploadItem {
  return {
    id,
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
}

/** A queue that sends by `send`; `onDone` hears of each file that has arrived. `clock` is in milliseconds. */
export class UploadQueue {
  readonly items: Store<readonly UploadItem[]> = createStore<readonly UploadItem[]>([]);
  readonly #running = new Map<number, Running>();
  #count = 0;

  constructor(
    private readonly send: Send,
    private readonly onDone: (item: UploadItem) => void = () => {},
    private readonly clock: () => number = () => performance.now(),
  ) {}

  add(wishes: readonly Wish[]): void {
    const added = wishes.map((wish) => {
      this.#count += 1;
      this.#running.set(this.#count, { wish, transfer: null, measured: { at: 0, sent: 0 } });
      return itemOf(this.#count, wish);
    });
    this.items.set((list) => [...list, ...added]);
    this.#next();
  }

  stop(id: number): void {
    const state = this.#find(id)?.state;
    if (state !== "sending" && state !== "waiting" && state !== "failed") return;
    this.#update(id, { state: "stopped", speed: 0 });
    void this.#running.get(id)?.transfer?.stop(true);
    this.#next();
  }

  retry(id: number): void {
    const item = this.#find(id);
    if (item?.state !== "failed" && item?.state !== "stopped") return;
    // A stopped one begins anew: the server was told to forget it.
    this.#update(id, {
      state: "waiting",
      error: null,
      sent: item.state === "stopped" ? 0 : item.sent,
    });
    this.#next();
  }

  /** Forget those that are over. */
  clear(): void {
    const over = (item: UploadItem) => item.state !== "sending" && item.state !== "waiting";
    for (const { id } of this.items.get().filter(over)) this.#running.delete(id);
    this.items.set((list) => list.filter((item) => !over(item)));
  }

  #find(id: number): UploadItem | undefined {
    return this.items.get().find((item) => item.id === id);
  }

  #update(id: number, change: Partial<UploadItem>): void {
    this.items.set((list) => list.map((item) => (item.id === id ? { ...item, ...change } : item)));
  }

  #next(): void {
    const list = this.items.get();
    const free = atOnce - list.filter(({ state }) => state === "sending").length;
    const waiting = list.filter(({ state }) => state === "waiting");
    for (const item of waiting.slice(0, Math.max(0, free))) this.#start(item);
  }

  #start(item: UploadItem): void {
    const { id } = item;
    const held = this.#running.get(id);
    if (held === undefined) return;
    held.measured = { at: this.clock(), sent: item.sent };
    this.#update(id, { state: "sending", error: null, speed: 0 });
    held.transfer = this.send(held.wish, {
      onProgress: (sent) => this.#progress(id, sent),
      onDone: (result) => {
        this.#update(id, { state: "done", sent: item.size, speed: 0, ...result });
        const done = this.#find(id);
        if (done !== undefined) this.onDone(done);
        this.#next();
      },
      onFailed: (error) => {
        if (this.#find(id)?.state !== "sending") return;
        this.#update(id, { state: "failed", error, speed: 0 });
        this.#next();
      },
    });
  }

  #progress(id: number, sent: number): void {
    const held = this.#running.get(id);
    const item = this.#find(id);
    if (held === undefined || item?.state !== "sending") return;
    const seconds = (this.clock() - held.measured.at) / 1000;
    if (seconds < shortestMeasure && sent < item.size) return;
    const now = seconds > 0 ? Math.max(0, sent - held.measured.sent) / seconds : 0;
    held.measured = { at: this.clock(), sent };
    const speed = item.speed === 0 ? now : item.speed * (1 - smoothing) + now * smoothing;
    this.#update(id, { sent, speed });
  }
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
