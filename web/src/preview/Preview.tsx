/** A file shown by the browser: PDF, image with zoom, sound, film, plain text; else a card to download. */
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Loader, Tooltip } from "@mantine/core";
import {
  IconDownload,
  IconMinus,
  IconPlus,
  IconUsersPlus,
  IconX,
  IconZoomScan,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { api, type Node } from "@/api";
import { ErrorState } from "@/app/ErrorState";
import { size as bytes } from "@/i18n";
import { KindIcon } from "@/kinds/KindIcon";
import { kindName } from "@/kinds/words";
import { viewerOf } from "./kinds";
import styles from "./Preview.module.css";

const ShareDialog = lazy(() =>
  import("@/share/ShareDialog").then(({ ShareDialog }) => ({ default: ShareDialog })),
);

const mostText = 2 * 1024 * 1024; // bytes of a text file shown in the page

function PlainText({ node }: { node: Node }) {
  const source = api.contentAddress(node.id, { inline: true });
  const text = useQuery({
    queryKey: ["node", node.id, "plain", node.version],
    queryFn: async ({ signal }) => {
      const response = await fetch(source, {
        signal,
        headers: { Range: `bytes=0-${mostText - 1}` },
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      return new TextDecoder().decode(await response.arrayBuffer());
    },
  });
  if (text.isError) return <ErrorState error={text.error} onRetry={() => void text.refetch()} />;
  if (text.data === undefined) return <Loader size="sm" />;
  return (
    <div className={styles.plain}>
      <pre>{text.data}</pre>
      {node.size > mostText && (
        <p className={styles.cut}>
          <Trans>Only the beginning is shown. Download the file to see all of it.</Trans>
        </p>
      )}
    </div>
  );
}

const steps = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8];

/** The next step of zoom in a direction, `null` at the end. */
export function nextZoom(zoom: number, direction: 1 | -1): number | null {
  const candidates = steps.filter((step) => (direction === 1 ? step > zoom : step < zoom));
  return (direction === 1 ? candidates[0] : candidates.at(-1)) ?? null;
}

function Picture({ node }: { node: Node }) {
  const { t } = useLingui();
  const [zoom, setZoom] = useState<number | "fit">("fit");
  const [broken, setBroken] = useState(false);
  const current = zoom === "fit" ? 1 : zoom;
  const [natural, setNatural] = useState(0);
  if (broken) return <DownloadCard node={node} />;
  return (
    <div className={styles.picture}>
      <div className={styles.scroll} data-fit={zoom === "fit"}>
        <img
          src={api.contentAddress(node.id, { inline: true })}
          alt={node.name}
          style={zoom === "fit" || natural === 0 ? undefined : { inlineSize: natural * zoom }}
          onLoad={(event) => setNatural(event.currentTarget.naturalWidth)}
          onError={() => setBroken(true)}
          onDoubleClick={() => setZoom(zoom === "fit" ? 1 : "fit")}
        />
      </div>
      <div className={styles.zoom} role="toolbar" aria-label={t`Zoom`}>
        <ActionIcon
          aria-label={t`Zoom out`}
          disabled={nextZoom(current, -1) === null}
          onClick={() => setZoom(nextZoom(current, -1) ?? current)}
        >
          <IconMinus size={18} />
        </ActionIcon>
        <span className={styles.percent}>
          {zoom === "fit" ? t`Fit` : `${Math.round(zoom * 100)}%`}
        </span>
        <ActionIcon
          aria-label={t`Zoom in`}
          disabled={nextZoom(current, 1) === null}
          onClick={() => setZoom(nextZoom(current, 1) ?? current)}
        >
          <IconPlus size={18} />
        </ActionIcon>
        <ActionIcon aria-label={t`Fit to the window`} onClick={() => setZoom("fit")}>
          <IconZoomScan size={18} />
        </ActionIcon>
      </div>
    </div>
  );
}

function DownloadCard({ node }: { node: Node }) {
  return (
    <div className={styles.card}>
      <KindIcon kind={node.kind} size={64} />
      <h2>{node.name}</h2>
      <p>
        {kindName(node.kind)} · {bytes(node.size)}
      </p>
      <p className={styles.quiet}>
        <Trans>This file cannot be shown here. You can download it.</Trans>
      </p>
      <Button
        component="a"
        href={api.contentAddress(node.id)}
        download={node.name}
        leftSection={<IconDownload size={18} />}
      >
        <Trans>Download</Trans>
      </Button>
    </div>
  );
}

function Body({ node }: { node: Node }): ReactNode {
  const source = api.contentAddress(node.id, { inline: true });
  switch (viewerOf(node)) {
    case "pdf":
      return <iframe className={styles.frame} src={`${source}#navpanes=0`} title={node.name} />;
    case "image":
      return <Picture node={node} />;
    case "audio":
      return (
        <div className={styles.card}>
          <KindIcon kind="audio" size={64} />
          <h2>{node.name}</h2>
          {/* biome-ignore lint/a11y/useMediaCaption: a person's own file has no caption track */}
          <audio controls src={source} className={styles.audio} />
        </div>
      );
    case "video":
      // biome-ignore lint/a11y/useMediaCaption: a person's own file has no caption track
      return <video controls src={source} className={styles.video} />;
    case "plain":
      return <PlainText node={node} />;
    default:
      return <DownloadCard node={node} />;
  }
}

export interface PreviewProps {
  node: Node;
  onClose?: (() => void) | undefined;
}

export function Preview({ node, onClose }: PreviewProps) {
  const { t } = useLingui();
  const [sharing, setSharing] = useState(false);
  const mayShare = node.role === "owner" || node.role === "editor";
  return (
    <div className={styles.preview}>
      <header className={styles.bar}>
        {onClose !== undefined && (
          <Tooltip label={t`Close (Esc)`}>
            <ActionIcon aria-label={t`Close`} onClick={onClose} size={36}>
              <IconX size={20} />
            </ActionIcon>
          </Tooltip>
        )}
        <KindIcon kind={node.kind} size={22} />
        <h1 className={styles.name}>{node.name}</h1>
        <Button
          className={styles.verb}
          component="a"
          variant="default"
          href={api.contentAddress(node.id)}
          download={node.name}
          leftSection={<IconDownload size={18} />}
        >
          <Trans>Download</Trans>
        </Button>
        {mayShare && (
          <Button
            className={styles.verb}
            leftSection={<IconUsersPlus size={18} />}
            onClick={() => setSharing(true)}
          >
            <Trans>Share</Trans>
          </Button>
        )}
      </header>
      <div className={styles.stage}>
        <Body node={node} />
      </div>
      {sharing && (
        <Suspense>
          <ShareDialog node={node} opened onClose={() => setSharing(false)} />
        </Suspense>
      )}
    </div>
  );
}
