/** The preview over the page: `?preview=<node id>`, so that it can be linked to and Back closes it. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef } from "react";
import { api, keys } from "@/api";
import { ErrorState } from "@/app/ErrorState";
import styles from "./PreviewOverlay.module.css";

const Preview = lazy(() => import("./Preview").then(({ Preview }) => ({ default: Preview })));

function Shown({ nodeId, onClose }: { nodeId: string; onClose: () => void }) {
  const node = useQuery({ queryKey: keys.node(nodeId), queryFn: () => api.node(nodeId) });
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element !== null && !element.open) element.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.overlay}
      aria-label={node.data?.name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      {node.isError && <ErrorState error={node.error} onRetry={() => void node.refetch()} />}
      {node.data !== undefined && (
        <Suspense>
          <Preview node={node.data} onClose={onClose} />
        </Suspense>
      )}
    </dialog>
  );
}

export function PreviewOverlay() {
  const { preview } = useSearch({ strict: false });
  const navigate = useNavigate();
  if (preview === undefined) return null;
  const close = () =>
    void navigate({ to: ".", search: (before) => ({ ...before, preview: undefined }) });
  return <Shown key={preview} nodeId={preview} onClose={close} />;
}
