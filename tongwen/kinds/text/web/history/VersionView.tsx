/** An earlier version over the stage: its bar, its pages, and what each person changed. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Node } from "@/api";
import { useVersionKeys, VersionFrame } from "@/editor/history/VersionFrame";
import type { Viewed } from "@/editor/history/viewed";
import type { Zoom } from "@/editor/StatusBar";
import { preparePrinting } from "../ui/printing";
import { Stage } from "../ui/Stage";
import type { Layout } from "../ui/session";
import { useVersion } from "./useVersion";
import { VersionChanges } from "./VersionChanges";

export interface VersionViewProps {
  node: Node;
  viewed: Viewed;
  layout: Layout;
  zoom: Zoom;
  onRestore: (() => void) | null;
  onClose: () => void;
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
    <VersionFrame
      {...props}
      error={error}
      unknown={error instanceof Error && error.name === "Unrepresentable"}
      changes={<VersionChanges version={version} />}
    >
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
    </VersionFrame>
  );
}
