/** The signs in the headings that fold and unfold outline groups (ECMA-376-1 §18.3.1.73, `outlineLevel`). */
import { type AxisName, MAX_COLS, MAX_ROWS, type Sheet } from "../model";
import type { Geometry } from "./geometry";
import styles from "./grid.module.css";

/** Pixels of a sign. */
const SIZE = 13;

export interface Sign {
  axis: AxisName;
  /** The line that carries the sign. */
  index: number;
  /** A line of the group. */
  inside: number;
  folded: boolean;
}

/** Signs stand at the line after a group, or before it where summaries are above. */
function signsAlong(sheet: Sheet, axis: AxisName): Sign[] {
  const limit = axis === "rows" ? MAX_ROWS : MAX_COLS;
  const after = sheet.view(axis === "rows" ? "summaryBelow" : "summaryEnd") !== false;
  const runs = sheet
    .lines(axis, 0, limit - 1)
    .filter(({ line }) => (line.level ?? 0) > 0)
    .map(({ first, last, line }) => ({ first, last, level: line.level ?? 0, line }));
  return runs.flatMap(({ first, last, level, line }): Sign[] => {
    const index = after ? last + 1 : first - 1;
    if (index < 0 || index >= limit) return [];
    if ((sheet.line(axis, index).level ?? 0) >= level) return [];
    return [{ axis, index, inside: after ? last : first, folded: line.hidden === true }];
  });
}

export function signsOf(sheet: Sheet): Sign[] {
  return [...signsAlong(sheet, "rows"), ...signsAlong(sheet, "cols")];
}

/** Where a sign is, pixels of the grid; null when its line is not in sight. */
export function signPlace(geometry: Geometry, sign: Sign): { x: number; y: number } | null {
  if (geometry.heading.w === 0) return null;
  const rows = sign.axis === "rows";
  const lines = rows ? geometry.rows : geometry.cols;
  if (sign.index >= lines.count || lines.size(sign.index) === 0) return null;
  const start = rows ? geometry.rowY(sign.index) : geometry.columnX(sign.index);
  const [low, high] = seen(geometry, sign);
  if (start < low || start > high) return null;
  return rows ? { x: 2, y: start + 3 } : { x: start + 2, y: 3 };
}

/** Between which pixels a line is in sight. */
function seen({ heading, frozen, size, layout }: Geometry, { axis, index }: Sign) {
  const [side, pinned] =
    axis === "rows" ? (["h", layout.frozenRows] as const) : (["w", layout.frozenColumns] as const);
  return [heading[side] + (index < pinned ? 0 : frozen[side]), size[side]] as const;
}

export interface OutlineHost {
  labels: { fold: string; unfold: string };
  editable: () => boolean;
  fold: (sign: Sign) => void;
}

export class Outline {
  readonly #place = document.createElement("div");
  #signs: Sign[] = [];

  constructor(
    parent: HTMLElement,
    private readonly host: OutlineHost,
  ) {
    parent.append(this.#place);
  }

  set(signs: Sign[]): void {
    this.#signs = signs;
  }

  /** One button for each sign in sight. */
  draw(geometry: Geometry): void {
    if (this.#signs.length === 0 && this.#place.childElementCount === 0) return;
    const shown = this.#signs.flatMap((sign) => {
      const at = signPlace(geometry, sign);
      return at ? [{ sign, at }] : [];
    });
    while (this.#place.childElementCount > shown.length) this.#place.lastElementChild?.remove();
    while (this.#place.childElementCount < shown.length) this.#place.append(newButton());
    for (const [order, { sign, at }] of shown.entries())
      this.#show(this.#place.children[order] as HTMLButtonElement, sign, at);
  }

  #show(button: HTMLButtonElement, sign: Sign, { x, y }: { x: number; y: number }): void {
    const { fold, unfold } = this.host.labels;
    button.textContent = sign.folded ? "+" : "−";
    button.setAttribute("aria-label", sign.folded ? unfold : fold);
    button.setAttribute("aria-expanded", String(!sign.folded));
    button.disabled = !this.host.editable();
    button.style.insetInlineStart = `${x}px`;
    button.style.insetBlockStart = `${y}px`;
    button.onclick = () => this.host.fold(sign);
  }
}

function newButton(): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  button.className = styles.fold ?? "";
  button.style.inlineSize = `${SIZE}px`;
  button.style.blockSize = `${SIZE}px`;
  // The keys stay with the cells.
  button.onpointerdown = (event) => event.preventDefault();
  button.onmousedown = (event) => event.preventDefault();
  return button;
}
