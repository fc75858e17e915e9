/** The sheet editor: formula bar, grid and tabs of worksheets, in the frame that all editors share. */
import { useLingui } from "@lingui/react/macro";
import {
  lazy,
  type ReactNode,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { notify } from "@/app/notices";
import { EditorFrame } from "@/editor/EditorFrame";
import { Following } from "@/editor/Following";
import { type History, useHistory } from "@/editor/history/useHistory";
import type { Peer } from "@/editor/people";
import { Refused } from "@/editor/Refused";
import { SavedNotice } from "@/editor/SavedNotice";
import { savedWords } from "@/editor/SavedWords";
import type { Connected } from "@/editor/useConnection";
import { usePhone } from "@/editor/usePhone";
import { VersionsPane } from "@/editor/VersionsPane";
import type { EditorProps } from "@/kinds/contract";
import styles from "./Editor.module.css";
import { follow } from "./together";
import { type Commands, runChord, type Surroundings, sheetCommands } from "./ui/commands";
import { CommentCard } from "./ui/comments/CommentCard";
import { CommentsEnd } from "./ui/comments/CommentsEnd";
import { Dialogs } from "./ui/Dialogs";
import { FindBar } from "./ui/FindBar";
import { FormulaBar } from "./ui/FormulaBar";
import { chooseImages } from "./ui/images";
import { CellMenu } from "./ui/menus/CellMenu";
import { ChoicesMenu } from "./ui/menus/ChoicesMenu";
import { FillMenu } from "./ui/menus/FillMenu";
import { FilterMenu } from "./ui/menus/FilterMenu";
import { PasteMenu } from "./ui/menus/PasteMenu";
import { focusNameBox } from "./ui/NameBox";
import { SheetTabs } from "./ui/SheetTabs";
import { Status } from "./ui/Status";
import type { SheetSession, Snapshot } from "./ui/session";
import { phoneTools, sheetTabs } from "./ui/tools";
import { WorkbookNotices } from "./ui/WorkbookNotices";
import { useWorkbook } from "./useWorkbook";

const VersionView = lazy(() => import("./history/VersionView"));

const never = () => () => {};

/** Following somebody who is here. */
function useFollowing(connected: Connected, session: SheetSession | null) {
  const [followed, setFollowed] = useState<number | null>(null);
  const stop = useCallback(() => setFollowed(null), []);
  useEffect(() => {
    if (followed === null || !session) return;
    const { awareness } = connected.main;
    return follow({ view: session.view, show: session.show, awareness }, followed, stop);
  }, [followed, session, connected, stop]);
  const onFollow = (peer: Peer): void =>
    setFollowed((now) => (now === peer.clientId ? null : peer.clientId));
  return { followed, onFollow, stop };
}

interface Ready {
  session: SheetSession;
  now: Snapshot;
  commands: Commands;
}

/** What the chrome is made of, once the workbook is open. */
function useReady(session: SheetSession | null, page: Surroundings): Ready | null {
  const now = useSyncExternalStore(session?.subscribe ?? never, () => session?.snapshot ?? null);
  return session && now ? { session, now, commands: sheetCommands(session, now, page) } : null;
}

function useSurroundings(connected: Connected | null, session: RefObject<SheetSession | null>) {
  const { t } = useLingui();
  const [history, setHistory] = useState(false);
  const [formulaBar, setFormulaBar] = useState(true);
  const page: Surroundings = {
    toggleHistory: () => setHistory((on) => !on),
    hideHistory: () => setHistory(false),
    print: () => window.print(),
    tellSaved: () => {
      const state = connected?.connection.state;
      if (!state) return;
      notify(
        state.name === "saved"
          ? t`Saved already. Every change is saved as you make it.`
          : savedWords(state),
      );
    },
    chooseImage: () => session.current && chooseImages(session.current),
    goTo: focusNameBox,
    formulaBar,
    toggleFormulaBar: () => setFormulaBar((on) => !on),
  };
  return { page, history, setHistory };
}

const WINDOW_KEYS = new Set(["s", "f", "h", "p", "/"]);

/** The chord of keys that work wherever the focus is; null for all others. */
function windowChord(event: KeyboardEvent): string | null {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey) return null;
  // With Option a Mac writes another letter: the key itself counts.
  if (event.altKey) return event.code === "KeyM" ? "mod+alt+m" : null;
  const key = event.key.toLowerCase();
  return WINDOW_KEYS.has(key) ? `mod+${key}` : null;
}

/** Keys that work wherever the focus is, as long as no field takes them. */
function useWindowKeys(run: (chord: string) => boolean): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const chord = windowChord(event);
      if (chord === null || !latest.current(chord)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", pressed, true);
    return () => window.removeEventListener("keydown", pressed, true);
  }, []);
}

function Floating({ ready }: { ready: Ready }) {
  const { session, now, commands } = ready;
  return (
    <>
      <FindBar session={session} now={now} />
      <CommentCard session={session} now={now} />
      <CellMenu session={session} now={now} commands={commands} />
      <FilterMenu session={session} now={now} />
      <ChoicesMenu session={session} now={now} />
      <PasteMenu session={session} now={now} />
      <FillMenu session={session} now={now} />
      <Dialogs session={session} now={now} commands={commands} />
    </>
  );
}

/** The workbook, and over it the version that one looks at. The workbook goes on living underneath. */
function Stages({
  node,
  history,
  children,
}: Pick<EditorProps, "node"> & { history: History; children: ReactNode }) {
  const { viewed } = history;
  return (
    <div className={styles.stages}>
      <div
        className={viewed ? `${styles.stage} ${styles.behind}` : styles.stage}
        inert={viewed !== null}
        data-stage
      >
        {children}
      </div>
      {viewed && (
        <Suspense>
          <VersionView
            key={viewed.number}
            node={node}
            viewed={viewed}
            onRestore={history.restoreViewed}
            onClose={history.backToNow}
          />
        </Suspense>
      )}
    </div>
  );
}

function BottomLine({ viewed, ready }: { viewed: boolean; ready: Ready | null }) {
  const { t } = useLingui();
  if (viewed) return <span>{t`An earlier version: it cannot be changed`}</span>;
  return ready && <Status {...ready} />;
}

function HistoryEnd({
  node,
  history,
  onClose,
}: Pick<EditorProps, "node"> & { history: History; onClose: () => void }) {
  // On a phone the pane would cover the version.
  const covers = usePhone() && history.viewed !== null;
  if (covers) return null;
  return (
    <VersionsPane
      node={node}
      viewed={history.viewed}
      onView={history.view}
      onRestore={history.restoring.ask}
      onClose={() => {
        history.backToNow();
        onClose();
      }}
    />
  );
}

const toolsOf = (ready: Ready | null) => ({
  tabs: ready ? sheetTabs(ready) : [],
  phoneTools: ready ? phoneTools(ready) : [],
});

export function SheetEditor(props: EditorProps) {
  const { node, me, path } = props;
  const place = useRef<HTMLDivElement>(null);
  const run = useRef<(chord: string) => boolean>(() => false);
  const { connected, session, refusal } = useWorkbook(
    { node, me, onKey: (chord) => run.current(chord) },
    place,
  );
  return (
    <Opened
      node={node}
      me={me}
      path={path}
      place={place}
      run={run}
      connected={connected}
      session={session}
      refusal={refusal}
    />
  );
}

interface OpenedProps extends EditorProps, ReturnType<typeof useWorkbook> {
  place: RefObject<HTMLDivElement | null>;
  run: RefObject<(chord: string) => boolean>;
}

function Opened(props: OpenedProps) {
  const { connected } = props;
  if (!connected)
    return (
      <div className={styles.stage}>
        <div ref={props.place} className={styles.grid} />
      </div>
    );
  return <Frame {...props} connected={connected} />;
}

function Frame({
  node,
  me,
  path,
  place,
  run,
  connected,
  session,
  refusal,
}: OpenedProps & { connected: Connected }) {
  const latest = useRef(session);
  latest.current = session;
  const { page, history, setHistory } = useSurroundings(connected, latest);
  const versions = useHistory(node);
  const open = useReady(session, page);
  const refused = refusal === "outdated" && session ? null : refusal;
  const ready = refused ? null : open;
  // While one looks at a version, the live workbook is out of reach.
  const reachable = versions.viewed ? null : ready;
  run.current = (chord) => (reachable ? runChord(reachable.commands, chord) : false);
  useWindowKeys((chord) => run.current(chord));
  const { stop, ...following } = useFollowing(connected, session);
  const { connection, main } = connected;
  const guest = me.user === null;
  return (
    <EditorFrame
      node={node}
      path={path}
      guest={guest}
      saved={connection}
      presence={main.presence}
      {...following}
      color="var(--tw-kind-sheet)"
      {...toolsOf(reachable)}
      onHistory={() => setHistory(true)}
      onPrint={page.print}
      onShortcuts={() => session?.dialog.set({ name: "shortcuts" })}
      end={
        history ? (
          <HistoryEnd node={node} history={versions} onClose={() => setHistory(false)} />
        ) : (
          reachable?.now.commenting && <CommentsEnd {...reachable} />
        )
      }
      status={<BottomLine viewed={versions.viewed !== null} ready={ready} />}
      notice={
        <>
          {!refused && <SavedNotice store={connection} />}
          {following.followed !== null && (
            <Following presence={main.presence} followed={following.followed} onStop={stop} />
          )}
        </>
      }
    >
      {refused ? (
        <Refused reason={refused} node={node} guest={guest} />
      ) : (
        <Stages node={node} history={versions}>
          {ready && <WorkbookNotices {...ready} />}
          {ready && page.formulaBar && <FormulaBar {...ready} />}
          <div ref={place} className={styles.grid} data-grid />
          {ready && <SheetTabs {...ready} />}
        </Stages>
      )}
      {reachable && <Floating ready={reachable} />}
      {versions.restoring.dialog}
    </EditorFrame>
  );
}
