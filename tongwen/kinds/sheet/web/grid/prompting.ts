/** The words that a rule says by the active cell before anything is typed into it (ECMA-376-1 §18.3.1.32, `prompt`). */
import { validationAt } from "../commands/validation";
import type { Sheet } from "../model";
import type { PixelBox } from "./geometry";
import styles from "./grid.module.css";
import type { Cell } from "./view";

const LONGEST = 1000;

export interface Prompt {
  title: string;
  text: string;
}

/** The prompt of a cell; null when it has none, or none that is to be shown. */
export function promptAt(sheet: Sheet, { row, col }: Cell): Prompt | null {
  const prompt = validationAt(sheet, row, col)?.rule.prompt;
  if (!prompt || prompt.shown === false || (prompt.title === "" && prompt.text === "")) return null;
  return { title: prompt.title.slice(0, LONGEST), text: prompt.text.slice(0, LONGEST) };
}

export class Prompting {
  readonly #words = document.createElement("div");
  readonly #title = document.createElement("strong");
  readonly #text = document.createElement("div");

  constructor(parent: HTMLElement) {
    this.#words.className = styles.tip ?? "";
    this.#words.dataset.prompt = "";
    this.#words.setAttribute("role", "status");
    this.#words.hidden = true;
    this.#words.append(this.#title, this.#text);
    parent.append(this.#words);
  }

  say(prompt: Prompt | null): void {
    this.#words.hidden = prompt === null;
    this.#title.textContent = prompt?.title ?? "";
    this.#title.hidden = !prompt?.title;
    this.#text.textContent = prompt?.text ?? "";
  }

  /** Below the cell; out of the way while it is not in sight. */
  place(box: PixelBox | null): void {
    this.#words.style.visibility = box ? "visible" : "hidden";
    if (!box) return;
    this.#words.style.insetInlineStart = `${box.x + 12}px`;
    this.#words.style.insetBlockStart = `${box.y + box.h + 6}px`;
  }
}
