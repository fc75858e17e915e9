/** Formats of cells. */
import type { Area } from "../areas";
import { coalesceAll } from "../changes";
import type { Sheet } from "../sheet";
import type { Style, StyleId, StylePatch } from "../styles";
import { writeToken } from "./writing";

/** Lay a patch over areas; one entry, whatever they cover. */
export function setStyle(sheet: Sheet, areas: Area[], patch: StylePatch): void {
  if (areas.length === 0 || Object.keys(patch).length === 0) return;
  sheet.book.steps.transact("setStyle", () => paint(sheet, areas, patch));
}

export function clearStyles(sheet: Sheet, areas: Area[]): void {
  if (areas.length === 0) return;
  sheet.book.steps.transact("clearStyles", () => paint(sheet, areas, { "*": 0 }));
}

export function paint(sheet: Sheet, areas: Area[], patch: StylePatch): void {
  writeToken(sheet, "paints", {
    t: sheet.nextTime(),
    areas: areas.map((area) => sheet.idArea(area)),
    style: patch,
  });
}

/** Styles to give to cells: what differs from how they look is painted, equal ones together. */
export class Restyling {
  private readonly wanted = new Map<Style, [row: number, col: number][]>();

  constructor(private readonly sheet: Sheet) {}

  set(row: number, col: number, style: Style): void {
    if (this.sheet.style(row, col) !== style) this.add(row, col, style);
  }

  /** For who knows that it differs. */
  add(row: number, col: number, style: Style): void {
    const cells = this.wanted.get(style);
    if (cells) cells.push([row, col]);
    else this.wanted.set(style, [[row, col]]);
  }

  write(): void {
    for (const [style, cells] of this.wanted) {
      const id: StyleId = this.sheet.book.styles.put(style);
      paint(this.sheet, coalesceAll(cells), { "*": id });
    }
    this.wanted.clear();
  }
}
