/** The version history of the open document, with restore and names. */
import { useLingui } from "@lingui/react/macro";
import { Anchor, Button, Skeleton, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api, keys, type Node, type Version } from "@/api";
import { notify, notifyProblem } from "@/app/notices";
import { explain, fullMoment, moment, size } from "@/i18n";
import { Pane } from "./EditorFrame";
import styles from "./EditorFrame.module.css";

function Entry({ node, version, may }: { node: Node; version: Version; may: boolean }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const restore = useMutation({
    mutationFn: () => api.restoreVersion(node.id, version.number),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.versions(node.id) });
      notify(t`Version ${version.number} is back. The one before it is kept.`);
    },
    onError: notifyProblem,
  });
  return (
    <div className={styles.version}>
      <div className={styles.versionWhen} title={fullMoment(version.created)}>
        {version.label ?? moment(version.created)}
        {version.current && ` · ${t`now`}`}
      </div>
      <div className={styles.versionWho}>
        {version.author.name} · {version.label ? `${moment(version.created)} · ` : ""}
        {size(version.size)}
      </div>
      <div className={styles.versionActions}>
        <Anchor size="xs" href={api.contentAddress(node.id, { version: version.number })} download>
          {t`Download`}
        </Anchor>
        {may && !version.current && (
          <Anchor
            component="button"
            type="button"
            size="xs"
            disabled={restore.isPending}
            onClick={() => restore.mutate()}
          >
            {t`Restore`}
          </Anchor>
        )}
      </div>
    </div>
  );
}

function NameNow({ node }: { node: Node }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [label, setLabel] = useState("");
  const create = useMutation({
    mutationFn: () => api.createVersion(node.id, label.trim()),
    onSuccess: async () => {
      setLabel("");
      await queries.invalidateQueries({ queryKey: keys.versions(node.id) });
    },
    onError: notifyProblem,
  });
  return (
    <form
      style={{ display: "flex", gap: 8, padding: "4px 8px 12px" }}
      onSubmit={(event) => {
        event.preventDefault();
        if (label.trim() !== "") create.mutate();
      }}
    >
      <TextInput
        style={{ flex: 1 }}
        size="xs"
        placeholder={t`Name this version`}
        aria-label={t`Name this version`}
        value={label}
        maxLength={120}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <Button
        size="xs"
        type="submit"
        variant="default"
        loading={create.isPending}
        disabled={label.trim() === ""}
      >
        {t`Keep`}
      </Button>
    </form>
  );
}

export function VersionsPane({ node, onClose }: { node: Node; onClose: () => void }) {
  const { t } = useLingui();
  const versions = useQuery({
    queryKey: keys.versions(node.id),
    queryFn: () => api.versions(node.id),
  });
  const may = node.role === "editor" || node.role === "owner";
  return (
    <Pane side="end" title={t`Version history`} onClose={onClose}>
      {may && <NameNow node={node} />}
      {versions.isPending &&
        [1, 2, 3].map((line) => <Skeleton key={line} style={{ blockSize: 44, marginBlock: 8 }} />)}
      {versions.isError && <p className={styles.versionWho}>{explain(versions.error)}</p>}
      {versions.data?.items.map((version) => (
        <Entry key={version.number} node={node} version={version} may={may} />
      ))}
    </Pane>
  );
}
