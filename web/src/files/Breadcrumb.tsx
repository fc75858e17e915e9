/** The folders above, each a way back and a place to drop files. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Crumb, NodeWithPath } from "@/api";
import { useMe } from "@/session/me";
import { move } from "./actions";
import styles from "./Breadcrumb.module.css";
import { useDropTarget } from "./useDropTarget";

function CrumbLink({ crumb, root }: { crumb: Crumb; root: string | null }) {
  const drop = useDropTarget(crumb.id, (nodes) => void move(nodes, crumb));
  return (
    <Link
      to="/folder/$nodeId"
      params={{ nodeId: crumb.id }}
      className={styles.crumb}
      data-over={drop.over}
      {...drop.handlers}
    >
      {crumb.id === root ? <Trans>My files</Trans> : crumb.name}
    </Link>
  );
}

function Arrow() {
  return <IconChevronRight size={16} className={styles.arrow} aria-hidden="true" />;
}

const mostShown = 4;

/** The folders above, without the folder itself when the server repeats it. */
export function ancestors(folder: Pick<NodeWithPath, "id" | "path">): Crumb[] {
  return folder.path.filter((crumb) => crumb.id !== folder.id);
}

export function Breadcrumb({ folder }: { folder: NodeWithPath }) {
  const { t } = useLingui();
  const me = useMe();
  const above = ancestors(folder);
  const foreign = above[0]?.id !== me.root && folder.id !== me.root;
  const hidden = above.length > mostShown ? above.slice(1, above.length - 2) : [];
  const shown = above.length > mostShown ? [...above.slice(0, 1), ...above.slice(-2)] : above;
  return (
    <nav aria-label={t`Where this folder is`} className={styles.trail}>
      {foreign && me.user !== null && (
        <>
          <Link to="/shared" className={styles.crumb}>
            <Trans>Shared with me</Trans>
          </Link>
          <Arrow />
        </>
      )}
      {shown.map((crumb, index) => (
        <span key={crumb.id} className={styles.step}>
          <CrumbLink crumb={crumb} root={me.root} />
          <Arrow />
          {index === 0 && hidden.length > 0 && (
            <>
              <Menu>
                <Menu.Target>
                  <button type="button" className={styles.crumb} aria-label={t`Folders between`}>
                    …
                  </button>
                </Menu.Target>
                <Menu.Dropdown>
                  {hidden.map(({ id, name }) => (
                    <Menu.Item key={id} component={Link} to={`/folder/${id}`}>
                      {name}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
              <Arrow />
            </>
          )}
        </span>
      ))}
      <h1 className={styles.here} aria-current="page">
        {folder.id === me.root ? <Trans>My files</Trans> : folder.name}
      </h1>
    </nav>
  );
}
