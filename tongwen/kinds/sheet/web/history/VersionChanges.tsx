/** Over a workbook as it was: how much differs, and what the active cell held. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useSyncExternalStore } from "react";
import { cellName, editText } from "../model";
import type { Difference } from "./comparing";
import type { OpenVersion } from "./useVersion";
import styles from "./VersionView.module.css";

/** Cells that differ, on all worksheets that were there before. */
export function changedCells({ sheets }: Difference): number {
  return [...sheets.values()].reduce(
    (sum, { earlier, cells }) => sum + (earlier === null ? 0 : cells),
    0,
  );
}

function Counted({ difference }: { difference: Difference }) {
  const { i18n } = useLingui();
  const cells = changedCells(difference);
  const added = [...difference.sheets.values()].filter(({ earlier }) => earlier === null).length;
  const gone = new Intl.ListFormat(i18n.locale).format(difference.gone);
  return (
    <>
      <span data-changed-cells={cells}>
        {cells === 0 ? (
          <Trans>No cell differs from the version before</Trans>
        ) : (
          <Plural
            value={cells}
            one="# cell differs from the version before"
            other="# cells differ from the version before"
          />
        )}
      </span>
      {added > 0 && (
        <span>
          <Plural value={added} one="# new worksheet" other="# new worksheets" />
        </span>
      )}
      {gone && (
        <span>
          <Trans>Deleted worksheets: {gone}</Trans>
        </span>
      )}
    </>
  );
}

function Differences({ version }: { version: OpenVersion }) {
  const { earlier, incomparable, difference } = version;
  if (incomparable) return <Trans>The version before cannot be read: no cells are marked.</Trans>;
  if (earlier === null) return <Trans>This is the first version.</Trans>;
  if (!difference) return <Trans>Looking for changes…</Trans>;
  return <Counted difference={difference} />;
}

const never = () => () => {};

/** What the active cell holds, and what it held in the version before where that differs. */
function ActiveCell({ version }: { version: OpenVersion }) {
  const { t } = useLingui();
  const { viewer, before, difference } = version;
  const place = useSyncExternalStore(viewer?.subscribe ?? never, () => viewer?.getPlace() ?? null);
  if (!viewer || place === null) return null;
  const { sheet, active } = viewer;
  const { row, col } = active;
  const other = difference?.sheets.get(sheet.sid)?.earlier;
  const sheetBefore = other ? before?.sheet(other) : null;
  const held = sheetBefore ? editText(sheetBefore, row, col) : null;
  const text = viewer.text();
  return (
    <div className={styles.cell} data-active-cell={cellName(row, col)}>
      <span className={styles.address}>{cellName(row, col)}</span>
      <output className={styles.text} aria-label={t`Contents of the cell`}>
        {text}
      </output>
      {held !== null && held !== text && (
        <span className={styles.before} data-cell-before>
          {held === "" ? (
            <Trans>Before: empty</Trans>
          ) : (
            <Trans>
              Before: <del>{held}</del>
            </Trans>
          )}
        </span>
      )}
    </div>
  );
}

/** How much differs, and the active cell. */
export function VersionChanges({ version }: { version: OpenVersion }) {
  return (
    <>
      <p className={styles.differences} role="status">
        <Differences version={version} />
      </p>
      <ActiveCell version={version} />
    </>
  );
}
