/** The pane with the history of the open document; its contents are fetched when it is first opened. */
import { useLingui } from "@lingui/react/macro";
import { lazy, Suspense } from "react";
import { Pane } from "./EditorFrame";
import type { HistoryPaneProps } from "./history/HistoryPane";

const HistoryPane = lazy(() => import("./history/HistoryPane"));

export function VersionsPane({ onClose, ...history }: HistoryPaneProps & { onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Pane side="end" title={t`Version history`} onClose={onClose}>
      <Suspense>
        <HistoryPane {...history} />
      </Suspense>
    </Pane>
  );
}
