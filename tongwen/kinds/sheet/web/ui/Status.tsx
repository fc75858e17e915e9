/** The status bar: what the selected cells add up to, and the zoom. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import { notify } from "@/app/notices";
import frame from "@/editor/EditorFrame.module.css";
import { StatusSpring, ZoomControl } from "@/editor/StatusBar";
import type { FormulaState } from "../calc";
import { cellsIn, colsIn, rowsIn } from "../commands/areas";
import { displayText, isDate } from "../commands/display";
import type { ControlProps } from "./controls/props";
import type { SheetSession } from "./session";
import { rounded, type Summary, summarise } from "./summary";

const REST = 120; // milliseconds

/** Summed when the selection rests, and again when values change. */
function useSummary({ session, now }: ControlProps): Summary | null {
  const [summary, setSummary] = useState<Summary | null>(null);
  const { selection, revision, computed, sid } = now;
  // biome-ignore lint/correctness/useExhaustiveDependencies: changed values are summed anew.
  useEffect(() => {
    const single = cellsIn(selection.areas) < 2;
    let stopped = false;
    const timer = setTimeout(() => {
      if (single) {
        setSummary(null);
        return;
      }
      const { sheet } = session;
      void summarise(sheet, selection.areas, session.computed, () => stopped).then((found) => {
        if (found) setSummary(found);
      });
    }, REST);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [session, selection, revision, computed, sid]);
  return summary;
}

function Figure({ name, shown, value }: { name: string; shown: string; value: number }) {
  const { t } = useLingui();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(String(value));
    notify(t`Copied ${shown}`);
  };
  return (
    <Tooltip label={t`Click to copy`}>
      <button type="button" className={frame.statusButton} onClick={() => void copy()}>
        {name} {shown}
      </button>
    </Tooltip>
  );
}

function Figures({ session, summary }: { session: SheetSession; summary: Summary }) {
  const { t, i18n } = useLingui();
  const { count, numbers, min, max } = summary;
  const sum = rounded(summary.sum);
  const code = summary.format;
  const shown = (value: number): string =>
    code && code !== "@"
      ? displayText(value, code, { locale: session.locale, date1904: session.date1904 }).trim()
      : i18n.number(value, { maximumFractionDigits: 10 });
  const average = rounded(sum / numbers);
  return (
    <span role="status" style={{ display: "contents" }}>
      {numbers > 0 && (
        <>
          <Figure name={t`Average`} shown={shown(average)} value={average} />
          <Figure name={t`Min`} shown={shown(min)} value={min} />
          <Figure name={t`Max`} shown={shown(max)} value={max} />
        </>
      )}
      {count > 0 && <Figure name={t`Count`} shown={i18n.number(count)} value={count} />}
      {numbers > 0 && !isDate(code) && <Figure name={t`Sum`} shown={shown(sum)} value={sum} />}
    </span>
  );
}

const states: Partial<Record<FormulaState, ReturnType<typeof msg>>> = {
  unknown: msg`This formula uses a function that is not known here: the value of the file is shown.`,
  cached: msg`Not calculated here: the value of the file is shown.`,
  circular: msg`This formula refers to itself.`,
  failed: msg`This formula could not be calculated: its last value is shown.`,
  pending: msg`Calculating…`,
  remote: msg`This formula would ask a server: the value of the file is shown.`,
};

/** What is special about the value of the active cell. */
function ValueState({ session, now }: ControlProps) {
  const { i18n } = useLingui();
  const { row, col } = now.selection.active;
  const state = session.options.stateOf?.(session.sheet, row, col);
  const words = state ? states[state] : undefined;
  return words ? <span data-formula-state={state}>{i18n._(words)}</span> : null;
}

/** Formulas wait until somebody asks for them. */
function Waiting({ session, now }: ControlProps) {
  const { t } = useLingui();
  if (!now.manual || !now.waiting) return null;
  return (
    <Tooltip label={t`Some values are old: calculate them now (F9)`}>
      <button
        type="button"
        className={frame.statusButton}
        data-calculate
        onClick={() => session.options.calculation?.recalculate()}
      >
        {t`Calculate`}
      </button>
    </Tooltip>
  );
}

export function Status({ session, now }: ControlProps) {
  const { t, i18n } = useLingui();
  const summary = useSummary({ session, now });
  const area = session.area;
  const rows = i18n.number(rowsIn(area));
  const columns = i18n.number(colsIn(area));
  return (
    <>
      <span>{now.editing ? t`Editing` : now.editable ? t`Ready` : t`Read only`}</span>
      {cellsIn([area]) > 1 && <span>{t`${rows} × ${columns} cells`}</span>}
      <Waiting session={session} now={now} />
      <ValueState session={session} now={now} />
      <StatusSpring />
      {summary && <Figures session={session} summary={summary} />}
      <ZoomControl
        zoom={now.zoom}
        scale={now.zoom}
        onZoom={(zoom) => session.zoom(zoom === "width" ? 1 : zoom)}
      />
    </>
  );
}
