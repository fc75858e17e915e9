/** What is known about one file: its picture, facts, people and versions. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button } from "@mantine/core";
import { IconUsersPlus, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, keys, type Node } from "@/api";
import { fullMoment, size } from "@/i18n";
import { KindIcon } from "@/kinds/KindIcon";
import { kindName } from "@/kinds/words";
import { Avatar } from "@/people/Avatar";
import { useMe } from "@/session/me";
import { mayShare, roleName } from "@/share/roles";
import styles from "./DetailsPane.module.css";
import { Thumbnail } from "./Thumbnail";
import { Versions } from "./Versions";

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Facts({ node }: { node: Node }) {
  return (
    <dl className={styles.facts}>
      <Fact label={<Trans>Kind</Trans>}>{kindName(node.kind)}</Fact>
      {node.kind !== "folder" && <Fact label={<Trans>Size</Trans>}>{size(node.size)}</Fact>}
      <Fact label={<Trans>Owner</Trans>}>{node.owner.name}</Fact>
      <Fact label={<Trans>Modified</Trans>}>
        {fullMoment(node.modified)}
        <br />
        <span className={styles.quiet}>{node.modifiedBy.name}</span>
      </Fact>
      <Fact label={<Trans>Created</Trans>}>{fullMoment(node.created)}</Fact>
      <Fact label={<Trans>My role</Trans>}>{roleName(node.role)}</Fact>
    </dl>
  );
}

function People({ node, onShare }: { node: Node; onShare: () => void }) {
  const grants = useQuery({ queryKey: keys.grants(node.id), queryFn: () => api.grants(node.id) });
  const items = grants.data?.items.filter((grant) => grant.user.id !== node.owner.id) ?? [];
  return (
    <section className={styles.section}>
      <h3>
        <Trans>People</Trans>
      </h3>
      <ul className={styles.people}>
        <li>
          <Avatar person={node.owner} size={24} decorative />
          <span>{node.owner.name}</span>
          <span className={styles.quiet}>{roleName("owner")}</span>
        </li>
        {items.slice(0, 6).map((grant) => (
          <li key={`${grant.user.id} ${grant.inherited?.id ?? ""}`}>
            <Avatar person={grant.user} size={24} decorative />
            <span>{grant.user.name}</span>
            <span className={styles.quiet}>{roleName(grant.role)}</span>
          </li>
        ))}
      </ul>
      {items.length > 6 && (
        <p className={styles.quiet}>
          <Plural value={items.length - 6} one="and # more" other="and # more" />
        </p>
      )}
      {mayShare(node.role) && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconUsersPlus size={16} />}
          onClick={onShare}
        >
          <Trans>Share</Trans>
        </Button>
      )}
    </section>
  );
}

export interface DetailsPaneProps {
  /** The one selected; none or several show what to do. */
  nodes: readonly Node[];
  onShare: (node: Node) => void;
  onClose: () => void;
}

export function DetailsPane({ nodes, onShare, onClose }: DetailsPaneProps) {
  const { t } = useLingui();
  const me = useMe();
  const node = nodes.length === 1 ? nodes[0] : undefined;
  return (
    <aside className={styles.pane} aria-label={t`Details`}>
      <header className={styles.head}>
        {node !== undefined && <KindIcon kind={node.kind} size={20} />}
        <h2>{node?.name ?? <Trans>Details</Trans>}</h2>
        <ActionIcon aria-label={t`Close the details`} onClick={onClose}>
          <IconX size={18} />
        </ActionIcon>
      </header>
      {node === undefined ? (
        <p className={styles.hint}>
          {nodes.length > 1 ? (
            <Trans>
              {nodes.length} files, {size(nodes.reduce((sum, item) => sum + item.size, 0))}{" "}
              together.
            </Trans>
          ) : (
            <Trans>Select a file to see what is known about it.</Trans>
          )}
        </p>
      ) : (
        <div className={styles.body} key={node.id}>
          {node.kind !== "folder" && (
            <div className={styles.picture}>
              <Thumbnail key={`${node.id} ${node.version}`} node={node} />
            </div>
          )}
          <Facts node={node} />
          {me.user !== null && <People node={node} onShare={() => onShare(node)} />}
          {node.kind !== "folder" && me.user !== null && <Versions node={node} />}
        </div>
      )}
    </aside>
  );
}
