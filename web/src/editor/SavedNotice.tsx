/** Over the stage: what keeps edits from being saved, what is safe, and what to do. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import styles from "./SavedNotice.module.css";
import type { SavedStore } from "./SavedWords";
import type { SavedState } from "./saved";

type Trouble = "store" | "slow" | "too-large" | "outdated" | null;

/** What a state asks to be told at length, or null. */
export function troubleOf(state: SavedState): Trouble {
  if (state.name === "unsaved") return state.cause;
  if (state.name === "failed" && state.reason === "too-large") return "too-large";
  return state.name === "refused" && state.reason === "outdated" ? "outdated" : null;
}

/** Milliseconds: most faults are gone before a sentence about them is read. */
const DELAY = 3000;

function useLasting(trouble: Trouble): Trouble {
  const [lasting, setLasting] = useState<Trouble>(null);
  useEffect(() => {
    if (trouble !== "store") {
      setLasting(trouble);
      return;
    }
    const timer = setTimeout(() => setLasting(trouble), DELAY);
    return () => clearTimeout(timer);
  }, [trouble]);
  return lasting;
}

function Kept({ kept }: { kept: boolean }) {
  if (!kept) return <Trans>Keep this page open: what you typed is only here.</Trans>;
  return (
    <Trans>
      Go on writing: it is kept on this device, and saved by itself as soon as it can be.
    </Trans>
  );
}

function Notice({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.notice} role="status" data-saved-notice>
      <IconAlertTriangle size={20} className={styles.icon} aria-hidden="true" />
      <div>
        <strong>{title}</strong>
        <div className={styles.hint}>{children}</div>
      </div>
    </div>
  );
}

function Outdated() {
  const { t } = useLingui();
  return (
    <div className={styles.wide} role="alert" data-outdated>
      <IconRefresh size={20} className={styles.icon} aria-hidden="true" />
      <div className={styles.words}>
        <strong>{t`This page is out of date`}</strong>
        <div className={styles.hint}>
          <Trans>
            Tongwen was updated. Reload to go on editing; what you typed is kept on this device and
            comes along.
          </Trans>
        </div>
      </div>
      <Button size="xs" onClick={() => window.location.reload()}>{t`Reload`}</Button>
    </div>
  );
}

export function SavedNotice({ store }: { store: SavedStore }) {
  const trouble = useLasting(useSyncExternalStore(store.subscribe, () => troubleOf(store.state)));
  const kept = useSyncExternalStore(
    store.subscribe,
    () => store.state.name === "unsaved" && store.state.kept,
  );
  switch (trouble) {
    case "outdated":
      return <Outdated />;
    case "store":
      return (
        <Notice title={<Trans>The server cannot store edits just now</Trans>}>
          <Kept kept={kept} />
        </Notice>
      );
    case "slow":
      return (
        <Notice title={<Trans>The server has not confirmed your last edits yet</Trans>}>
          <Kept kept={kept} />
        </Notice>
      );
    case "too-large":
      return (
        <Notice title={<Trans>This change is too large to be saved</Trans>}>
          <Trans>Undo it, and bring it in as several smaller ones.</Trans>
        </Notice>
      );
    default:
      return null;
  }
}
