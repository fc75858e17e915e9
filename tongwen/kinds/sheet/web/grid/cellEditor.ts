/** The text field over the active cell. It always has the keyboard, so that an input method starts in the right place. */
import type { PixelBox } from "./geometry";
import type { Editing } from "./view";

export interface CellEditorHost {
  editable: () => boolean;
  /** Typing began in a cell that was not being edited. */
  onStart: () => void;
  onChange: () => void;
  onKey: (event: KeyboardEvent) => void;
  onPaste: (event: ClipboardEvent) => void;
  onCopy: (event: ClipboardEvent, cut: boolean) => void;
}

/** Text and caret of what is being edited, without its place. */
export type Draft = Omit<Editing, "row" | "col">;

export class CellEditor {
  readonly element: HTMLTextAreaElement;
  #open = false;
  #mode: "enter" | "edit" = "enter";
  #composing = false;

  constructor(
    parent: HTMLElement,
    label: string,
    private readonly host: CellEditorHost,
  ) {
    const area = document.createElement("textarea");
    area.setAttribute("aria-label", label);
    area.rows = 1;
    area.spellcheck = false;
    area.autocapitalize = "off";
    area.autocomplete = "off";
    area.dataset.cellEditor = "idle";
    parent.append(area);
    this.element = area;
    area.addEventListener("input", this.#changed);
    // Enter in another field may bring the focus here before the browser writes its line break.
    area.addEventListener("beforeinput", (event) => {
      const breaks = event.inputType === "insertLineBreak" || event.inputType === "insertParagraph";
      if (!this.#open && breaks) event.preventDefault();
    });
    area.addEventListener("compositionstart", () => {
      this.#composing = true;
      this.#begin();
    });
    area.addEventListener("compositionend", () => {
      this.#composing = false;
      this.#changed();
    });
    area.addEventListener("select", () => this.#open && host.onChange());
    area.addEventListener("keyup", () => this.#open && host.onChange());
    area.addEventListener("click", () => this.#open && host.onChange());
    area.addEventListener("keydown", (event) => host.onKey(event));
    area.addEventListener("paste", (event) => {
      if (!this.#open) host.onPaste(event);
    });
    area.addEventListener("copy", (event) => {
      if (!this.#open) host.onCopy(event, false);
    });
    area.addEventListener("cut", (event) => {
      if (!this.#open) host.onCopy(event, true);
    });
  }

  get draft(): Draft | null {
    if (!this.#open) return null;
    const { value, selectionStart, selectionEnd } = this.element;
    return {
      text: value,
      start: selectionStart,
      end: selectionEnd,
      mode: this.#mode,
      composing: this.#composing,
    };
  }

  /** Open with a text, the caret at its end. */
  open(text: string, mode: "enter" | "edit"): void {
    this.#open = true;
    this.#mode = mode;
    this.element.value = text;
    this.element.setSelectionRange(text.length, text.length);
    this.element.dataset.cellEditor = "open";
  }

  set(text: string, start: number, end: number): void {
    if (this.element.value !== text) this.element.value = text;
    this.element.setSelectionRange(start, end);
  }

  setMode(mode: "enter" | "edit"): void {
    this.#mode = mode;
  }

  close(): void {
    this.#open = false;
    this.#mode = "enter";
    this.element.value = "";
    this.element.dataset.cellEditor = "idle";
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  /** Lay the field over its cell; it grows with its text, up to the edge of the grid. */
  place(box: PixelBox, look: { font: string; zoom: number; align: string }, room: PixelBox): void {
    const { style } = this.element;
    style.insetInlineStart = `${box.x}px`;
    style.insetBlockStart = `${box.y}px`;
    style.font = look.font;
    style.textAlign = look.align;
    if (!this.#open) {
      style.inlineSize = `${Math.max(1, box.w)}px`;
      style.blockSize = `${Math.max(1, box.h)}px`;
      return;
    }
    const most = Math.max(box.w, room.x + room.w - box.x - 4);
    style.inlineSize = "0";
    style.whiteSpace = "pre";
    const natural = this.element.scrollWidth + 12 * look.zoom;
    style.inlineSize = `${Math.min(most, Math.max(box.w + 1, natural))}px`;
    style.whiteSpace = natural > most ? "pre-wrap" : "pre";
    style.blockSize = "0";
    const tall = Math.min(this.element.scrollHeight, room.y + room.h - box.y - 4);
    style.blockSize = `${Math.max(box.h + 1, tall)}px`;
  }

  #begin(): void {
    if (this.#open || !this.host.editable()) return;
    this.#open = true;
    this.#mode = "enter";
    this.element.dataset.cellEditor = "open";
    this.host.onStart();
  }

  #changed = (): void => {
    if (!this.host.editable()) {
      if (!this.#open) this.element.value = "";
      return;
    }
    if (!this.#open && this.element.value !== "") this.#begin();
    if (this.#open) this.host.onChange();
  };
}
