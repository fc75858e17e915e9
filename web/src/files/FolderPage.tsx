/** `/folder/<node id>`: the content of a folder; my files are the folder that is my root. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { IconFolderOpen, IconUpload, IconUsersPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { api, keys, type NodeWithPath } from "@/api";
import { EmptyState } from "@/app/EmptyState";
import { ErrorState } from "@/app/ErrorState";
import { useNarrow } from "@/app/useNarrow";
import { useMe } from "@/session/me";
import { atLeast, mayShare } from "@/share/roles";
import { currentFolder } from "@/shell/place";
import { chooseFiles } from "@/uploads/choosing";
import { Breadcrumb } from "./Breadcrumb";
import { FileBrowser } from "./FileBrowser";
import { sources, useListing } from "./listing";
import { folderSort } from "./preferences";

const ShareDialog = lazy(() =>
  import("@/share/ShareDialog").then(({ ShareDialog }) => ({ default: ShareDialog })),
);

function Empty({ folder }: { folder: NodeWithPath | undefined }) {
  const mayWrite = folder !== undefined && atLeast(folder.role, "editor");
  return (
    <EmptyState
      icon={<IconFolderOpen stroke={1.4} />}
      title={<Trans>Nothing in here yet</Trans>}
      hint={
        mayWrite ? (
          <Trans>Drop files or whole folders anywhere on this page, or make something new.</Trans>
        ) : (
          <Trans>What others put into this folder appears here.</Trans>
        )
      }
    >
      {mayWrite && (
        <Button leftSection={<IconUpload size={18} />} onClick={() => void chooseFiles(folder.id)}>
          <Trans>Upload files</Trans>
        </Button>
      )}
    </EmptyState>
  );
}

function ShareFolder({ folder }: { folder: NodeWithPath }) {
  const { t } = useLingui();
  const narrow = useNarrow();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size={narrow ? "compact-md" : "sm"}
        leftSection={<IconUsersPlus size={18} />}
        aria-label={t`Share this folder`}
        onClick={() => setOpen(true)}
      >
        <Trans>Share</Trans>
      </Button>
      {open && (
        <Suspense>
          <ShareDialog node={folder} opened onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

export function FolderPage() {
  const { nodeId } = useParams({ from: "/known/shell/folder/$nodeId" });
  return <FolderContent key={nodeId} nodeId={nodeId} />;
}

function FolderContent({ nodeId }: { nodeId: string }) {
  const { t } = useLingui();
  const me = useMe();
  const sort = folderSort.use();
  const folder = useQuery({ queryKey: keys.node(nodeId), queryFn: () => api.node(nodeId) });
  const source = useMemo(() => sources.children(nodeId, sort), [nodeId, sort]);
  const listing = useListing(source);
  const isRoot = nodeId === me.root;
  const name = isRoot ? t`My files` : folder.data?.name;
  const mayWrite = folder.data !== undefined && atLeast(folder.data.role, "editor");

  useEffect(() => {
    currentFolder.set(mayWrite ? { id: nodeId, name: name ?? "" } : null);
    return () => currentFolder.set(null);
  }, [mayWrite, name, nodeId]);
  useEffect(() => {
    if (name !== undefined) document.title = `${name} · Tongwen`;
  }, [name]);

  if (folder.isError) {
    return <ErrorState error={folder.error} onRetry={() => void folder.refetch()} home />;
  }
  const heading =
    folder.data === undefined ? (
      <Skeleton style={{ inlineSize: 160, blockSize: 18 }} />
    ) : (
      <Breadcrumb folder={folder.data} />
    );
  return (
    <FileBrowser
      place="folder"
      listing={listing}
      folder={folder.data}
      sort={sort}
      onSort={(next) => folderSort.set(next)}
      heading={heading}
      aside={
        folder.data !== undefined && !isRoot && mayShare(folder.data.role) ? (
          <ShareFolder folder={folder.data} />
        ) : undefined
      }
      empty={<Empty folder={folder.data} />}
      label={name ?? t`Folder`}
    />
  );
}
