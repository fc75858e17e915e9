/** The saved state in words: what is safe, and where. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useLayoutEffect, useRef } from "react";
import styles from "./EditorFrame.module.css";
import type { RefusalReason, SavedState } from "./saved";

const looks: Record<SavedState["name"], string> = {
  connecting: "savedSaving",
  saved: "savedSaved",
  saving: "savedSaving",
  offline: "savedOffline",
  unsaved: "savedOffline",
  "read-only": "savedReadOnly",
  refused: "savedRefused",
  failed: "savedRefused",
};

const refusals: Record<RefusalReason, ReturnType<typeof msg>> = {
  denied: msg`You no longer have access`,
  "signed-out": msg`You are signed out`,
  gone: msg`This document was deleted`,
  outdated: msg`This page is out of date`,
  unreadable: msg`This page cannot show the document`,
  unopened: msg`This file cannot be opened`,
};

/** The words for a state, in the language of now. */
export function savedWords(state: SavedState): string {
  switch (state.name) {
    case "connecting":
      return i18n._(msg`Connecting…`);
    case "saved":
      return i18n._(msg`Saved`);
    case "saving":
      return i18n._(msg`Saving…`);
    case "offline":
      return state.kept
        ? i18n._(msg`Offline, kept on this device`)
        : i18n._(msg`Offline, not saved yet`);
    case "unsaved":
      return state.cause === "store"
        ? i18n._(msg`Not saved yet: the server cannot store it`)
        : i18n._(msg`Not saved yet: waiting for the server`);
    case "read-only":
      return i18n._(msg`View only`);
    case "failed":
      if (state.reason === "too-large") return i18n._(msg`Cannot save: this change is too large`);
      if (state.reason === "full")
        return i18n._(msg`Cannot save: the document has reached its largest size`);
      return i18n._(msg`Cannot save: ${state.reason}`);
    case "refused":
      return i18n._(refusals[state.reason]);
  }
}

/** Where the state comes from. */
export interface SavedStore {
  subscribe: (listener: () => void) => () => void;
  readonly state: SavedState;
}

/**
 * Written into the page without React: the state changes twice with each key, and each of React's commits
 * walks the whole contenteditable to keep its selection.
 */
export function SavedWords({ store }: { store: SavedStore }) {
  const { i18n: language } = useLingui();
  const place = useRef<HTMLSpanElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  const { locale } = language;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words follow the language.
  useLayoutEffect(() => {
    const write = (): void => {
      const { state } = store;
      if (!place.current || !text.current) return;
      place.current.className = `${styles.saved} ${styles[looks[state.name]] ?? ""}`;
      place.current.dataset.saved = state.name;
      const words = savedWords(state);
      if (text.current.textContent !== words) text.current.textContent = words;
    };
    write();
    return store.subscribe(write);
  }, [store, locale]);
  return (
    <span ref={place} className={styles.saved} role="status">
      <span className={styles.dot} aria-hidden="true" />
      <span ref={text} />
    </span>
  );
}
