/** Opens a workbook: connects, waits for its first worksheet, builds the grid in its place and the session over it. */
import { useLingui } from "@lingui/react/macro";
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { api, type Me, type Node } from "@/api";
import { notify, notifyProblem } from "@/app/notices";
import { Comments } from "@/editor/comments/threads";
import type { RefusalReason } from "@/editor/saved";
import {
  type Connected,
  mayComment,
  mayEdit,
  useConnection,
  useLeaveWarning,
} from "@/editor/useConnection";
import { accepting } from "./accepting";
import { calculate, type FunctionHelp, loadFunctions } from "./calc";
import { chartSource } from "./chartSource";
import { Drawings } from "./drawings";
import { UniverSheetView } from "./grid/UniverSheetView";
import { openLink } from "./links";
import { DrawingHand } from "./pictures";
import { shareSelections } from "./together";
import { coloredRanges } from "./ui/formula/palette";
import { addImages } from "./ui/images";
import { tellRefusal } from "./ui/refusalWords";
import { SheetSession } from "./ui/session";
import { entryObstacle } from "./validating";
import { bookPart, schema, Workbook } from "./workbook";

const never = () => () => {};

export interface Opened {
  connected: Connected | null;
  session: SheetSession | null;
  /** Why the workbook may not be shown, or null. */
  refusal: RefusalReason | null;
}

interface Chosen {
  node: Node;
  me: Me;
  /** Runs the command of a chord; the latest of each drawing. */
  onKey: (chord: string) => boolean;
}

/** What the grid and the session say to a person. */
function useWords() {
  const { t, i18n } = useLingui();
  return {
    locale: i18n.locale,
    labels: {
      grid: t`Worksheet`,
      editor: t`Cell`,
      fold: t`Collapse group`,
      unfold: t`Expand group`,
      level: (level: number) => t`Show outline level ${level}`,
    },
    chart: t`Chart`,
    shape: t`Drawing`,
    tooLarge: t`That is too much to paste at once. Upload it as a file instead.`,
    several: t`This cannot be done to several selected ranges at once.`,
    clipboard: t`The browser does not let this page use the clipboard. Use Ctrl+C and Ctrl+V.`,
    notAllowed: t`The rules of this cell do not allow that value.`,
    warning: t`Keep this value?`,
    yes: t`Keep it`,
    no: t`Edit again`,
    image: t`Could not add the picture`,
    waiting: t`One moment: all worksheets are being loaded, so that their formulas follow.`,
    unreachable: t`Nothing was moved: formulas of worksheets that cannot be loaded now might refer there.`,
  };
}

export type Words = ReturnType<typeof useWords>;

interface Making extends Chosen {
  place: HTMLElement;
  connected: Connected;
  words: () => Words;
}

/** The grid, the calculation and the session over one workbook; `end` takes all of it down. */
async function build(making: Making, left: () => boolean) {
  const { node, me, place, connected, words, onKey } = making;
  const { connection, main } = connected;
  const workbook = new Workbook(connection, main);
  const sheet = await workbook.first();
  if (left() || !sheet) {
    workbook.destroy();
    return null;
  }
  const commentsPart = connection.part("comments");
  workbook.book.attachComments(commentsPart.doc);
  const loadAll = async (): Promise<boolean> => {
    const { waiting, unreachable } = words();
    const ready = await workbook.loadAll(() => notify(waiting));
    if (!ready) notify(unreachable);
    return ready;
  };
  const calculation = calculate(workbook.book);
  const editable = (): boolean => mayEdit(node, main);
  const problems = { "too-large": "tooLarge", merged: "several", clipboard: "clipboard" } as const;
  const view = new UniverSheetView(place, sheet, calculation, {
    editable,
    locale: words().locale,
    labels: words().labels,
    onKey,
    formulaColors: coloredRanges,
    onLink: (link) => openLink(link, session),
    onRefusal: tellRefusal,
    whenLoaded: (run) => void loadAll().then((ready) => ready && run()),
    onImages: (images) => void addImages(session, images, view.selection.active),
    onProblem: (problem) => notify(words()[problems[problem]]),
    beforeEnter: accepting({
      obstacle: (cell, text) => entryObstacle(view.sheet, cell, text, calculation),
      tell: notify,
      ask: (question) =>
        session.dialog.set({
          name: "ask",
          question: { ...question, yes: words().yes, no: words().no },
        }),
      commit: () => view.commitEdit("down"),
      words: () => ({ broken: words().notAllowed, warning: words().warning }),
    }),
  });
  let functions: readonly FunctionHelp[] = [];
  void loadFunctions().then((loaded) => {
    functions = loaded;
  });
  void import("./calc/entered").then(({ couldSpill }) => {
    workbook.book.spills = couldSpill;
  });
  const session = new SheetSession({
    book: workbook.book,
    view,
    values: calculation,
    load: workbook.load,
    loadAll,
    editable,
    locale: () => words().locale,
    author: me.actor.name,
    comments: new Comments(commentsPart.doc, { id: me.user?.id ?? "", name: me.actor.name }),
    mayComment: () => mayComment(node, commentsPart),
    images: {
      upload: (image) => api.uploadMedia(node.id, image),
      failed: (error) => notifyProblem(error),
    },
    refused: tellRefusal,
    functions: () => functions,
    resizeDrawing: (token, inlineSize, blockSize) => hand.resize(token, inlineSize, blockSize),
    stateOf: (sheet, row, col) => calculation.state(sheet, row, col),
    calculation,
  });
  const drawings = new Drawings(view, {
    image: (media) => api.mediaAddress(node.id, media),
    chart: chartSource(node.id, {
      book: workbook.book,
      values: calculation,
      locale: words().locale,
    }),
    words: words(),
  });
  const hand = new DrawingHand(view, {
    editable,
    labels: () => ({ drawing: words().shape }),
    refused: tellRefusal,
    menu: (token, x, y) => session.menu.set({ kind: "drawing", token, x, y }),
    onKey,
    dropped: (images, cell) => void addImages(session, images, cell),
  });
  const stops = [
    shareSelections(view, main.awareness),
    commentsPart.subscribe(() => session.refresh()),
    workbook.book.onChange(() => drawings.refresh()),
    view.onSelection(() => drawings.refresh()),
  ];
  drawings.refresh();
  void workbook.loadRest();
  const end = (): void => {
    for (const stop of stops) stop();
    hand.destroy();
    drawings.destroy();
    session.destroy();
    view.destroy();
    calculation.destroy();
    workbook.destroy();
  };
  return { session, end };
}

export function useWorkbook(chosen: Chosen, place: RefObject<HTMLDivElement | null>): Opened {
  const { node, me } = chosen;
  const connected = useConnection(node, me, { schema, main: bookPart });
  const main = connected?.main ?? null;
  const refusal = useSyncExternalStore(main?.subscribe ?? never, () =>
    main?.state.name === "refused" ? main.state.reason : null,
  );
  const writable = useSyncExternalStore(main?.subscribe ?? never, () => main?.writable ?? null);
  const [session, setSession] = useState<SheetSession | null>(null);
  const words = useWords();
  const current = useRef({ words, ...chosen });
  current.current = { words, ...chosen };

  useEffect(() => {
    if (!connected) return;
    let left = false;
    let end = (): void => {};
    void connected.main.opened.then(async () => {
      if (left || !place.current) return;
      const made = await build(
        {
          ...current.current,
          place: place.current,
          connected,
          words: () => current.current.words,
          onKey: (chord) => current.current.onKey(chord),
        },
        () => left,
      );
      if (!made) return;
      end = made.end;
      if (left) made.end();
      else {
        setSession(made.session);
        readyToType(made.session);
      }
    });
    return () => {
      left = true;
      setSession(null);
      end();
    };
  }, [connected, place]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whether I may type hangs on these.
  useEffect(() => session?.refresh(), [session, refusal, writable, node.role]);
  useLeaveWarning(connected?.connection ?? null);
  return { connected, session, refusal };
}

/** The keys go to the grid at once, but not on a phone, where that would call up the keyboard. */
function readyToType({ view }: SheetSession): void {
  const free = document.activeElement === null || document.activeElement === document.body;
  if (free && !window.matchMedia("(pointer: coarse)").matches) view.focus();
}
