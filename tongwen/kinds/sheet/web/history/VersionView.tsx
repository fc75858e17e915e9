/** An earlier version over the stage: its bar, its grid, its worksheets. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { Node } from "@/api";
import { ErrorState } from "@/app/ErrorState";
import type { Viewed } from "@/editor/history/viewed";
import { DamagedVersion } from "./packed";
import { useVersion } from "./useVersion";
import { VersionBar } from "./VersionBar";
import { VersionTabs } from "./VersionTabs";
import styles from "./VersionView.module.css";

export interface VersionViewProps {
  node: Node;
  viewed: Viewed;
  /** Null when one may not. */
  onRestore: (() => void) | null;
  onClose: () => void;
}

/** Where Esc has a meaning of its own. */
const OWN_KEYS = "[role=dialog],[role=menu],input:not([role=switch])";

/** Esc goes back to now. */
function useEscape(onClose: () => void): void {
  const latest = useRef(onClose);
  latest.current = onClose;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.isComposing) return;
      const place = event.target instanceof Element ? event.target : null;
      // The grid's own field takes keys where nothing is typed: it lies in the view.
      if (place?.closest(OWN_KEYS) && !place.closest("[data-version-view]")) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, []);
}

function Unshowable({ error, onClose }: { error: unknown; onClose: () => void }) {
  const { t } = useLingui();
  const damaged = error instanceof DamagedVersion;
  return (
    <div className={styles.problem}>
      <ErrorState
        title={<Trans>This version cannot be shown</Trans>}
        {...(damaged
          ? {
              hint: <Trans>It holds something this page does not know. Download it instead.</Trans>,
            }
          : { error })}
      />
      <Button variant="default" onClick={onClose}>{t`Back to now`}</Button>
    </div>
  );
}

export default function VersionView(props: VersionViewProps) {
  const { node, viewed, onClose } = props;
  const { t } = useLingui();
  const place = useRef<HTMLDivElement>(null);
  const version = useVersion(node, viewed, place);
  const { viewer, error, difference } = version;
  useEscape(onClose);
  useEffect(() => {
    // So that keys begin here; the live grid below is out of reach.
    if (viewer && !window.matchMedia("(pointer: coarse)").matches) viewer.focus();
  }, [viewer]);
  return (
    <section className={styles.view} aria-label={viewed.title} data-version-view={viewed.number}>
      <VersionBar {...props} version={version} />
      {error ? (
        <Unshowable error={error} onClose={onClose} />
      ) : (
        <>
          <div ref={place} className={styles.grid} />
          {!viewer && <p className={styles.waiting} role="status">{t`Opening the version…`}</p>}
          {viewer && <VersionTabs viewer={viewer} difference={difference} />}
        </>
      )}
    </section>
  );
}
