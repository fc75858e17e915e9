/** A value outside React that components can watch. */
import { useSyncExternalStore } from "react";

export interface Store<Value> {
  get(): Value;
  set(next: Value | ((value: Value) => Value)): void;
  subscribe(listener: () => void): () => void;
  /** The value, in a component; it renders again when the value changes. */
  use(): Value;
}

export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  const store: Store<Value> = {
    get: () => value,
    set(next) {
      const changed = typeof next === "function" ? (next as (value: Value) => Value)(value) : next;
      if (Object.is(changed, value)) return;
      value = changed;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    use: () => useSyncExternalStore(store.subscribe, store.get),
  };
  return store;
}

/** A store that this browser remembers. What it finds is checked by `accept`, else `initial` holds. */
export function createKeptStore<Value>(
  key: string,
  initial: Value,
  accept: (found: unknown) => found is Value,
): Store<Value> {
  let found: unknown;
  try {
    found = JSON.parse(localStorage.getItem(key) ?? "null");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const store = createStore<Value>(accept(found) ? found : initial);
  store.subscribe(() => localStorage.setItem(key, JSON.stringify(store.get())));
  return store;
}
