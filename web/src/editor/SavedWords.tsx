/** The saved state in words: what is safe, and where. */
import { useLingui } from "@lingui/react/macro";
import styles from "./EditorFrame.module.css";
import type { SavedState } from "./saved";

const looks: Record<SavedState["name"], string> = {
  connecting: "savedSaving",
  saved: "savedSaved",
  saving: "savedSaving",
  offline: "savedOffline",
  "read-only": "savedReadOnly",
  refused: "savedRefused",
  failed: "savedRefused",
};

/** The words for a state. A hook, because they follow the person's language. */
export function useSavedWords(state: SavedState): string {
  const { t } = useLingui();
  switch (state.name) {
    case "connecting":
      return t`Connecting…`;
    case "saved":
      return t`Saved`;
    case "saving":
      return t`Saving…`;
    case "offline":
      return state.kept ? t`Offline, kept on this device` : t`Offline, not saved yet`;
    case "read-only":
      return t`View only`;
    case "failed":
      return state.reason === "too-large"
        ? t`Cannot save: this change is too large`
        : t`Cannot save: ${state.reason}`;
    case "refused":
      return {
        denied: t`You no longer have access`,
        "signed-out": t`You are signed out`,
        gone: t`This document was deleted`,
        outdated: t`This page is out of date`,
        unreadable: t`This page cannot show the document`,
      }[state.reason];
  }
}

export function SavedWords({ state }: { state: SavedState }) {
  const words = useSavedWords(state);
  return (
    <span
      className={`${styles.saved} ${styles[looks[state.name]] ?? ""}`}
      role="status"
      data-saved={state.name}
    >
      <span className={styles.dot} aria-hidden="true" />
      {words}
    </span>
  );
}
