/** The outline beside the headings: a lane for each level, signs that fold a group, buttons that show whole levels. */
import { type Group, groupsOf, levelButtons } from "../commands/outline";
import type { AxisName, Sheet } from "../model";
import type { Geometry } from "./geometry";
import styles from "./grid.module.css";

/** Pixels of a sign, and of a lane with the space around it. */
const SIGN = 13;
const LANE = 15;
const MARGIN = 3;

export type Groups = Record<AxisName, readonly Group[]>;

export function groupsIn(sheet: Sheet): Groups {
  return { rows: groupsOf(sheet, "rows"), cols: groupsOf(sheet, "cols") };
}

/** Pixels that the outline takes beside the grid. */
export function gutterOf(groups: Groups): { w: number; h: number } {
  const size = (axis: AxisName): number => {
    const lanes = levelButtons(groups[axis]);
    return lanes === 0 ? 0 : lanes * LANE + 2 * MARGIN;
  };
  return { w: size("rows"), h: size("cols") };
}

/** A stretch along an axis, pixels of the grid. */
export interface Stretch {
  start: number;
  end: number;
}

const clamped = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/** Where a line is in sight along its axis; null when it is hidden or out of sight. */
export function stretchOf(
  geometry: Geometry,
  axis: AxisName,
  first: number,
  last = first,
): Stretch | null {
  const { heading, frozen, size, layout } = geometry;
  const rows = axis === "rows";
  const lines = rows ? geometry.rows : geometry.cols;
  if (first >= lines.count) return null;
  const side = rows ? "h" : "w";
  const pinned = rows ? layout.frozenRows : layout.frozenColumns;
  const until = Math.min(last, lines.count - 1);
  const at = (index: number): number => (rows ? geometry.rowY(index) : geometry.columnX(index));
  const low = (index: number): number => heading[side] + (index < pinned ? 0 : frozen[side]);
  const start = clamped(at(first), low(first), size[side]);
  const end = clamped(at(until) + lines.size(until) * geometry.zoom, low(until), size[side]);
  return end - start > 0 ? { start, end } : null;
}

export interface OutlineHost {
  labels: { fold: string; unfold: string; level: (level: number) => string };
  editable: () => boolean;
  fold: (group: Group) => void;
  show: (axis: AxisName, level: number) => void;
}

/** Elements that are made once and used again for whatever is in sight. */
class Pool<Kind extends HTMLElement> {
  #used = 0;

  constructor(
    private readonly parent: HTMLElement,
    private readonly make: () => Kind,
    private readonly all: Kind[] = [],
  ) {}

  begin(): void {
    this.#used = 0;
  }

  next(): Kind {
    let element = this.all[this.#used];
    if (!element) {
      element = this.make();
      this.all.push(element);
      this.parent.append(element);
    }
    this.#used += 1;
    return element;
  }

  end(): void {
    for (const element of this.all.splice(this.#used)) element.remove();
  }
}

export class Outline {
  readonly #place = document.createElement("div");
  readonly #brackets: Pool<HTMLElement>;
  readonly #signs: Pool<HTMLButtonElement>;
  readonly #levels: Pool<HTMLButtonElement>;
  #groups: Groups = { rows: [], cols: [] };

  constructor(
    parent: HTMLElement,
    private readonly host: OutlineHost,
  ) {
    this.#place.className = styles.outline ?? "";
    this.#place.dataset.outline = "";
    parent.append(this.#place);
    this.#brackets = new Pool(this.#place, newBracket);
    this.#signs = new Pool(this.#place, newButton);
    this.#levels = new Pool(this.#place, newButton);
  }

  /** The groups of the worksheet that is shown. Returns the pixels that they take. */
  set(groups: Groups): { w: number; h: number } {
    this.#groups = groups;
    const gutter = gutterOf(groups);
    this.#place.hidden = gutter.w === 0 && gutter.h === 0;
    return gutter;
  }

  draw(geometry: Geometry): void {
    if (this.#place.hidden) return;
    const gutter = gutterOf(this.#groups);
    const pools = [this.#brackets, this.#signs, this.#levels];
    for (const pool of pools) pool.begin();
    for (const axis of ["rows", "cols"] as const) {
      for (const group of this.#groups[axis]) this.#group(geometry, group, gutter);
      this.#buttons(geometry, axis, gutter);
    }
    for (const pool of pools) pool.end();
  }

  #group(geometry: Geometry, group: Group, gutter: { w: number; h: number }): void {
    const { axis, level, first, last, summary, folded } = group;
    if (group.inFolded) return;
    const before = axis === "rows" ? gutter.h : gutter.w;
    const lane = MARGIN + (level - 1) * LANE;
    const lines = folded ? null : stretchOf(geometry, axis, first, last);
    const sign = summary === null ? null : stretchOf(geometry, axis, summary);
    if (lines) {
      const { style, dataset } = this.#brackets.next();
      dataset.axis = axis;
      dataset.end = summary !== null && summary < first ? "end" : "start";
      lay(style, axis, lane + SIGN / 2, before + lines.start + 2, lines.end - lines.start - 3);
    }
    if (!sign) return;
    const middle = before + Math.min((sign.start + sign.end) / 2, sign.start + 40) - SIGN / 2;
    const button = this.#signs.next();
    button.dataset.sign = axis;
    button.dataset.level = String(level);
    show(button, folded ? "+" : "−", folded ? this.host.labels.unfold : this.host.labels.fold);
    button.setAttribute("aria-expanded", String(!folded));
    button.disabled = !this.host.editable();
    put(button.style, axis, lane, middle);
    button.onclick = () => this.host.fold(group);
  }

  /** The buttons 1, 2, 3 … at the corner, in the lanes of what they show. */
  #buttons(geometry: Geometry, axis: AxisName, gutter: { w: number; h: number }): void {
    const count = levelButtons(this.#groups[axis]);
    const { heading } = geometry;
    const [before, room] = axis === "rows" ? [gutter.h, heading.h] : [gutter.w, heading.w];
    for (let level = 1; level <= count; level += 1) {
      const button = this.#levels.next();
      button.dataset.showLevel = axis;
      show(button, String(level), this.host.labels.level(level));
      button.disabled = !this.host.editable();
      put(button.style, axis, MARGIN + (level - 1) * LANE, before + Math.max(0, room - SIGN) / 2);
      button.onclick = () => this.host.show(axis, level);
    }
  }
}

/** Place an element of a lane: across the axis, then along it. */
function put(style: CSSStyleDeclaration, axis: AxisName, across: number, along: number): void {
  const [x, y] = axis === "rows" ? [across, along] : [along, across];
  style.insetInlineStart = `${x}px`;
  style.insetBlockStart = `${y}px`;
}

function lay(
  style: CSSStyleDeclaration,
  axis: AxisName,
  across: number,
  along: number,
  length: number,
): void {
  put(style, axis, across, along);
  const size = `${Math.max(0, length)}px`;
  style.inlineSize = axis === "rows" ? "5px" : size;
  style.blockSize = axis === "rows" ? size : "5px";
}

function show(button: HTMLButtonElement, text: string, label: string): void {
  if (button.textContent !== text) button.textContent = text;
  button.setAttribute("aria-label", label);
}

function newBracket(): HTMLElement {
  const bracket = document.createElement("div");
  bracket.className = styles.bracket ?? "";
  return bracket;
}

function newButton(): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  button.className = styles.fold ?? "";
  button.style.inlineSize = `${SIGN}px`;
  button.style.blockSize = `${SIGN}px`;
  // The keys stay with the cells.
  button.onpointerdown = (event) => event.preventDefault();
  button.onmousedown = (event) => event.preventDefault();
  return button;
}
