/** A list of files with all that one does in it; every place (folder, shared, trash …) shows this. */
import { useElementSize, useMergedRef } from "@mantine/hooks";
import {
  lazy,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  Suspense,
  useEffect,
  useRef,
} from "react";
import type { NodeWithPath, Sort } from "@/api";
import { ErrorState } from "@/app/ErrorState";
import { Sheet } from "@/app/Sheet";
import { DetailsPane } from "./DetailsPane";
import styles from "./FileBrowser.module.css";
import { cardMeasures, FileCards, FileCardsSkeleton } from "./FileCards";
import { FileList, FileListSkeleton, rowSizes } from "./FileList";
import { itemId } from "./items";
import type { Listing } from "./listing";
import { detailsShown, view } from "./preferences";
import { nothing } from "./selection";
import { Toolbar } from "./Toolbar";
import { type Browser, useBrowser } from "./useBrowser";
import { useFileKeys } from "./useFileKeys";
import { VerbMenu } from "./VerbMenu";
import type { Place } from "./verbs";

const FileDialogs = lazy(() =>
  import("./FileDialogs").then(({ FileDialogs }) => ({ default: FileDialogs })),
);

export interface FileBrowserProps {
  place: Place;
  listing: Listing;
  /** The folder shown, where the place is one. */
  folder?: NodeWithPath | undefined;
  sort: Sort | null;
  onSort: (sort: Sort) => void;
  /** A breadcrumb or a heading. */
  heading: ReactNode;
  /** Buttons beside the heading. */
  aside?: ReactNode;
  empty: ReactNode;
  /** Read out as the name of the list. */
  label: string;
}

type StageProps = FileBrowserProps & { browser: Browser };

interface Room {
  scroller: RefObject<HTMLDivElement | null>;
  width: number;
  height: number;
  cards: boolean;
}

function useStageKeys({ browser, listing, place }: StageProps, { width, height, cards }: Room) {
  const { narrow, selection, setSelection, chosen } = browser;
  const measures = cardMeasures(width, narrow);
  const rowSize = cards ? measures.row : narrow ? rowSizes.narrow : rowSizes.wide;
  return useFileKeys({
    nodes: listing.nodes,
    selection,
    onSelect: setSelection,
    onVerb: (verb) => {
      const focused = listing.nodes.filter((node) => node.id === selection.focus);
      browser.onVerb(verb, verb === "open" || chosen.length === 0 ? focused : chosen);
    },
    columns: cards ? measures.columns : 1,
    pageRows: Math.max(1, Math.floor(height / rowSize) - 1),
    trash: place === "trash",
    onUp: browser.onUp,
    onMenu: browser.openMenuAtFocus,
  });
}

function Files(props: StageProps & { room: Room }) {
  const { browser, listing, sort, onSort, label, room, empty } = props;
  const { items, grid, selection } = browser;
  const { scroller, width, cards } = room;
  const onKeyDown = useStageKeys(props, room);
  useEffect(() => {
    // The keys work at once, also after a folder was entered; a field that has the focus keeps it.
    if (document.activeElement === document.body) grid.current?.focus({ preventScroll: true });
  }, [grid]);
  if (listing.nodes.length === 0) {
    // Pasting and going up work in an empty folder too.
    return (
      <div
        ref={grid}
        role="group"
        tabIndex={-1}
        className={styles.grid}
        aria-label={label}
        onKeyDown={onKeyDown}
      >
        {empty}
      </div>
    );
  }
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      className={styles.grid}
      aria-label={label}
      aria-multiselectable="true"
      aria-rowcount={listing.more ? -1 : listing.nodes.length + 1}
      aria-activedescendant={selection.focus === null ? undefined : itemId(selection.focus)}
      onKeyDown={onKeyDown}
    >
      {!cards && (
        <FileList
          items={items}
          scroller={scroller}
          sort={sort}
          onSort={onSort}
          onToggleAll={browser.onToggleAll}
          onNearEnd={listing.loadMore}
        />
      )}
      {cards && width > 0 && (
        <FileCards
          items={items}
          scroller={scroller}
          scrollerSize={width}
          onNearEnd={listing.loadMore}
        />
      )}
    </div>
  );
}

function Waiting({ cards, width, narrow }: Pick<Room, "cards" | "width"> & { narrow: boolean }) {
  if (!cards) return <FileListSkeleton narrow={narrow} />;
  return width > 0 ? <FileCardsSkeleton scrollerSize={width} narrow={narrow} /> : null;
}

function Stage(props: StageProps) {
  const { browser, listing } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>();
  const cards = view.use() === "cards";
  const merged = useMergedRef(scroller, sizeRef);
  const onBackground = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("[aria-selected]") === null) {
      browser.setSelection(nothing);
    }
  };
  const onBackgroundMenu = (event: MouseEvent) => {
    if (event.defaultPrevented || !browser.situation.pastable) return;
    event.preventDefault();
    browser.setMenu({ nodes: [], at: { x: event.clientX, y: event.clientY } });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a click beside the files clears the selection; Escape does it too
    <div
      className={styles.scroller}
      ref={merged}
      onClick={onBackground}
      onContextMenu={onBackgroundMenu}
      role="presentation"
    >
      {listing.waiting && <Waiting cards={cards} width={width} narrow={browser.narrow} />}
      {listing.error !== null && <ErrorState error={listing.error} onRetry={listing.retry} />}
      {!listing.waiting && listing.error === null && (
        <Files {...props} room={{ scroller, width, height, cards }} />
      )}
    </div>
  );
}

function Details({ browser }: { browser: Browser }) {
  const shown = detailsShown.use();
  const { chosen, narrow, runner, menu } = browser;
  const close = () => detailsShown.set(false);
  if (!shown) return null;
  const pane = (
    <DetailsPane nodes={chosen} onShare={(node) => runner.run("share", [node])} onClose={close} />
  );
  if (!narrow) return pane;
  return (
    <Sheet
      opened={menu === null}
      onClose={close}
      position="bottom"
      size="85%"
      withCloseButton={false}
    >
      {pane}
    </Sheet>
  );
}

export function FileBrowser(props: FileBrowserProps) {
  const { place, listing, folder, sort, onSort, heading, aside } = props;
  const browser = useBrowser({ place, nodes: listing.nodes, folder });
  const { chosen, situation, narrow, menu, setMenu, onVerb, setSelection } = browser;
  return (
    <section className={styles.browser} data-place={place}>
      <header className={styles.heading}>
        <div className={styles.where}>{heading}</div>
        {aside}
      </header>
      <Toolbar
        nodes={chosen}
        situation={situation}
        narrow={narrow}
        count={listing.waiting || listing.error !== null ? null : listing.nodes.length}
        more={listing.more}
        sort={sort}
        onSort={onSort}
        onVerb={(verb) => onVerb(verb, chosen)}
        onMore={(at) => setMenu({ nodes: chosen, at })}
        onClear={() => setSelection(nothing)}
      />
      <div className={styles.body}>
        <Stage {...props} browser={browser} />
        {place !== "trash" && <Details browser={browser} />}
      </div>
      <VerbMenu
        nodes={menu?.nodes ?? []}
        situation={situation}
        at={menu?.at ?? null}
        narrow={narrow}
        onVerb={(verb) => {
          const nodes = menu?.nodes ?? [];
          if (verb === "details" && narrow && nodes[0] !== undefined) {
            const id = nodes[0].id;
            setSelection({ ids: new Set([id]), anchor: id, focus: id });
          }
          onVerb(verb, nodes);
        }}
        onClose={() => setMenu(null)}
      />
      {browser.runner.dialog !== null && (
        <Suspense>
          <FileDialogs dialog={browser.runner.dialog} closeDialog={browser.runner.closeDialog} />
        </Suspense>
      )}
    </section>
  );
}
