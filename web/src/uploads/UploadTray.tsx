/** The tray at the corner: every upload with progress, speed, stop and try again. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Progress, Tooltip } from "@mantine/core";
import {
  IconAlertCircle,
  IconCheck,
  IconChevronDown,
  IconChevronUp,
  IconRefresh,
  IconX,
} from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import type { Kind } from "@/api";
import { api } from "@/api";
import { notifyProblem } from "@/app/notices";
import { useOpenNode } from "@/files/opening";
import { explain, size } from "@/i18n";
import { KindIcon } from "@/kinds/KindIcon";
import { kindOfName } from "./kindOfName";
import { type Totals, totals, type UploadItem } from "./queue";
import styles from "./UploadTray.module.css";
import { uploads } from "./uploads";

function Detail({ item }: { item: UploadItem }) {
  const speed = size(item.speed);
  switch (item.state) {
    case "waiting":
      return <Trans>Waiting</Trans>;
    case "sending":
      return (
        <>
          {size(item.sent)} / {size(item.size)}
          {item.speed > 0 && ` · ${speed}/s`}
        </>
      );
    case "failed":
      return <span className={styles.failed}>{explain(item.error)}</span>;
    case "stopped":
      return <Trans>Stopped</Trans>;
    case "done":
      if (item.version !== null && item.version > 1) {
        return <Trans>Name was there already: it is now version {item.version}</Trans>;
      }
      return <>{size(item.size)}</>;
  }
}

function Verbs({ item }: { item: UploadItem }) {
  const { t } = useLingui();
  if (item.state === "done") {
    return <IconCheck size={18} className={styles.done} role="img" aria-label={t`Done`} />;
  }
  return (
    <>
      {(item.state === "failed" || item.state === "stopped") && (
        <ActionIcon
          size={28}
          aria-label={t`Try ${item.name} again`}
          onClick={() => uploads.retry(item.id)}
        >
          <IconRefresh size={16} />
        </ActionIcon>
      )}
      {item.state !== "stopped" && (
        <ActionIcon
          size={28}
          aria-label={t`Stop ${item.name}`}
          onClick={() => uploads.stop(item.id)}
        >
          <IconX size={16} />
        </ActionIcon>
      )}
    </>
  );
}

function Row({ item }: { item: UploadItem }) {
  const { open } = useOpenNode();
  const kind: Kind = kindOfName(item.name);
  const show = () => {
    if (item.nodeId !== null) void api.node(item.nodeId).then(open, notifyProblem);
  };
  const share = item.size === 0 ? (item.state === "done" ? 100 : 0) : (item.sent / item.size) * 100;
  const name = item.path === "" ? item.name : item.path;
  return (
    <div className={styles.row}>
      <KindIcon kind={kind} size={22} />
      <div className={styles.words}>
        {item.state === "done" && item.nodeId !== null ? (
          <button type="button" className={styles.name} onClick={show} title={name}>
            {name}
          </button>
        ) : (
          <span className={styles.name} title={name}>
            {name}
          </span>
        )}
        <span className={styles.detail}>
          <Detail item={item} />
        </span>
        {item.state === "sending" && (
          <Progress value={share} size={3} className={styles.progress} aria-label={item.name} />
        )}
      </div>
      <Verbs item={item} />
    </div>
  );
}

function Summary({ sum }: { sum: Totals }) {
  if (sum.active > 0) {
    return <Plural value={sum.active} one="Uploading # file" other="Uploading # files" />;
  }
  if (sum.failed > 0) {
    return <Plural value={sum.failed} one="# upload did not work" other="# uploads did not work" />;
  }
  return <Plural value={sum.done} one="# file uploaded" other="# files uploaded" />;
}

function Rows({ items }: { items: readonly UploadItem[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 56,
    overscan: 4,
  });
  return (
    <div className={styles.scroller} ref={scroller}>
      <div className={styles.rows} style={{ blockSize: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((place) => {
          const item = items[place.index];
          if (item === undefined) return null;
          return (
            <div
              key={item.id}
              className={styles.place}
              style={{ transform: `translateY(${place.start}px)` }}
            >
              <Row item={item} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const order = { failed: 0, sending: 1, waiting: 2, done: 3, stopped: 4 } as const;

export function UploadTray() {
  const { t } = useLingui();
  const items = uploads.items.use();
  const [folded, setFolded] = useState(false);
  const sum = totals(items);
  const sorted = [...items].sort((a, b) => order[a.state] - order[b.state] || a.id - b.id);
  useEffect(() => {
    if (sum.failed > 0) setFolded(false);
  }, [sum.failed]);
  if (items.length === 0) return null;
  const share = sum.size === 0 ? 100 : (sum.sent / sum.size) * 100;
  return (
    <section className={styles.tray} aria-label={t`Uploads`}>
      <header className={styles.head}>
        {sum.failed > 0 && sum.active === 0 && (
          <IconAlertCircle size={18} className={styles.failed} />
        )}
        <strong aria-live="polite">
          <Summary sum={sum} />
        </strong>
        <span className={styles.total}>
          {sum.active > 0 && sum.speed > 0 && `${Math.floor(share)}% · ${size(sum.speed)}/s`}
        </span>
        <ActionIcon
          size={28}
          aria-label={folded ? t`Show the uploads` : t`Fold the uploads`}
          aria-expanded={!folded}
          onClick={() => setFolded(!folded)}
        >
          {folded ? <IconChevronUp size={18} /> : <IconChevronDown size={18} />}
        </ActionIcon>
        {sum.active === 0 && (
          <Tooltip label={t`Close`}>
            <ActionIcon size={28} aria-label={t`Close the uploads`} onClick={() => uploads.clear()}>
              <IconX size={18} />
            </ActionIcon>
          </Tooltip>
        )}
      </header>
      {sum.active > 0 && <Progress value={share} size={2} radius={0} aria-label={t`All uploads`} />}
      {!folded && <Rows items={sorted} />}
    </section>
  );
}
