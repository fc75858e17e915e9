/** The worksheets of a version, hidden ones too, each with the number of cells that differ. */
import { useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useSyncExternalStore } from "react";
import type { Difference, SheetDifference } from "./comparing";
import styles from "./VersionView.module.css";
import type { VersionViewer } from "./viewer";

function Badge({ difference }: { difference: SheetDifference | undefined }) {
  const { t, i18n } = useLingui();
  if (!difference) return null;
  if (difference.earlier === null) return <span className={styles.badge}>{t`New`}</span>;
  if (difference.cells === 0) return null;
  const count = i18n.number(difference.cells);
  return (
    <span className={styles.badge} title={t`Cells that differ: ${count}`}>
      {count}
    </span>
  );
}

/** The arrow keys go from tab to tab. */
function stepThrough(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
  const next = tabs[tabs.indexOf(event.target as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.click();
}

export function VersionTabs({
  viewer,
  difference,
}: {
  viewer: VersionViewer;
  difference: Difference | null;
}) {
  const { t } = useLingui();
  const current = useSyncExternalStore(viewer.subscribe, () => viewer.sheet.sid);
  return (
    <div
      className={styles.tabs}
      role="tablist"
      aria-label={t`Worksheets of this version`}
      onKeyDown={stepThrough}
    >
      {viewer.book.sheets().map(({ sid, name, state }) => (
        <button
          key={sid}
          type="button"
          role="tab"
          aria-selected={sid === current}
          tabIndex={sid === current ? 0 : -1}
          className={styles.tab}
          data-hidden={state === "visible" ? undefined : true}
          data-changed={difference?.sheets.get(sid)?.cells}
          onClick={() => viewer.show(sid)}
        >
          {name}
          {state !== "visible" && <span className={styles.hidden}>{t`Hidden`}</span>}
          <Badge difference={difference?.sheets.get(sid)} />
        </button>
      ))}
    </div>
  );
}
