/** The text editor: the document on its pages, in the frame that all editors share. */
import { useLingui } from "@lingui/react/macro";
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { api, type Node } from "@/api";
import { notify, notifyProblem } from "@/app/notices";
import type { Command } from "@/editor/command";
import { EditorFrame } from "@/editor/EditorFrame";
import { Following } from "@/editor/Following";
import { type History, useHistory } from "@/editor/history/useHistory";
import { Palette } from "@/editor/Palette";
import type { PartConnection } from "@/editor/part";
import type { Peer } from "@/editor/people";
import { SavedNotice } from "@/editor/SavedNotice";
import { savedWords } from "@/editor/SavedWords";
import { ShortcutsDialog } from "@/editor/ShortcutsDialog";
import { StatusButton, StatusSpring, type Zoom, ZoomControl, zoomStep } from "@/editor/StatusBar";
import { usePhone } from "@/editor/usePhone";
import { VersionsPane } from "@/editor/VersionsPane";
import type { EditorProps } from "@/kinds/contract";
import { insertImages } from "../editing/images";
import { Bubble } from "./Bubble";
import { type Surroundings, textCommands } from "./commands";
import { FindBar } from "./FindBar";
import { follow } from "./follow";
import { LinkDialog } from "./LinkDialog";
import { Outline } from "./Outline";
import styles from "./Panels.module.css";
import { Properties } from "./Properties";
import { preparePrinting } from "./printing";
import { Refused } from "./Refused";
import { Stage } from "./Stage";
import type { Layout, Snapshot, TextSession } from "./session";
import { phoneTools, textTabs } from "./tabs";
import { useWindowKeys } from "./useKeys";
import { useSession } from "./useSession";

const VersionView = lazy(() => import("../history/VersionView"));

type EndPane = "history" | "properties" | null;
type Dialog = "link" | "shortcuts" | "palette" | null;

const noSnapshot = null;
const never = () => () => {};

function Status({
  session,
  now,
  view,
  onCount,
}: {
  session: TextSession;
  now: Snapshot;
  view: ViewState;
  onCount: () => void;
}) {
  const { t, i18n } = useLingui();
  const { layout, setLayout } = view;
  const words = i18n.number(now.words);
  const selected = i18n.number(now.selectedWords);
  const count = now.selectedWords > 0 ? t`${selected} of ${words} words` : t`${words} words`;
  const language =
    new Intl.DisplayNames([i18n.locale], { type: "language" }).of(session.language) ?? "";
  const { page, pages } = now;
  return (
    <>
      {layout === "pages" && <span data-pages={pages}>{t`Page ${page} of ${pages}`}</span>}
      <StatusButton onClick={onCount}>{count}</StatusButton>
      <span>{language}</span>
      <StatusSpring />
      <StatusButton
        on={layout === "pages"}
        onClick={() => setLayout("pages")}
      >{t`Pages`}</StatusButton>
      <StatusButton
        on={layout === "web"}
        onClick={() => setLayout("web")}
      >{t`Web layout`}</StatusButton>
      <ZoomControl zoom={view.zoom} scale={view.scale} onZoom={view.setZoom} />
    </>
  );
}

/** Following somebody who is here. */
function useFollowing(part: PartConnection, session: TextSession | null) {
  const [followed, setFollowed] = useState<number | null>(null);
  const stop = useCallback(() => setFollowed(null), []);
  useEffect(() => {
    if (followed === null || !session) return;
    return follow(session, part.awareness, followed, stop);
  }, [followed, session, part, stop]);
  const onFollow = (peer: Peer): void =>
    setFollowed((now) => (now === peer.clientId ? null : peer.clientId));
  return { followed, onFollow, stop };
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
  const { part, session, refusal, obstacle } = useSession(node, me, {
    place,
    layout,
    scale: scaleRef,
  });
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

/** What is open around the text: panes, a dialog, the find bar, formatting marks. */
function useSurroundings(
  node: Node,
  session: TextSession | null,
  view: ViewState,
  part: PartConnection,
) {
  const { t } = useLingui();
  const [outline, setOutline] = useState(false);
  const [end, setEnd] = useState<EndPane>(null);
  const [dialog, setDialog] = useState<Dialog>(null);
  const [finding, setFinding] = useState<"find" | "replace" | null>(null);
  const [marks, setMarks] = useState(false);
  const [changes, setChanges] = useState(true);
  const page: Surroundings = {
    openLink: () => setDialog("link"),
    openFind: (replace) => setFinding(replace ? "replace" : "find"),
    chooseImage: () => session && chooseImages(session, node.id),
    togglePane: (pane) =>
      pane === "outline" ? setOutline((on) => !on) : setEnd((on) => (on === pane ? null : pane)),
    setLayout: view.setLayout,
    toggleMarks: () => setMarks((on) => !on),
    print: () => window.print(),
    openShortcuts: () => setDialog("shortcuts"),
    openPalette: () => setDialog("palette"),
    zoom: (direction) => view.setZoom(direction === 0 ? "width" : zoomStep(view.scale, direction)),
    layout: view.layout,
    outline,
    properties: end === "properties",
    marksShown: marks,
    toggleChanges: () => setChanges((on) => !on),
    changesShown: changes,
    tellSaved: () =>
      notify(
        part.state.name === "saved"
          ? t`Saved already. Every change is saved as you make it.`
          : savedWords(part.state),
      ),
  };
  return {
    page,
    outline,
    setOutline,
    end,
    setEnd,
    dialog,
    setDialog,
    finding,
    setFinding,
    marks,
    changes,
  };
}

type Around = ReturnType<typeof useSurroundings>;
type Ready = { session: TextSession; now: Snapshot; commands: Record<string, Command> };

interface EndPaneProps {
  node: Node;
  ready: Ready | null;
  around: Around;
  history: History;
}

function EndPaneView({ node, ready, around, history }: EndPaneProps) {
  const close = () => {
    around.setEnd(null);
    history.backToNow();
  };
  // On a phone the pane would cover the version.
  const covers = usePhone() && history.viewed !== null;
  if (around.end === "history" && !covers) {
    return (
      <VersionsPane
        node={node}
        viewed={history.viewed}
        onView={history.view}
        onRestore={history.restoring.ask}
        onClose={close}
      />
    );
  }
  if (around.end === "properties" && ready) return <Properties {...ready} onClose={close} />;
  return null;
}

function Floating({ ready, around }: { ready: Ready; around: Around }) {
  const { finding, dialog, setFinding, setDialog } = around;
  const list = useMemo(() => Object.values(ready.commands), [ready.commands]);
  const close = () => setDialog(null);
  return (
    <>
      {finding && (
        <FindBar
          {...ready}
          key={finding}
          replace={finding === "replace"}
          onClose={() => setFinding(null)}
        />
      )}
      <Bubble {...ready} />
      <LinkDialog session={ready.session} opened={dialog === "link"} onClose={close} />
      <ShortcutsDialog commands={list} opened={dialog === "shortcuts"} onClose={close} />
      <Palette commands={list} opened={dialog === "palette"} onClose={close} />
    </>
  );
}

/** What the chrome is made of; `reachable`: the text is not behind something else. */
function useReady(
  session: TextSession | null,
  page: Surroundings,
  reachable: boolean,
): Ready | null {
  const now = useSyncExternalStore(
    session?.subscribe ?? never,
    () => session?.snapshot ?? noSnapshot,
  );
  const commands = session && now ? textCommands(session, now, page) : null;
  useWindowKeys(reachable ? commands : null);
  return session && now && commands ? { session, now, commands } : null;
}

/** The text, and over it the version that one looks at. The text goes on living underneath. */
function Stages({
  node,
  session,
  around,
  view,
  history,
}: Pick<OpenedProps, "node" | "session" | "view"> & { around: Around; history: History }) {
  const { viewed } = history;
  return (
    <div className={styles.stages}>
      <div className={viewed ? styles.behind : styles.live} inert={viewed !== null}>
        <Stage
          {...view}
          kind="live"
          session={session}
          marks={around.marks}
          changes={around.changes}
        />
      </div>
      {viewed && (
        <Suspense>
          <VersionView
            key={viewed.number}
            node={node}
            viewed={viewed}
            layout={view.layout}
            zoom={view.zoom}
            onRestore={history.restoreViewed}
            onClose={history.backToNow}
          />
        </Suspense>
      )}
    </div>
  );
}

function VersionStatus({ view }: { view: ViewState }) {
  const { t } = useLingui();
  return (
    <>
      <span>{t`An earlier version: it cannot be changed`}</span>
      <StatusSpring />
      <ZoomControl zoom={view.zoom} scale={view.scale} onZoom={view.setZoom} />
    </>
  );
}

function Opened({ node, me, path, part, session, refusal, view }: OpenedProps) {
  const around = useSurroundings(node, session, view, part);
  const { page } = around;
  const history = useHistory(node);
  const viewing = history.viewed !== null;
  const open = useReady(session, page, !viewing);
  // What is only out of date stays readable under its notice.
  const refused = refusal === "outdated" && session ? null : refusal;
  const ready = refused || viewing ? null : open;
  const { stop, ...following } = useFollowing(part, session);
  useEffect(() => (session && !viewing ? preparePrinting(session) : undefined), [session, viewing]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looking at the past ends following.
  useEffect(stop, [viewing]);
  return (
    <EditorFrame
      node={node}
      path={path}
      guest={me.user === null}
      saved={part}
      presence={part.presence}
      {...following}
      bare={viewing}
      color="var(--tw-kind-text)"
      tabs={ready ? textTabs(ready.session, ready.now, ready.commands) : []}
      phoneTools={ready ? phoneTools(ready.session, ready.now, ready.commands) : []}
      onHistory={() => around.setEnd("history")}
      onPrint={page.print}
      onShortcuts={page.openShortcuts}
      start={
        ready && around.outline && <Outline {...ready} onClose={() => around.setOutline(false)} />
      }
      end={!refused && <EndPaneView node={node} ready={ready} around={around} history={history} />}
      status={
        viewing ? (
          <VersionStatus view={view} />
        ) : (
          ready && <Status {...ready} view={view} onCount={() => page.togglePane("properties")} />
        )
      }
      notice={
        <>
          {!refused && <SavedNotice store={part} />}
          {following.followed !== null && (
            <Following presence={part.presence} followed={following.followed} onStop={stop} />
          )}
        </>
      }
    >
      {refused ? (
        <Refused reason={refused} part={part} node={node} guest={me.user === null} />
      ) : (
        <Stages node={node} session={session} around={around} view={view} history={history} />
      )}
      {ready && <Floating ready={ready} around={around} />}
      {history.restoring.dialog}
    </EditorFrame>
  );
}
