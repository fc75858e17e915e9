/** What a cell has to say when the pointer rests on it: its note, where its link leads. */
import { linkAt, noteAt } from "../commands/objects";
import type { Sheet } from "../model";
import type { PixelBox } from "./geometry";
import styles from "./grid.module.css";
import type { Cell } from "./view";

/** Milliseconds that the pointer rests before a cell speaks. */
const REST = 350;

/** The words of a cell, or null: the note with its author, else the link. */
export function wordsAt(sheet: Sheet, { row, col }: Cell): string | null {
  const note = noteAt(sheet, row, col);
  if (note) return [note.author, note.text].filter(Boolean).join("\n");
  const link = linkAt(sheet, row, col);
  return link && (link.tip || link.target || link.place);
}

export class Hovering {
  readonly #tip = document.createElement("div");
  #cell: Cell | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(parent: HTMLElement) {
    this.#tip.className = styles.tip ?? "";
    this.#tip.setAttribute("role", "tooltip");
    this.#tip.hidden = true;
    parent.append(this.#tip);
  }

  /** The pointer is over a cell now, or over none. */
  over(sheet: Sheet, cell: Cell | null, box: (cell: Cell) => PixelBox | null): void {
    if (cell && cell.row === this.#cell?.row && cell.col === this.#cell.col) return;
    this.#cell = cell;
    this.hide();
    const words = cell && wordsAt(sheet, cell);
    if (!cell || !words) return;
    this.#timer = setTimeout(() => {
      const at = box(cell);
      if (!at) return;
      this.#tip.textContent = words.slice(0, 4000);
      this.#tip.style.insetInlineStart = `${at.x + at.w + 6}px`;
      this.#tip.style.insetBlockStart = `${at.y}px`;
      this.#tip.hidden = false;
    }, REST);
  }

  hide(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#tip.hidden = true;
  }
}
