/** An earlier version over the stage of any editor: what it is, the ways on, and why it cannot be shown. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button } from "@mantine/core";
import { IconArrowBackUp, IconHistory } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import { ErrorState } from "@/app/ErrorState";
import { usePhone } from "../usePhone";
import styles from "./VersionFrame.module.css";
import type { Viewed } from "./viewed";

/** Where keys have a meaning of their own. */
const OWN_KEYS = "[role=dialog],[role=menu],input:not([role=switch]),textarea";

function hasOwnKeys(place: EventTarget | null): boolean {
  // The field of a grid takes keys where nothing is typed: it lies in the view.
  return (
    place instanceof Element &&
    place.closest(OWN_KEYS) !== null &&
    place.closest("[data-version-view]") === null
  );
}

/** What a key asks of an earlier version. */
function askedFor(event: KeyboardEvent): "close" | 1 | -1 | null {
  if (event.defaultPrevented || event.isComposing || hasOwnKeys(event.target)) return null;
  if (event.key === "Escape") return "close";
  if (!event.altKey) return null;
  return event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : null;
}

/** Esc goes back to now; Alt with the arrows goes from change to change, where there is a way to. */
export function useVersionKeys(onClose: () => void, go?: (direction: 1 | -1) => void): void {
  const latest = useRef({ onClose, go });
  latest.current = { onClose, go };
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const asked = askedFor(event);
      const { onClose: close, go: move } = latest.current;
      if (!asked || (asked !== "close" && !move)) return;
      event.preventDefault();
      if (asked === "close") close();
      else move?.(asked);
    };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, []);
}

function Restore({ onRestore }: { onRestore: () => void }) {
  const { t } = useLingui();
  if (usePhone()) {
    return (
      <ActionIcon
        variant="filled"
        color="var(--tw-accent)"
        size={30}
        aria-label={t`Restore this version`}
        onClick={onRestore}
      >
        <IconHistory size={17} />
      </ActionIcon>
    );
  }
  return (
    <Button size="xs" leftSection={<IconHistory size={16} />} onClick={onRestore}>
      {t`Restore this version`}
    </Button>
  );
}

function Unshowable({
  error,
  unknown,
  onClose,
}: {
  error: unknown;
  unknown: boolean;
  onClose: () => void;
}) {
  const { t } = useLingui();
  return (
    <div className={styles.problem}>
      <ErrorState
        title={<Trans>This version cannot be shown</Trans>}
        {...(unknown
          ? {
              hint: <Trans>It holds something this page does not know. Download it instead.</Trans>,
            }
          : { error })}
      />
      <Button variant="default" onClick={onClose}>{t`Back to now`}</Button>
    </div>
  );
}

export interface VersionFrameProps {
  viewed: Viewed;
  /** Beside the title. */
  by?: ReactNode;
  /** Null when one may not. */
  onRestore: (() => void) | null;
  onClose: () => void;
  /** Why the version cannot be shown; null when it can. */
  error: unknown;
  /** It cannot because it holds something that this page does not know. */
  unknown: boolean;
  /** Under the title: what changed. */
  changes: ReactNode;
  children: ReactNode;
}

export function VersionFrame(props: VersionFrameProps) {
  const { viewed, by, onRestore, onClose, error, unknown, changes, children } = props;
  const { t } = useLingui();
  return (
    <section className={styles.view} aria-label={viewed.title} data-version-view={viewed.number}>
      <header className={styles.bar}>
        <div className={styles.line}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowBackUp size={16} />}
            onClick={onClose}
          >
            {t`Back to now`}
          </Button>
          <h2 className={styles.title}>
            {viewed.title}
            {by && <span className={styles.by}>{by}</span>}
          </h2>
          {onRestore && <Restore onRestore={onRestore} />}
        </div>
        {changes}
      </header>
      {error ? <Unshowable error={error} unknown={unknown} onClose={onClose} /> : children}
    </section>
  );
}
