/** Shared with me, Starred, Trash and search results: lists that are not a folder. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconSearch, IconStar, IconTrash, IconTrashX, IconUsers } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import type { Node, Sort } from "@/api";
import { EmptyState } from "@/app/EmptyState";
import { emptyTrash } from "./actions";
import { FileBrowser } from "./FileBrowser";
import { type Listing, type ListingSource, sources, useListing } from "./listing";
import { sortNodes } from "./sorting";
import type { Place } from "./verbs";

const ConfirmDialog = lazy(() =>
  import("./ConfirmDialog").then(({ ConfirmDialog }) => ({ default: ConfirmDialog })),
);

interface ListPageProps {
  place: Place;
  source: ListingSource;
  title: string;
  empty: ReactNode;
  aside?: (listing: Listing) => ReactNode;
  only?: ((node: Node) => boolean) | undefined;
}

/** The server's order until a column is clicked. */
function ListPage({ place, source, title, empty, aside, only }: ListPageProps) {
  const [sort, setSort] = useState<Sort | null>(null);
  const listing = useListing(source);
  const nodes = useMemo(() => {
    const shown = only === undefined ? listing.nodes : listing.nodes.filter(only);
    return sort === null ? shown : sortNodes(shown, sort);
  }, [listing.nodes, only, sort]);
  useEffect(() => {
    document.title = `${title} · Tongwen`;
  }, [title]);
  return (
    <FileBrowser
      place={place}
      listing={{ ...listing, nodes }}
      sort={sort}
      onSort={setSort}
      heading={<h1>{title}</h1>}
      aside={aside?.(listing)}
      empty={empty}
      label={title}
    />
  );
}

export function SharedPage() {
  const { t } = useLingui();
  const { owner } = useSearch({ from: "/known/shell/shared" });
  const only = useMemo(
    () => (owner === undefined ? undefined : (node: Node) => node.owner.id === owner),
    [owner],
  );
  return (
    <ListPage
      place="shared"
      source={sources.shared}
      only={only}
      title={t`Shared with me`}
      empty={
        <EmptyState
          icon={<IconUsers stroke={1.4} />}
          title={<Trans>Nothing is shared with you yet</Trans>}
          hint={<Trans>Files and folders that colleagues share with you appear here.</Trans>}
        />
      }
    />
  );
}

export function StarredPage() {
  const { t } = useLingui();
  return (
    <ListPage
      place="starred"
      source={sources.starred}
      title={t`Starred`}
      empty={
        <EmptyState
          icon={<IconStar stroke={1.4} />}
          title={<Trans>No stars yet</Trans>}
          hint={<Trans>Star what you need often, and find it here whatever folder it is in.</Trans>}
        />
      }
    />
  );
}

function EmptyTrashButton() {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrashX size={18} />}
        onClick={() => setAsking(true)}
      >
        <Trans>Empty the trash</Trans>
      </Button>
      {asking && (
        <Suspense>
          <ConfirmDialog
            title={<Trans>Empty the trash?</Trans>}
            verb={<Trans>Empty the trash</Trans>}
            onConfirm={() => void emptyTrash()}
            onClose={() => setAsking(false)}
          >
            <Trans>Everything in it will be gone for ever. Nobody can bring it back.</Trans>
          </ConfirmDialog>
        </Suspense>
      )}
    </>
  );
}

export function TrashPage() {
  const { t } = useLingui();
  return (
    <ListPage
      place="trash"
      source={sources.trash}
      title={t`Trash`}
      aside={(listing) => listing.nodes.length > 0 && <EmptyTrashButton />}
      empty={
        <EmptyState
          icon={<IconTrash stroke={1.4} />}
          title={<Trans>The trash is empty</Trans>}
          hint={
            <Trans>What you delete waits here until you empty the trash. You can restore it.</Trans>
          }
        />
      }
    />
  );
}

export function SearchPage() {
  const { t } = useLingui();
  const { q } = useSearch({ from: "/known/shell/search" });
  const source = useMemo(() => sources.search(q), [q]);
  return (
    <ListPage
      key={q}
      place="search"
      source={source}
      title={t`Results for “${q}”`}
      empty={
        <EmptyState
          icon={<IconSearch stroke={1.4} />}
          title={<Trans>Nothing found for “{q}”</Trans>}
          hint={
            <Trans>The search looks for names with all the words. Try fewer or shorter ones.</Trans>
          }
        />
      }
    />
  );
}
