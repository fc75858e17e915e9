/** The text editor: the document on its pages, in the frame that all editors share. */
import { useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { EditorFrame } from "@/editor/EditorFrame";
import { Palette } from "@/editor/Palette";
import { type Peer, usePeers } from "@/editor/people";
import type { PartConnection } from "@/editor/connection";
import { ShortcutsDialog } from "@/editor/ShortcutsDialog";
import { StatusButton, StatusSpring, type Zoom, ZoomControl, zoomStep } from "@/editor/StatusBar";
import { usePhone } from "@/editor/usePhone";
import { VersionsPane } from "@/editor/VersionsPane";
import type { EditorProps } from "@/kinds/contract";
import { insertImages } from "../editing/images";
import { api } from "@/api";
import { notifyProblem } from "@/app/notices";
import { Bubble } from "./Bubble";
import { type Surroundings, textCommands } from "./commands";
import { FindBar } from "./FindBar";
import { follow } from "./follow";
import { LinkDialog } from "./LinkDialog";
import { Outline } from "./Outline";
import styles from "./Panels.module.css";
import { preparePrinting } from "./printing";
import { Properties } from "./Properties";
import { Refused } from "./Refused";
import type { Layout, Snapshot, TextSession } from "./session";
import { Stage } from "./Stage";
import { phoneTools, textTabs } from "./tabs";
import { useWindowKeys } from "./useKeys";
import { useSession } from "./useSession";

type EndPane = "history" | "properties" | null;
type Dialog = "link" | "shortcuts" | "palette" | null;

const noSnapshot = null;
const never = () => () => {};

function Status({ session, now, zoom, scale, onZoom, onCount, layout, onLayout }: {
  session: TextSession;
  now: Snapshot;
  zoom: Zoom;
  scale: number;
  onZoom: (zoom: Zoom) => void;
  onCount: () => void;
  layout: Layout;
  onLayout: (layout: Layout) => void;
}) {
  const { t, i18n } = useLingui();
  const count = now.selectedWords > 0 ? t`${i18n.number(now.selectedWords)} of ${i18n.number(now.words)} words` : t`${i18n.number(now.words)} words`;
  const language = new Intl.DisplayNames([i18n.locale], { type: "language" }).of(session.language) ?? "";
  return (
    <>
      {layout === "pages" && <span data-pages={now.pages}>{t`Page ${now.page} of ${now.pages}`}</span>}
      <StatusButton onClick={onCount}>{count}</StatusButton>
      <span>{language}</span>
      <StatusSpring />
      <StatusButton on={layout === "pages"} onClick={() => onLayout("pages")}>{t`Pages`}</StatusButton>
      <StatusButton on={layout === "web"} onClick={() => onLayout("web")}>{t`Web layout`}</StatusButton>
      <ZoomControl zoom={zoom} scale={scale} onZoom={onZoom} />
    </>
  );
}

/** Who else is here, and following one of them. */
function useFollowing(part: PartConnection, session: TextSession | null) {
  const peers = usePeers(part.awareness);
  const [followed, setFollowed] = useState<number | null>(null);
  useEffect(() => {
    if (followed === null || !session) return;
    return follow(session, part.awareness, followed, () => setFollowed(null));
  }, [followed, session, part]);
  const onFollow = (peer: Peer): void => setFollowed((now) => (now === peer.clientId ? null : peer.clientId));
  return { peers, followed, onFollow };
}

function chooseImages(session: TextSession, nodeId: string): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/*";
  input.multiple = true;
  input.addEventListener("change", () => {
    const server = {
      address: (media: string) => api.mediaAddress(nodeId, media),
      upload: (image: Blob) => api.uploadMedia(nodeId, image),
      failed: (_name: string, error: unknown) => notifyProblem(error),
    };
    void insertImages(session.view, [...(input.files ?? [])], server, session.column);
  });
  input.click();
}

export function TextEditor(props: EditorProps) {
  const { node, me } = props;
  const phone = usePhone();
  const [layout, setLayout] = useState<Layout>(phone ? "web" : "pages");
  const [zoom, setZoom] = useState<Zoom>(phone ? "width" : 1);
  const [scale, setScale] = useState(1);
  const scaleRef = useRef(1);
  const place = useRef<HTMLDivElement>(null);
  const onScale = useCallback((next: number) => {
    scaleRef.current = next;
    setScale(next);
  }, []);
  const { part, session, refusal, obstacle } = useSession(node, me, { place, layout, scale: scaleRef });
  if (!part) return <div className={styles.waiting} />;
  return (
    <Opened
      {...props}
      part={part}
      session={session}
      refusal={refusal ?? (obstacle ? "unreadable" : null)}
      view={{ layout, setLayout, zoom, setZoom, scale, onScale, place }}
    />
  );
}

interface ViewState {
  layout: Layout;
  setLayout: (layout: Layout) => void;
  zoom: Zoom;
  setZoom: (zoom: Zoom) => void;
  scale: number;
  onScale: (scale: number) => void;
  place: React.RefObject<HTMLDivElement | null>;
}

interface OpenedProps extends EditorProps {
  part: PartConnection;
  session: TextSession | null;
  refusal: Parameters<typeof Refused>[0]["reason"] | null;
  view: ViewState;
}

function Opened({ node, me, path, part, session, refusal, view }: OpenedProps) {
  const { layout, zoom, scale } = view;
  const now = useSyncExternalStore(session?.subscribe ?? never, () => session?.snapshot ?? noSnapshot);
  const [outline, setOutline] = useState(false);
  const [end, setEnd] = useState<EndPane>(null);
  const [dialog, setDialog] = useState<Dialog>(null);
  const [finding, setFinding] = useState<"find" | "replace" | null>(null);
  const [marks, setMarks] = useState(false);
  const following = useFollowing(part, session);
  useEffect(() => (session ? preparePrinting(session) : undefined), [session]);

  const page: Surroundings = {
    openLink: () => setDialog("link"),
    openFind: (replace) => setFinding(replace ? "replace" : "find"),
    chooseImage: () => session && chooseImages(session, node.id),
    togglePane: (pane) => (pane === "outline" ? setOutline((on) => !on) : setEnd((on) => (on === pane ? null : pane))),
    setLayout: view.setLayout,
    toggleMarks: () => setMarks((on) => !on),
    print: () => window.print(),
    openShortcuts: () => setDialog("shortcuts"),
    openPalette: () => setDialog("palette"),
    zoom: (direction) => view.setZoom(direction === 0 ? "width" : zoomStep(scale, direction)),
    layout,
    outline,
    properties: end === "properties",
    marksShown: marks,
  };
  const commands = session && now ? textCommands(session, now, page) : null;
  useWindowKeys(commands);
  const list = useMemo(() => Object.values(commands ?? {}), [commands]);
  const ready = session && now && commands && !refusal ? { session, now, commands } : null;
  return (
    <EditorFrame
      node={node}
      path={path}
      guest={me.user === null}
      saved={part}
      {...following}
      color="var(--tw-kind-text)"
      tabs={ready ? textTabs(ready.session, ready.now, ready.commands) : []}
      phoneTools={ready ? phoneTools(ready.session, ready.now, ready.commands) : []}
      onHistory={() => setEnd("history")}
      onPrint={page.print}
      onShortcuts={page.openShortcuts}
      start={ready && outline && <Outline {...ready} onClose={() => setOutline(false)} />}
      end={
        (end === "history" && <VersionsPane node={node} onClose={() => setEnd(null)} />) ||
        (end === "properties" && ready && <Properties {...ready} onClose={() => setEnd(null)} />)
      }
      status={ready && <Status {...ready} zoom={zoom} scale={scale} onZoom={view.setZoom} onCount={() => page.togglePane("properties")} layout={layout} onLayout={view.setLayout} />}
    >
      {refusal ? (
        <Refused reason={refusal} part={part} />
      ) : (
        <Stage place={view.place} session={session} layout={layout} zoom={zoom} marks={marks} onScale={view.onScale} />
      )}
      {ready && finding && <FindBar {...ready} key={finding} replace={finding === "replace"} onClose={() => setFinding(null)} />}
      {ready && <Bubble {...ready} />}
      {session && <LinkDialog session={session} opened={dialog === "link"} onClose={() => setDialog(null)} />}
      <ShortcutsDialog commands={list} opened={dialog === "shortcuts"} onClose={() => setDialog(null)} />
      <Palette commands={list} opened={dialog === "palette"} onClose={() => setDialog(null)} />
    </EditorFrame>
  );
}
