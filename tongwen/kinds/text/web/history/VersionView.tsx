/** An earlier version over the stage: its bar, its pages, and what each person changed. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Node } from "@/api";
import { ErrorState } from "@/app/ErrorState";
import type { Viewed } from "@/editor/history/viewed";
import type { Zoom } from "@/editor/StatusBar";
import { preparePrinting } from "../ui/printing";
import { Stage } from "../ui/Stage";
import type { Layout } from "../ui/session";
import { useVersion } from "./useVersion";
import { VersionBar } from "./VersionBar";
import styles from "./VersionView.module.css";

export interface VersionViewProps {
  node: Node;
  viewed: Viewed;
  layout: Layout;
  zoom: Zoom;
  onRestore: (() => void) | null;
  onClose: () => void;
}

/** What a key asks of an earlier version. */
function askedFor(event: KeyboardEvent): "close" | "next" | "previous" | null {
  if (event.key === "Escape") return "close";
  if (!event.altKey) return null;
  return event.key === "ArrowDown" ? "next" : event.key === "ArrowUp" ? "previous" : null;
}

/** Where keys have a meaning of their own. */
const OWN_KEYS = "[role=dialog],[role=menu],input:not([role=switch]),textarea";

function hasOwnKeys(place: EventTarget | null): boolean {
  return place instanceof Element && place.closest(OWN_KEYS) !== null;
}

/** Esc goes back to now; Alt with the arrows goes from change to change. */
function useVersionKeys(onClose: () => void, go: (direction: 1 | -1) => void): void {
  const latest = useRef({ onClose, go });
  latest.current = { onClose, go };
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const asked = askedFor(event);
      if (!asked || event.defaultPrevented || event.isComposing) return;
      if (hasOwnKeys(event.target)) return;
      event.preventDefault();
      if (asked === "close") latest.current.onClose();
      else latest.current.go(asked === "next" ? 1 : -1);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}

function Unshowable({ error, onClose }: { error: unknown; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <div className={styles.problem}>
      <ErrorState
        title={<Trans>This version cannot be shown</Trans>}
        {...(error instanceof Error && error.name === "Unrepresentable"
          ? {
              hint: <Trans>It holds something this page does not know. Download it instead.</Trans>,
            }
          : { error })}
      />
      <Button variant="default" onClick={onClose}>{t`Back to now`}</Button>
    </div>
  );
}

export default function VersionView(props: VersionViewProps) {
  const { node, viewed, layout, zoom, onClose } = props;
  const place = useRef<HTMLDivElement>(null);
  const scale = useRef(1);
  const [, setScale] = useState(1);
  const version = useVersion(node, viewed, { place, layout, scale });
  const { viewer, state, failure } = version;
  const onScale = useCallback((next: number) => {
    scale.current = next;
    setScale(next);
  }, []);
  useVersionKeys(onClose, version.go);
  useEffect(() => {
    // So that keys and a reader of the screen begin here; the live text below is out of reach.
    viewer?.view.dom.focus({ preventScroll: true });
  }, [viewer]);
  useEffect(() => (viewer ? preparePrinting(viewer) : undefined), [viewer]);
  const error = failure ?? (state.isError ? state.error : null);
  return (
    <section className={styles.view} aria-label={viewed.title} data-version-view={viewed.number}>
      <VersionBar {...props} version={version} />
      {error ? (
        <Unshowable error={error} onClose={onClose} />
      ) : (
        <Stage
          place={place}
          session={viewer}
          kind="version"
          layout={layout}
          zoom={zoom}
          marks={false}
          changes
          onScale={onScale}
        />
      )}
    </section>
  );
}
