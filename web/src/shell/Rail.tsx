/** The rail: New, the places, administration, storage. Folds to icons; a drawer on phones. */
import { useLingui } from "@lingui/react/macro";
import { ActionIcon, Tooltip } from "@mantine/core";
import {
  IconBuildingCommunity,
  IconFolder,
  IconHome,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconStar,
  IconTrash,
  IconUsers,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation, useParams } from "@tanstack/react-router";
import type { ComponentType, ReactNode } from "react";
import { api, keys, type Node } from "@/api";
import { move, trash } from "@/files/actions";
import { railFolded } from "@/files/preferences";
import { useDropTarget } from "@/files/useDropTarget";
import { useMe } from "@/session/me";
import { Seal } from "@/theme";
import { NewMenu } from "./NewMenu";
import styles from "./Rail.module.css";
import { StorageMeter } from "./StorageMeter";

interface PlaceLinkProps {
  to: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  label: string;
  folded: boolean;
  active: boolean;
  /** The id it stands for as a place to drop files. */
  target?: string;
  onDrop?: (nodes: readonly Node[]) => void;
}

function PlaceLink({ to, icon: Icon, label, folded, active, target, onDrop }: PlaceLinkProps) {
  const drop = useDropTarget(target, (nodes) => onDrop?.(nodes));
  return (
    <Tooltip label={label} position="right" disabled={!folded} openDelay={100}>
      <Link
        to={to}
        className={styles.place}
        data-active={active}
        data-over={drop.over}
        aria-current={active ? "page" : undefined}
        aria-label={folded ? label : undefined}
        {...drop.handlers}
      >
        <Icon size={20} stroke={1.6} />
        {!folded && <span>{label}</span>}
      </Link>
    </Tooltip>
  );
}

/** Which place the page shown belongs to: a folder of somebody else belongs to Shared with me. */
function useCurrentPlace(): string {
  const me = useMe();
  const { pathname } = useLocation();
  const { nodeId } = useParams({ strict: false });
  const inFolder = pathname.startsWith("/folder/") && nodeId !== undefined;
  const folder = useQuery({
    queryKey: keys.node(nodeId ?? ""),
    queryFn: () => api.node(nodeId ?? ""),
    enabled: inFolder,
  });
  if (!inFolder) return pathname;
  if (nodeId === me.root) return "/files";
  if (folder.data === undefined) return "";
  return folder.data.path[0]?.id === me.root ? "/files" : "/shared";
}

function Head({ folded }: { folded: boolean }) {
  const { t } = useLingui();
  const me = useMe();
  return (
    <div className={styles.head}>
      <Link to="/" className={styles.brand} aria-label={t({ message: "Home", context: "place" })}>
        <Seal size={28} />
        {!folded && <span className={styles.organisation}>{me.organisation.name}</span>}
      </Link>
    </div>
  );
}

function Places({ folded }: { folded: boolean }) {
  const { t } = useLingui();
  const me = useMe();
  const place = useCurrentPlace();
  const root = me.root ?? "";
  const common = (path: string) => ({ folded, active: place === path });
  return (
    <nav className={styles.places} aria-label={t`Places`}>
      <PlaceLink
        to="/"
        icon={IconHome}
        label={t({ message: "Home", context: "place" })}
        {...common("/")}
      />
      <PlaceLink
        to={`/folder/${root}`}
        icon={IconFolder}
        label={t`My files`}
        {...common("/files")}
        target={root}
        onDrop={(nodes) => void move(nodes, { id: root, name: t`My files` })}
      />
      <PlaceLink to="/shared" icon={IconUsers} label={t`Shared with me`} {...common("/shared")} />
      <PlaceLink to="/starred" icon={IconStar} label={t`Starred`} {...common("/starred")} />
      <PlaceLink
        to="/trash"
        icon={IconTrash}
        label={t`Trash`}
        {...common("/trash")}
        target="trash"
        onDrop={(nodes) => void trash(nodes)}
      />
      {me.user?.administrator === true && (
        <>
          <hr className={styles.line} />
          <PlaceLink
            to="/administration"
            icon={IconBuildingCommunity}
            label={t`Administration`}
            {...common("/administration")}
          />
        </>
      )}
    </nav>
  );
}

export function RailContent({ folded = false, foot }: { folded?: boolean; foot?: ReactNode }) {
  return (
    <>
      <Head folded={folded} />
      <div className={styles.new}>
        <NewMenu folded={folded} />
      </div>
      <Places folded={folded} />
      <div className={styles.foot}>
        {!folded && <StorageMeter />}
        {foot}
      </div>
    </>
  );
}

export function Rail() {
  const { t } = useLingui();
  const folded = railFolded.use();
  const label = folded ? t`Unfold the side bar` : t`Fold the side bar`;
  return (
    <aside className={styles.rail} data-folded={folded}>
      <RailContent
        folded={folded}
        foot={
          <Tooltip label={label} position="right">
            <ActionIcon
              aria-label={label}
              aria-expanded={!folded}
              onClick={() => railFolded.set(!folded)}
            >
              {folded ? (
                <IconLayoutSidebarLeftExpand size={18} stroke={1.6} />
              ) : (
                <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} />
              )}
            </ActionIcon>
          </Tooltip>
        }
      />
    </aside>
  );
}
