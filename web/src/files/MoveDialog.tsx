/** Choose a folder to move files into, without dragging: for small screens and keyboards. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Loader, Modal } from "@mantine/core";
import { IconArrowUp, IconFolderPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, keys, type Node } from "@/api";
import { notifyProblem } from "@/app/notices";
import { KindIcon } from "@/kinds/KindIcon";
import { useMe } from "@/session/me";
import { atLeast } from "@/share/roles";
import { move } from "./actions";
import { ancestors } from "./Breadcrumb";
import { refresh } from "./cache";
import { accepts } from "./dragging";
import styles from "./MoveDialog.module.css";
import { freeName } from "./names";

export interface MoveDialogProps {
  nodes: readonly Node[];
  onClose: () => void;
}

function useFolder(id: string) {
  const folder = useQuery({ queryKey: keys.node(id), queryFn: () => api.node(id) });
  const inside = useQuery({
    queryKey: ["folders", id],
    queryFn: () => api.children(id, { limit: 1000, sort: "kind" }),
  });
  const folders = inside.data?.items.filter((node) => node.kind === "folder");
  return { folder: folder.data, folders, names: inside.data?.items.map((node) => node.name) ?? [] };
}

export function MoveDialog({ nodes, onClose }: MoveDialogProps) {
  const { t } = useLingui();
  const me = useMe();
  const queries = useQueryClient();
  const [here, setHere] = useState(nodes[0]?.parent ?? me.root ?? "");
  const { folder, folders, names } = useFolder(here);
  const above = folder === undefined ? undefined : ancestors(folder).at(-1);
  const moving = new Set(nodes.map((node) => node.id));
  const isRoot = folder?.id === me.root;
  const create = useMutation({
    mutationFn: () => api.createNode(here, freeName(t`New folder`, names), "folder"),
    onSuccess: (made) => setHere(made.id),
    onError: notifyProblem,
    onSettled: () =>
      Promise.all([queries.invalidateQueries({ queryKey: ["folders"] }), refresh(queries)]),
  });
  const target = isRoot ? t`My files` : (folder?.name ?? "");
  const submit = () => {
    onClose();
    if (folder !== undefined) void move(nodes, { id: folder.id, name: target });
  };
  return (
    <Modal opened onClose={onClose} size={460} title={<Trans>Move to…</Trans>}>
      <div className={styles.head}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          disabled={above === undefined}
          aria-label={t`One folder up`}
          onClick={() => setHere(above?.id ?? here)}
        >
          <IconArrowUp size={18} />
        </Button>
        <KindIcon kind="folder" size={20} />
        <strong className={styles.here}>{target}</strong>
      </div>
      <div className={styles.list}>
        {folders === undefined && <Loader size="sm" className={styles.empty} />}
        {folders?.length === 0 && (
          <p className={styles.empty}>
            <Trans>No folders in here.</Trans>
          </p>
        )}
        {folders?.map((node) => (
          <button
            key={node.id}
            type="button"
            className={styles.row}
            disabled={moving.has(node.id)}
            onClick={() => setHere(node.id)}
          >
            <KindIcon kind="folder" size={20} />
            <span>{node.name}</span>
          </button>
        ))}
      </div>
      <div className={styles.foot}>
        <Button
          variant="default"
          leftSection={<IconFolderPlus size={18} />}
          loading={create.isPending}
          onClick={() => create.mutate()}
        >
          <Trans>New folder</Trans>
        </Button>
        <Button
          disabled={
            folder === undefined || !atLeast(folder.role, "editor") || !accepts(folder.id, nodes)
          }
          onClick={submit}
        >
          <Trans>Move here</Trans>
        </Button>
      </div>
    </Modal>
  );
}
