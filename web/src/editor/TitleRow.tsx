/** The title row: back, name, saved state, people, share, and what can be done with the whole file. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowLeft, IconStar, IconStarFilled, IconUserPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, type Crumb, keys, type Node } from "@/api";
import { notifyProblem } from "@/app/notices";
import { KindIcon } from "@/kinds/KindIcon";
import { ShareDialog } from "@/share/ShareDialog";
import styles from "./EditorFrame.module.css";
import { FileMenu, type FileMenuProps } from "./FileMenu";
import { Peers } from "./Peers";
import type { Peer } from "./people";
import type { Presence } from "./presence";
import { type SavedStore, SavedWords } from "./SavedWords";
import { usePhone } from "./usePhone";

export interface TitleRowProps extends FileMenuProps {
  path: Crumb[];
  guest: boolean;
  saved: SavedStore;
  presence: Presence;
  followed: number | null;
  onFollow: (peer: Peer) => void;
}

/** The name without the ending that says what the icon says already. */
function stem(name: string): string {
  return name.replace(/\.(docx|xlsx|pptx)$/i, "");
}

function Name({ node }: { node: Node }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = stem(node.name);
  const rename = async (): Promise<void> => {
    const name = (draft ?? "").trim();
    setDraft(null);
    if (name === "" || name === shown) return;
    try {
      await api.updateNode(node.id, { name: name + node.name.slice(shown.length) });
      await queries.invalidateQueries({ queryKey: keys.node(node.id) });
      await queries.invalidateQueries({ queryKey: keys.lists });
    } catch (error) {
      notifyProblem(error);
    }
  };
  if (draft === null) {
    const may = node.role === "editor" || node.role === "owner";
    return (
      <Tooltip label={may ? t`Rename` : node.name}>
        <button
          type="button"
          className={styles.name}
          onClick={() => may && setDraft(shown)}
          data-name
        >
          {shown}
        </button>
      </Tooltip>
    );
  }
  return (
    <input
      className={styles.name}
      value={draft}
      aria-label={t`Name`}
      ref={(input) => input?.select()}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => void rename()}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setDraft(null);
      }}
    />
  );
}

function Star({ node }: { node: Node }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const toggle = async (): Promise<void> => {
    try {
      await (node.starred ? api.unstar(node.id) : api.star(node.id));
      await queries.invalidateQueries({ queryKey: keys.node(node.id) });
      await queries.invalidateQueries({ queryKey: keys.starred });
    } catch (error) {
      notifyProblem(error);
    }
  };
  const label = node.starred ? t`Remove from starred` : t`Star`;
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} size={28} visibleFrom="sm" onClick={() => void toggle()}>
        {node.starred ? (
          <IconStarFilled size={16} color="var(--tw-kind-folder)" />
        ) : (
          <IconStar size={16} />
        )}
      </ActionIcon>
    </Tooltip>
  );
}

function ShareButton({ onShare }: { onShare: () => void }) {
  const { t } = useLingui();
  if (usePhone()) {
    return (
      <ActionIcon
        variant="filled"
        color="var(--tw-accent)"
        size={30}
        aria-label={t`Share`}
        onClick={onShare}
      >
        <IconUserPlus size={17} />
      </ActionIcon>
    );
  }
  return (
    <Button size="xs" leftSection={<IconUserPlus size={16} />} onClick={onShare}>
      {t`Share`}
    </Button>
  );
}

export function TitleRow(props: TitleRowProps) {
  const { node, path, guest } = props;
  const { t } = useLingui();
  const navigate = useNavigate();
  const [sharing, setSharing] = useState(false);
  const folder = path.at(-1)?.id === node.id ? path.at(-2) : path.at(-1);
  const back = () =>
    void (folder
      ? navigate({ to: "/folder/$nodeId", params: { nodeId: folder.id } })
      : navigate({ to: "/" }));
  return (
    <header className={styles.title}>
      {!guest && (
        <Tooltip label={folder ? t`Back to ${folder.name}` : t`Back`}>
          <ActionIcon aria-label={t`Back`} onClick={back}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        </Tooltip>
      )}
      <span className={styles.kind}>
        <KindIcon kind={node.kind} size={22} />
      </span>
      <Name node={node} />
      {!guest && <Star node={node} />}
      <SavedWords store={props.saved} />
      <span className={styles.spring} />
      <Peers presence={props.presence} followed={props.followed} onFollow={props.onFollow} />
      <FileMenu {...props} onTrashed={back} />
      {!guest && <ShareButton onShare={() => setSharing(true)} />}
      <ShareDialog node={node} opened={sharing} onClose={() => setSharing(false)} />
    </header>
  );
}
