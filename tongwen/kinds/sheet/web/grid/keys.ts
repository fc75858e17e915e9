/** Keys of the grid, Excel's: each chord is one action on the view. */
import type { Direction } from "./moving";
import type { Onward } from "./view";

/** What keys can ask of the grid. */
export interface KeyActions {
  move(direction: Direction, how: { extend: boolean; jump: boolean }): void;
  page(direction: "up" | "down", sideways: boolean, extend: boolean): void;
  toStart(of: "row" | "sheet", extend: boolean): void;
  toEnd(of: "row" | "sheet", extend: boolean): void;
  selectAll(): void;
  selectLines(axis: "rows" | "cols"): void;
  startEdit(text?: string): void;
  /** To the opposite corner of the selection. */
  nextCorner(): void;
  onward(onward: Onward): void;
  commit(onward: Onward): void;
  /** What was typed goes into every selected cell. */
  commitToAll(): void;
  cancel(): void;
  clear(): void;
  undo(): void;
  redo(): void;
  fill(direction: "down" | "right"): void;
  insert(what: "date" | "time"): void;
  breakLine(): void;
  /** Arrows move the caret, or leave the cell. */
  toggleMode(): void;
  undoTyping(): void;
  redoTyping(): void;
  cycleReference(): void;
  /** An arrow while a formula waits for a reference; true when one was put in. */
  point(direction: Direction, extend: boolean): boolean;
}

export const arrows: Record<string, Direction> = {
  arrowup: "up",
  arrowdown: "down",
  arrowleft: "left",
  arrowright: "right",
};

type Action = (actions: KeyActions) => void;

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** `mod+shift+k` for an event; `mod` is Ctrl, or the command key of a Mac. */
export function chordOf(event: Pressed): string {
  return [
    (event.ctrlKey || event.metaKey) && "mod",
    event.altKey && "alt",
    event.shiftKey && "shift",
    event.key.toLowerCase(),
  ]
    .filter(Boolean)
    .join("+");
}

/** While no cell is edited. */
const idle: Record<string, Action> = {
  enter: (a) => a.onward("down"),
  "shift+enter": (a) => a.onward("up"),
  tab: (a) => a.onward("next"),
  "shift+tab": (a) => a.onward("previous"),
  f2: (a) => a.startEdit(),
  delete: (a) => a.clear(),
  backspace: (a) => a.startEdit(""),
  escape: (a) => a.cancel(),
  home: (a) => a.toStart("row", false),
  "shift+home": (a) => a.toStart("row", true),
  end: (a) => a.toEnd("row", false),
  "shift+end": (a) => a.toEnd("row", true),
  "mod+home": (a) => a.toStart("sheet", false),
  "mod+shift+home": (a) => a.toStart("sheet", true),
  "mod+end": (a) => a.toEnd("sheet", false),
  "mod+shift+end": (a) => a.toEnd("sheet", true),
  pageup: (a) => a.page("up", false, false),
  pagedown: (a) => a.page("down", false, false),
  "shift+pageup": (a) => a.page("up", false, true),
  "shift+pagedown": (a) => a.page("down", false, true),
  "alt+pageup": (a) => a.page("up", true, false),
  "alt+pagedown": (a) => a.page("down", true, false),
  "mod+a": (a) => a.selectAll(),
  "mod+ ": (a) => a.selectLines("cols"),
  "shift+ ": (a) => a.selectLines("rows"),
  "mod+.": (a) => a.nextCorner(),
  "mod+d": (a) => a.fill("down"),
  "mod+r": (a) => a.fill("right"),
  "mod+;": (a) => a.insert("date"),
  "mod+shift+;": (a) => a.insert("time"),
  "mod+shift+:": (a) => a.insert("time"),
  "mod+z": (a) => a.undo(),
  "mod+y": (a) => a.redo(),
  "mod+shift+z": (a) => a.redo(),
};

const editing: Record<string, Action> = {
  enter: (a) => a.commit("down"),
  "shift+enter": (a) => a.commit("up"),
  "mod+enter": (a) => a.commitToAll(),
  "alt+enter": (a) => a.breakLine(),
  tab: (a) => a.commit("next"),
  "shift+tab": (a) => a.commit("previous"),
  escape: (a) => a.cancel(),
  f2: (a) => a.toggleMode(),
  f4: (a) => a.cycleReference(),
  "mod+z": (a) => a.undoTyping(),
  "mod+y": (a) => a.redoTyping(),
  "mod+shift+z": (a) => a.redoTyping(),
};

/** Chords of the editor around the grid that work on the text while it is edited. */
const fonts = new Set(["mod+b", "mod+i", "mod+u", "mod+5", "mod+[", "mod+]"]);

function arrowOf(event: Pressed): Direction | undefined {
  return event.altKey ? undefined : arrows[event.key.toLowerCase()];
}

/** Act on a key while no cell is edited; true when it was the grid's. */
export function pressIdle(event: Pressed, actions: KeyActions): boolean {
  const arrow = arrowOf(event);
  if (arrow) {
    actions.move(arrow, { extend: event.shiftKey, jump: event.ctrlKey || event.metaKey });
    return true;
  }
  const act = idle[chordOf(event)];
  act?.(actions);
  return act !== undefined;
}

/** Act on a key while a cell is edited; true when it was the grid's. */
export function pressEditing(event: Pressed, mode: "enter" | "edit", actions: KeyActions): boolean {
  const arrow = arrowOf(event);
  if (arrow && mode === "enter" && !event.ctrlKey && !event.metaKey) {
    if (actions.point(arrow, event.shiftKey)) return true;
    if (event.shiftKey) return false;
    const onwards: Record<Direction, Onward> = {
      up: "up",
      down: "down",
      left: "previous",
      right: "next",
    };
    actions.commit(onwards[arrow]);
    return true;
  }
  const act = editing[chordOf(event)];
  act?.(actions);
  return act !== undefined;
}

/**
 * Act on a key; true when somebody took it. `mode`: how a cell is edited, null when none is. `chord` runs what the
 * editor around the grid knows: while a text is edited, what works on fonts alone.
 */
export function press(
  event: Pressed,
  mode: "enter" | "edit" | null,
  actions: KeyActions,
  chord: (name: string) => boolean,
): boolean {
  const name = chordOf(event);
  if (mode === null) return pressIdle(event, actions) || chord(name);
  return pressEditing(event, mode, actions) || (fonts.has(name) && chord(name));
}
