/** An earlier version over the stage: its bar, its grid, its worksheets. */
import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import type { Node } from "@/api";
import { useVersionKeys, VersionFrame } from "@/editor/history/VersionFrame";
import type { Viewed } from "@/editor/history/viewed";
import { DamagedVersion } from "./packed";
import { useVersion } from "./useVersion";
import { VersionChanges } from "./VersionChanges";
import { VersionTabs } from "./VersionTabs";
import styles from "./VersionView.module.css";

export interface VersionViewProps {
  node: Node;
  viewed: Viewed;
  /** Null when one may not. */
  onRestore: (() => void) | null;
  onClose: () => void;
}

export default function VersionView(props: VersionViewProps) {
  const { node, viewed, onClose } = props;
  const { t } = useLingui();
  const place = useRef<HTMLDivElement>(null);
  const version = useVersion(node, viewed, place);
  const { viewer, error, difference } = version;
  useVersionKeys(onClose);
  useEffect(() => {
    // So that keys begin here; the live grid below is out of reach.
    if (viewer && !window.matchMedia("(pointer: coarse)").matches) viewer.focus();
  }, [viewer]);
  return (
    <VersionFrame
      {...props}
      by={viewed.by}
      error={error}
      unknown={error instanceof DamagedVersion}
      changes={!error && <VersionChanges version={version} />}
    >
      <div ref={place} className={styles.grid} />
      {!viewer && <p className={styles.waiting} role="status">{t`Opening the version…`}</p>}
      {viewer && <VersionTabs viewer={viewer} difference={difference} />}
    </VersionFrame>
  );
}
