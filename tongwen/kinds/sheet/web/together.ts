/** Colleagues in the grid: my selection told by line ids, theirs found again by index, and following one of them. */
import type { Awareness } from "y-protocols/awareness";
import { peerOf } from "@/editor/people";
import { personColor } from "@/theme";
import type { RemoteSelection, SheetView } from "./grid/view";
import type { IdArea, Sheet } from "./model";

/** What awareness holds of a person's place, in the field `cursor`. */
export interface Place {
  sid: string;
  areas: IdArea[];
  active: [row: string, col: string];
}

/** Areas of one person that are drawn, and people. */
const MOST_AREAS = 20;
const MOST_PEOPLE = 100;

const isId = (value: unknown): value is string | null =>
  value === null || (typeof value === "string" && value.length < 80);

function isIdArea(value: unknown): value is IdArea {
  return Array.isArray(value) && value.length === 4 && value.every(isId);
}

/** The place in an awareness state, or null when it holds none that makes sense. */
export function placeOf(state: unknown): Place | null {
  const cursor = (state as { cursor?: unknown } | null | undefined)?.cursor;
  const { sid, areas, active } = (cursor ?? {}) as Partial<Place>;
  if (typeof sid !== "string" || !Array.isArray(areas) || !Array.isArray(active)) return null;
  const [row, col] = active;
  if (typeof row !== "string" || typeof col !== "string") return null;
  return { sid, areas: areas.filter(isIdArea).slice(0, MOST_AREAS), active: [row, col] };
}

/** What is drawn of a person on a worksheet; null when they are elsewhere. */
export function remoteSelection(
  sheet: Sheet,
  client: number,
  state: unknown,
): RemoteSelection | null {
  const place = placeOf(state);
  const peer = peerOf(client, state);
  if (!place || !peer || place.sid !== sheet.sid) return null;
  const row = sheet.rows.indexOf(place.active[0]);
  const col = sheet.cols.indexOf(place.active[1]);
  return {
    id: client,
    name: peer.name,
    color: personColor(peer.color),
    areas: place.areas.flatMap((area) => sheet.area(area) ?? []),
    active: row === null || col === null ? null : { row, col },
  };
}

/** Tell others where I am, and show where they are. Returns the way to stop. */
export function shareSelections(view: SheetView, awareness: Awareness): () => void {
  let frame = 0;
  const tell = (): void => {
    const { sheet, selection } = view;
    const { row, col } = selection.active;
    const place: Place = {
      sid: sheet.sid,
      areas: selection.areas.slice(0, MOST_AREAS).map((area) => sheet.idArea(area)),
      active: [sheet.rows.idAt(row), sheet.cols.idAt(col)],
    };
    awareness.setLocalStateField("cursor", place);
  };
  const show = (): void => {
    frame = 0;
    const found: RemoteSelection[] = [];
    for (const [client, state] of awareness.getStates()) {
      if (client === awareness.clientID || found.length >= MOST_PEOPLE) continue;
      const one = remoteSelection(view.sheet, client, state);
      if (one) found.push(one);
    }
    view.setRemote(found);
  };
  const soon = (): void => {
    frame ||= requestAnimationFrame(show);
  };
  const moved = (): void => {
    tell();
    soon();
  };
  const stopSelection = view.onSelection(moved);
  const stopModel = view.sheet.book.onChange(soon);
  awareness.on("change", soon);
  moved();
  return () => {
    cancelAnimationFrame(frame);
    stopSelection();
    stopModel();
    awareness.off("change", soon);
  };
}

/** What of the follower's own ends it. */
const OWN_INPUT = ["keydown", "pointerdown", "wheel", "touchmove"] as const;

export interface Followed {
  view: SheetView;
  /** Show a worksheet, loading it first. */
  show: (sid: string) => Promise<void>;
  awareness: Awareness;
}

/** Keep a colleague's active cell in sight, now and whenever they move. Returns the way to stop. */
export function follow(
  { view, show, awareness }: Followed,
  client: number,
  onStop: () => void,
): () => void {
  const go = async (): Promise<void> => {
    const place = placeOf(awareness.getStates().get(client));
    if (!place) return;
    await show(place.sid);
    const { sheet } = view;
    const row = sheet.rows.indexOf(place.active[0]);
    const col = sheet.cols.indexOf(place.active[1]);
    if (sheet.sid === place.sid && row !== null && col !== null) view.scrollTo({ row, col });
  };
  const changed = ({ updated, removed }: { updated: number[]; removed: number[] }): void => {
    if (removed.includes(client)) onStop();
    else if (updated.includes(client)) void go();
  };
  void go();
  awareness.on("change", changed);
  for (const type of OWN_INPUT) view.element.addEventListener(type, onStop, { passive: true });
  return () => {
    awareness.off("change", changed);
    for (const type of OWN_INPUT) view.element.removeEventListener(type, onStop);
  };
}
