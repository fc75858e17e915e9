/** Hands cells to the painter: contents and styles of the model, values of the calculation, conditional formats, tables. */
import type { ICellData } from "@univerjs/core";
import type { Area, Color, Content, Sheet, Style } from "../model";
import { Appearance, fontFamily } from "./appearance";
import type { FieldLook } from "./cellEditor";
import { Palette } from "./colors";
import { runsHtml } from "./copied";
import { cssText, fontDeclarations } from "./fontCss";
import type { Geometry } from "./geometry";
import { contains } from "./layout";
import { TextMeasure } from "./measure";
import { isFormula } from "./reading";
import { type Font, lookOf, type Runs } from "./runs";
import type { Values } from "./view";

/** A style laid over cells: what a table or a conditional format adds. */
export interface StyleLayer {
  /** The patch for a cell, or null; the same object for the same look. */
  at(row: number, col: number): Style | null;
  /** Whether the cell's text is not shown. */
  hides?(row: number, col: number): boolean;
}

/** How many cells are kept until something changes: some screens full. */
const KEPT = 40_000;
const ROW = 16_384;

export class Feed {
  #appearance: Appearance;
  #palette: Palette;
  readonly #measure = new TextMeasure();
  readonly #kept = new Map<number, ICellData | null>();
  /** Joined styles, so that each is translated once. */
  #joined = new WeakMap<Style, WeakMap<Style, Style>>();
  under: StyleLayer | null = null;
  over: StyleLayer | null = null;
  formulas = false;

  constructor(
    public sheet: Sheet,
    private readonly values: Values,
    private readonly locale: string,
    private readonly geometry: () => Geometry,
  ) {
    this.#palette = paletteOf(sheet);
    this.#appearance = this.#newAppearance();
  }

  /** Themes, palettes or styles of the book changed. */
  restyle(): void {
    this.#palette = paletteOf(this.sheet);
    this.#appearance = this.#newAppearance();
    this.#joined = new WeakMap();
    this.#kept.clear();
  }

  forget(areas: readonly Area[] | null): void {
    if (areas === null || areas.length > 50) this.#kept.clear();
    else
      for (const key of this.#kept.keys()) {
        const row = Math.floor(key / ROW);
        if (areas.some((area) => contains(area, row, key % ROW))) this.#kept.delete(key);
      }
  }

  cell = (row: number, col: number): ICellData | null => {
    const key = row * ROW + col;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    if (this.#kept.size > KEPT) this.#kept.clear();
    const made = this.#make(row, col);
    this.#kept.set(key, made);
    return made;
  };

  /** A colour of the book as CSS. */
  css(color: Color): string | null {
    return this.#palette.css(color);
  }

  /** How the field over a cell looks while one edits it. */
  look(row: number, col: number): FieldLook {
    const style = this.style(row, col);
    return {
      font: this.#appearance.font(style),
      zoom: 1,
      align: style.align ?? "start",
      color: this.#palette.css(style.color),
      fill: this.#palette.css(style.fill),
      wrap: style.wrap === true,
    };
  }

  /** CSS of characters in the field, whose sizes follow its `--zoom`; empty where they are the cell's. */
  runCss(font: Font | null, cell: Style): string {
    const lined = cell.underline || cell.strike || cell.script;
    if (font === null && !lined) return "";
    const look = lookOf(font, cell);
    const said = fontDeclarations(look, (color) => this.#palette.css(color), true);
    const scale = look.script ? "var(--zoom) * 0.65" : "var(--zoom)";
    const shown = (name: string, value: string): string => {
      if (name === "font-family") return fontFamily(look.font);
      return name === "font-size" ? `calc(${scale} * ${value})` : value;
    };
    return cssText(said.map(([name, value]) => [name, shown(name, value)]));
  }

  /** Characters of a cell as other programs paste them. */
  html(runs: Runs, cell: Style): string {
    const html = runsHtml(runs, cell, (color) => this.#palette.css(color));
    return `<span style="white-space:pre-wrap">${html}</span>`;
  }

  style(row: number, col: number): Style {
    let style = this.sheet.style(row, col);
    const under = this.under?.at(row, col);
    if (under) style = this.#join(under, style, this.sheet.book.styles.get(0));
    const over = this.over?.at(row, col);
    return over ? this.#join(style, over) : style;
  }

  /** The text that a cell shows in full, whatever its room. */
  text(row: number, col: number): string {
    const content = this.values.value(this.sheet, row, col);
    return String(this.#appearance.cell(content, this.sheet.style(row, col), 1e6)?.v ?? "");
  }

  #make(row: number, col: number): ICellData | null {
    const { sheet } = this;
    const content = sheet.content(row, col);
    const shown: Content =
      this.formulas && isFormula(content)
        ? `=${sheet.formula(row, col) ?? ""}`
        : isFormula(content) || content === null
          ? this.values.value(sheet, row, col)
          : content;
    const hidden = this.over?.hides?.(row, col) ?? false;
    return this.#appearance.cell(hidden ? null : shown, this.style(row, col), this.#room(row, col));
  }

  #room(row: number, col: number): number {
    const geometry = this.geometry();
    const { col1, col2 } = geometry.whole({ row, col });
    return geometry.cols.start(col2 + 1) - geometry.cols.start(col1);
  }

  /** `ordinary`: what of `above` every cell has anyway gives way to what is below. */
  #join(below: Style, above: Style, ordinary: Style = {}): Style {
    let known = this.#joined.get(below);
    if (!known) {
      known = new WeakMap();
      this.#joined.set(below, known);
    }
    let joined = known.get(above);
    if (!joined) {
      const set = Object.entries(above).filter(
        ([member, value]) =>
          value !== null &&
          value !== undefined &&
          JSON.stringify(value) !== JSON.stringify(ordinary[member]),
      );
      joined = { ...below, ...Object.fromEntries(set) };
      known.set(above, joined);
    }
    return joined;
  }

  #newAppearance(): Appearance {
    const { book } = this.sheet;
    return new Appearance(this.#palette, this.#measure, {
      locale: this.locale,
      date1904: book.setting("date1904") === true,
      base: book.styles.get(0),
    });
  }
}

function paletteOf({ book }: Sheet): Palette {
  return new Palette({ theme: book.setting("theme"), indexed: book.setting("indexed") });
}
