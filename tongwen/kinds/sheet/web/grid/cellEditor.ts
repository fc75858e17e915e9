/** The rich text field over the active cell. It always has the keyboard, so that an input method starts in the right place. */
import type { Style, StylePatch } from "../model";
import { EditHistory, type EditKind } from "./editHistory";
import { layIn, type Piece, selectIn, selectionIn, textIn } from "./fieldText";
import type { PixelBox } from "./geometry";
import {
  changeOf,
  type Font,
  fontAt,
  lookOf,
  patched,
  type Run,
  type Runs,
  retyped,
  sliced,
  spliced,
  styled,
  textOf,
} from "./runs";
import type { Editing } from "./view";

export interface CellEditorHost {
  editable: () => boolean;
  /** The style of the cell that is edited, with the font of the workbook where it says nothing. */
  cellStyle: () => Style;
  /** How the text is shown: its runs, or the colours of a formula's references. */
  pieces: (runs: Runs) => Piece[];
  /** Typing began in a cell that was not being edited. */
  onStart: () => void;
  onChange: () => void;
  onKey: (event: KeyboardEvent) => void;
  /** While nothing is edited: of cells. While editing: of characters. */
  onPaste: (event: ClipboardEvent) => void;
  onCopy: (event: ClipboardEvent, cut: boolean) => void;
}

/** Text and caret of what is being edited, without its place. */
export type Draft = Omit<Editing, "row" | "col">;

export interface FieldLook {
  /** A CSS font, scaled. */
  font: string;
  zoom: number;
  /** `start`, `left`, `center`, `right` … */
  align: string;
  color: string | null;
  fill: string | null;
  wrap: boolean;
}

interface State {
  runs: Runs;
  start: number;
  end: number;
}

const EMPTY: State = { runs: [], start: 0, end: 0 };

function newField(label: string): HTMLDivElement {
  const field = document.createElement("div");
  field.contentEditable = "true";
  field.tabIndex = 0;
  field.setAttribute("role", "textbox");
  field.setAttribute("aria-label", label);
  field.setAttribute("aria-multiline", "true");
  field.spellcheck = false;
  field.autocapitalize = "off";
  field.dataset.cellEditor = "idle";
  return field;
}

export class CellEditor {
  readonly element: HTMLElement;
  #open = false;
  #mode: "enter" | "edit" = "enter";
  #composing = false;
  /** On a screen that is touched, no keyboard comes up before a cell is edited. */
  #fingers = false;
  #state: State = EMPTY;
  /** The font of what is typed next, where somebody chose one or an input method composes. */
  #typing: Font | null | undefined;
  readonly #history = new EditHistory<State>();

  constructor(
    parent: HTMLElement,
    label: string,
    private readonly host: CellEditorHost,
  ) {
    const field = newField(label);
    parent.append(field);
    this.element = field;
    field.addEventListener("input", this.#changed);
    field.addEventListener("beforeinput", this.#before);
    field.addEventListener("compositionstart", this.#compose);
    field.addEventListener("compositionend", this.#composed);
    field.addEventListener("keydown", (event) => host.onKey(event));
    field.addEventListener("paste", (event) => host.onPaste(event));
    field.addEventListener("copy", (event) => host.onCopy(event, false));
    field.addEventListener("cut", (event) => host.onCopy(event, true));
    field.addEventListener("dragover", (event) => event.preventDefault());
    field.addEventListener("drop", (event) => event.preventDefault());
    document.addEventListener("selectionchange", this.#selected);
  }

  get draft(): Draft | null {
    if (!this.#open) return null;
    this.#follow();
    const { runs, start, end } = this.#state;
    return {
      text: textOf(runs),
      start,
      end,
      mode: this.#mode,
      composing: this.#composing,
    };
  }

  /** What is edited, with its fonts. */
  get runs(): Runs {
    return this.#state.runs;
  }

  /** How the selected characters look, or those that are typed next. */
  get look(): Style {
    this.#follow();
    const { runs, start, end } = this.#state;
    const font = this.#typing === undefined ? fontAt(runs, start, end) : this.#typing;
    return lookOf(font, this.host.cellStyle());
  }

  /** Open with a text, the caret at its end. */
  open(runs: Runs, mode: "enter" | "edit"): void {
    const end = textOf(runs).length;
    this.#open = true;
    this.#mode = mode;
    this.#typing = undefined;
    this.#history.clear();
    this.element.dataset.cellEditor = "open";
    this.#askKeyboard();
    this.#show({ runs, start: end, end });
  }

  setFingers(fingers: boolean): void {
    this.#fingers = fingers;
    this.#askKeyboard();
  }

  /** Another text: what is still there keeps its fonts. */
  set(text: string, start: number, end: number): void {
    const { runs } = this.#state;
    const before = textOf(runs);
    if (before !== text) this.#history.note(this.#state, kindOf(before, text, end));
    else if (start !== this.#state.start || end !== this.#state.end) this.#typing = undefined;
    this.#show({ runs: retyped(runs, text, end, this.#typing), start, end });
  }

  /** Put characters in the place of the selected ones, as they are when they bring fonts. */
  insert(what: string | Runs): void {
    this.#follow();
    const { runs, start, end } = this.#state;
    const font = this.#typing === undefined ? fontAt(runs, start, end) : this.#typing;
    const inserted: Runs = typeof what === "string" ? [[what, font] as Run] : what;
    const caret = start + textOf(inserted).length;
    this.#history.note(this.#state, "step");
    this.#show({ runs: spliced(runs, start, end, inserted), start: caret, end: caret });
  }

  /** The selected characters. */
  get selectedRuns(): Run[] {
    this.#follow();
    const { runs, start, end } = this.#state;
    return sliced(runs, start, end);
  }

  /** Change the font of the selected characters, or of what is typed next. */
  format(patch: StylePatch): void {
    this.#follow();
    const { runs, start, end } = this.#state;
    const style = this.host.cellStyle();
    if (start === end) {
      const font = this.#typing === undefined ? fontAt(runs, start, end) : this.#typing;
      this.#typing = patched(font, patch, style);
      return;
    }
    this.#history.note(this.#state, "step");
    this.#typing = undefined;
    this.#show({ runs: styled(runs, [start, end], patch, style), start, end });
  }

  undo(): void {
    const state = this.#history.undo(this.#state);
    if (state) this.#show(state);
  }

  redo(): void {
    const state = this.#history.redo(this.#state);
    if (state) this.#show(state);
  }

  setMode(mode: "enter" | "edit"): void {
    this.#mode = mode;
  }

  close(): void {
    this.#open = false;
    this.#mode = "enter";
    this.#composing = false;
    this.#typing = undefined;
    this.#state = EMPTY;
    this.#history.clear();
    this.element.replaceChildren();
    this.element.dataset.cellEditor = "idle";
    this.#askKeyboard();
  }

  /** Whether keys come here. */
  get focused(): boolean {
    return document.activeElement === this.element;
  }

  focus(): void {
    if (this.focused) return;
    this.element.focus({ preventScroll: true });
    const { start, end } = this.#state;
    if (this.#open) selectIn(this.element, start, end);
  }

  destroy(): void {
    document.removeEventListener("selectionchange", this.#selected);
  }

  /** Lay the field over its cell; it grows with its text, up to the edge of the grid. */
  place(box: PixelBox, look: FieldLook, room: PixelBox): void {
    const { style } = this.element;
    const backward = this.#open && look.align === "right" && !look.wrap;
    style.insetInlineStart = backward ? "auto" : `${box.x}px`;
    style.insetInlineEnd = backward ? `${this.#parentSize() - box.x - box.w}px` : "auto";
    style.insetBlockStart = `${box.y}px`;
    style.font = look.font;
    style.setProperty("--zoom", String(look.zoom));
    style.textAlign = look.align;
    style.color = this.#open ? (look.color ?? "") : "";
    style.backgroundColor = this.#open ? (look.fill ?? "") : "";
    const most = backward ? box.x + box.w - room.x : room.x + room.w - box.x - 4;
    const inline = Math.max(1, box.w + (this.#open ? 1 : 0));
    const block = Math.max(1, box.h + (this.#open ? 1 : 0));
    const fixed = !this.#open || look.wrap;
    style.minInlineSize = `${inline}px`;
    style.maxInlineSize = `${fixed ? inline : Math.max(inline, most)}px`;
    style.minBlockSize = `${block}px`;
    style.maxBlockSize = `${this.#open ? Math.max(block, room.y + room.h - box.y - 4) : block}px`;
  }

  /** Out of sight, the keys still come here. */
  setAway(away: boolean): void {
    this.element.toggleAttribute("data-away", away);
  }

  #askKeyboard(): void {
    const mode = this.#fingers ? (this.#open ? "text" : "none") : "";
    if ((this.element.inputMode || "") === mode) return;
    this.element.inputMode = mode;
    // Browsers look at it when the keys come here.
    if (this.#open && this.focused) this.element.blur();
  }

  #parentSize(): number {
    return this.element.parentElement?.clientWidth ?? 0;
  }

  #show(state: State): void {
    this.#state = state;
    this.#lay();
    if (this.focused) selectIn(this.element, state.start, state.end);
  }

  #lay(): boolean {
    return layIn(this.element, this.host.pieces(this.#state.runs));
  }

  #begin(): void {
    if (this.#open || !this.host.editable()) return;
    this.#open = true;
    this.#mode = "enter";
    this.element.dataset.cellEditor = "open";
    this.host.onStart();
  }

  /** Fonts, breaks, undoing and dropping are ours: the browser would put elements of its own. */
  #before = (event: InputEvent): void => {
    const { inputType } = event;
    const breaks = inputType === "insertLineBreak" || inputType === "insertParagraph";
    const ours = /^(format|history|insertFromPaste|insertFromDrop|deleteByDrag)/.test(inputType);
    // Enter in another field may bring the focus here before the browser writes its line break.
    if (!breaks && !ours) return;
    event.preventDefault();
    if (!this.#open) return;
    if (breaks) this.insert("\n");
    else if (inputType === "historyUndo") this.undo();
    else if (inputType === "historyRedo") this.redo();
    this.host.onChange();
  };

  #compose = (): void => {
    this.#composing = true;
    this.#begin();
    const { runs, start, end } = this.#state;
    this.#history.note(this.#state, "step");
    this.#typing ??= fontAt(runs, start, end);
  };

  #composed = (): void => {
    this.#composing = false;
    this.#changed();
    this.#typing = undefined;
    this.#history.pause();
  };

  /** Where the caret is now: browsers tell of it late. True when it moved. */
  #follow(): boolean {
    if (!this.#open || this.#composing || !this.focused) return false;
    const now = selectionIn(this.element);
    const { start, end } = this.#state;
    if (!now || (now.start === start && now.end === end)) return false;
    this.#state = { ...this.#state, ...now };
    this.#typing = undefined;
    this.#history.pause();
    return true;
  }

  /** The caret that was told of last. */
  #told = "";

  #selected = (): void => {
    this.#follow();
    const { start, end } = this.#state;
    const now = `${start} ${end}`;
    if (!this.#open || this.#composing || now === this.#told) return;
    this.#told = now;
    this.host.onChange();
  };

  #changed = (): void => {
    if (!this.host.editable()) {
      if (!this.#open) this.element.replaceChildren();
      return;
    }
    const text = textIn(this.element);
    if (!this.#open && text !== "") this.#begin();
    if (!this.#open) return;
    this.#take(text);
    if (!this.#composing && this.#lay() && this.focused)
      selectIn(this.element, this.#state.start, this.#state.end);
    this.host.onChange();
  };

  /** What the browser made of the text. */
  #take(text: string): void {
    const before = textOf(this.#state.runs);
    const { start, end } = selectionIn(this.element) ?? { start: text.length, end: text.length };
    if (text !== before && !this.#composing) {
      this.#history.note(this.#state, kindOf(before, text, end));
      if (/\s$/.test(text.slice(0, end)) && text.length > before.length) this.#history.pause();
    }
    const runs = retyped(this.#state.runs, text, end, this.#typing);
    this.#state = { runs, start, end };
    if (!this.#composing) this.#typing = undefined;
  }
}

function kindOf(before: string, after: string, caret: number): EditKind {
  const { start, end, text } = changeOf(before, after, caret);
  if (start === end) return "type";
  return text === "" && end - start === 1 ? "delete" : "step";
}
