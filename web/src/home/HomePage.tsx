/** Home: what I worked on lately, then what others shared with me. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { IconFileUpload, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { api, keys, type Node } from "@/api";
import { EmptyState } from "@/app/EmptyState";
import { ErrorState } from "@/app/ErrorState";
import { type Openable, useOpenNode } from "@/files/opening";
import { Thumbnail } from "@/files/Thumbnail";
import { moment } from "@/i18n";
import { KindIcon } from "@/kinds/KindIcon";
import { Avatar } from "@/people/Avatar";
import { useMe } from "@/session/me";
import { creatable } from "@/shell/NewMenu";
import { useCreate } from "@/shell/useCreate";
import { chooseFiles } from "@/uploads/choosing";
import styles from "./HomePage.module.css";

const mostRecent = 10;
const mostShared = 6;

function RecentCard({ node, onOpen }: { node: Node; onOpen: (node: Openable) => void }) {
  return (
    <li>
      <button type="button" className={styles.card} onClick={() => onOpen(node)}>
        <span className={styles.picture}>
          <Thumbnail node={node} />
        </span>
        <span className={styles.foot}>
          <KindIcon kind={node.kind} size={20} />
          <span className={styles.words}>
            <span className={styles.name}>{node.name}</span>
            <span className={styles.quiet}>{moment(node.modified)}</span>
          </span>
        </span>
      </button>
    </li>
  );
}

function SharedRow({ node, onOpen }: { node: Node; onOpen: (node: Openable) => void }) {
  return (
    <li>
      <button type="button" className={styles.row} onClick={() => onOpen(node)}>
        <KindIcon kind={node.kind} size={22} />
        <span className={styles.name}>{node.name}</span>
        <span className={styles.by}>
          <Avatar person={node.owner} size={22} decorative />
          <span>
            <Trans>Shared by {node.owner.name}</Trans>
          </span>
        </span>
        <span className={styles.quiet}>{moment(node.modified)}</span>
      </button>
    </li>
  );
}

const ghosts = ["a", "b", "c", "d", "e", "f"];

function Ghosts() {
  const { t } = useLingui();
  return (
    <div className={styles.cards} role="status" aria-label={t`Loading`}>
      {ghosts.map((ghost) => (
        <Skeleton key={ghost} radius="lg" className={styles.ghost} />
      ))}
    </div>
  );
}

function Welcome() {
  const { i18n } = useLingui();
  const { create, busy } = useCreate();
  return (
    <EmptyState
      icon={<IconPlus stroke={1.4} />}
      title={<Trans>Start with a document, or bring your files</Trans>}
      hint={
        <Trans>
          Drop files or whole folders anywhere on this page. Office files stay Office files: what
          you do not touch comes back exactly as it was.
        </Trans>
      }
    >
      <Button leftSection={<IconFileUpload size={18} />} onClick={() => void chooseFiles()}>
        <Trans>Upload files</Trans>
      </Button>
      {creatable.map(({ kind, label }) => (
        <Button
          key={kind}
          variant="default"
          loading={busy}
          leftSection={<KindIcon kind={kind} size={18} />}
          onClick={() => void create(kind)}
        >
          {i18n._(label)}
        </Button>
      ))}
    </EmptyState>
  );
}

function Recent({ nodes, onOpen }: { nodes: Node[]; onOpen: (node: Openable) => void }) {
  return (
    <section aria-labelledby="home-recent">
      <h2 id="home-recent" className={styles.heading}>
        <Trans>Recent</Trans>
      </h2>
      <ul className={styles.cards}>
        {nodes.slice(0, mostRecent).map((node) => (
          <RecentCard key={node.id} node={node} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  );
}

function Suggestions({ nodes, onOpen }: { nodes: Node[]; onOpen: (node: Openable) => void }) {
  if (nodes.length === 0) return null;
  return (
    <section aria-labelledby="home-shared">
      <h2 id="home-shared" className={styles.heading}>
        <Trans>Shared with me lately</Trans>
        <Link to="/shared" className={styles.all}>
          <Trans>Show all</Trans>
        </Link>
      </h2>
      <ul className={styles.rows}>
        {nodes.slice(0, mostShared).map((node) => (
          <SharedRow key={node.id} node={node} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  );
}

function Greeting() {
  const me = useMe();
  const name = me.user?.name ?? "";
  const hour = new Date().getHours();
  if (hour < 5) return <Trans>Good night, {name}</Trans>;
  if (hour < 12) return <Trans>Good morning, {name}</Trans>;
  if (hour < 18) return <Trans>Good afternoon, {name}</Trans>;
  return <Trans>Good evening, {name}</Trans>;
}

export function HomePage() {
  const { t } = useLingui();
  const { open } = useOpenNode();
  const recent = useQuery({
    queryKey: [...keys.recent, "home"],
    queryFn: () => api.recent({ limit: mostRecent }),
  });
  const shared = useQuery({
    queryKey: [...keys.shared, "home"],
    queryFn: () => api.shared({ limit: mostShared }),
  });
  useEffect(() => {
    document.title = `${t({ message: "Home", context: "place" })} · Tongwen`;
  }, [t]);
  if (recent.isError) {
    return <ErrorState error={recent.error} onRetry={() => void recent.refetch()} />;
  }
  const nodes = recent.data?.items;
  return (
    <div className={styles.home}>
      <h1 className={styles.title}>
        <Greeting />
      </h1>
      {nodes === undefined && <Ghosts />}
      {nodes?.length === 0 && <Welcome />}
      {nodes !== undefined && nodes.length > 0 && <Recent nodes={nodes} onOpen={open} />}
      <Suggestions nodes={shared.data?.items ?? []} onOpen={open} />
    </div>
  );
}
