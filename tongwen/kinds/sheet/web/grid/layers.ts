/** What lies under and over the cells of the worksheet: tables, rules, signs at cells, marks, colleagues, the outline. */
import { foldLevelAt, showLevel } from "../commands/outline";
import type { Area, AxisName, Color } from "../model";
import { badgesOf, choicesAt } from "./badges";
import { type ConditionalLayer, conditionalLayer } from "./conditional";
import { Flags } from "./flags";
import { groupsIn, Outline, type OutlineHost } from "./outline";
import type { Badge, CellDrawing, OverlayState } from "./overlay";
import { Prompting, promptAt } from "./prompting";
import type { GridState } from "./state";
import { tableLayer } from "./tableLook";
import type { Cell, Mark, RemoteSelection } from "./view";

export class Layers {
  marks: Mark[] = [];
  /** Signs of comments, which whoever shows the comments sets. */
  comments: Badge[] = [];
  rules: ConditionalLayer | null = null;
  /** What dragging would reach. */
  target: Area | null = null;
  guide: OverlayState["guide"] = null;
  #badges: Badge[] = [];
  /** The list button of the active cell. */
  #choices: Badge | null = null;
  #remote: RemoteSelection[] = [];
  readonly #flags: Flags;
  readonly #prompting: Prompting;
  readonly #outline: Outline;

  constructor(private readonly state: GridState) {
    const { stage } = state;
    this.#flags = new Flags(() => stage.draw());
    this.#prompting = new Prompting(stage.body);
    this.#outline = new Outline(stage.element, this.#outlineHost());
  }

  get badges(): Badge[] {
    return this.#choices ? [...this.#badges, this.#choices] : this.#badges;
  }

  set remote(selections: RemoteSelection[]) {
    this.#remote = selections;
    this.#flags.notice(selections);
  }

  /** Read them anew. */
  refresh(): void {
    const { sheet, feed, stage } = this.state;
    feed.under = tableLayer(sheet);
    this.conditional();
    this.#badges = badgesOf(sheet);
    stage.setGutter(this.#outline.set(groupsIn(sheet)));
    this.rule();
  }

  conditional(): void {
    const { sheet, values, feed } = this.state;
    this.rules = conditionalLayer(sheet, values);
    feed.over = this.rules;
  }

  /** What the rule of the active cell offers: its list, its prompt. */
  rule(): void {
    const { sheet, selection } = this.state;
    const { row, col } = selection.active;
    const editable = this.state.editable();
    this.#choices = editable ? choicesAt(sheet, row, col) : null;
    this.#prompting.say(editable ? promptAt(sheet, { row, col }) : null);
  }

  isCommented(cell: Cell | null): boolean {
    return this.comments.some(({ row, col }) => row === cell?.row && col === cell.col);
  }

  setGuide(axis: AxisName | null, position: number): void {
    this.guide = axis && { axis, position };
    this.state.stage.draw();
  }

  setTarget(area: Area | null): void {
    this.target = area;
    this.state.stage.draw();
  }

  /** What is drawn over the cells now. */
  overlay(editing: boolean, copied: Area[]): OverlayState {
    return {
      selection: this.state.selection,
      editing,
      copied,
      target: this.target,
      marks: this.marks,
      remote: this.#remote,
      named: (id) => this.#flags.named(id),
      drawing: this.rules?.draws ? (row, col) => this.#drawing(row, col) : null,
      badges: [...this.#badges, ...this.comments, ...(this.#choices ? [this.#choices] : [])],
      guide: this.guide,
    };
  }

  /** After each drawing: what stands beside the cells goes with them. */
  place(): void {
    const { geometry, selection } = this.state;
    this.#outline.draw(geometry);
    this.#prompting.place(geometry.visibleBox(geometry.whole(selection.active)));
  }

  destroy(): void {
    this.#flags.destroy();
  }

  #outlineHost(): OutlineHost {
    const { state } = this;
    const { fold = "−", unfold = "+", level = String } = state.options.labels;
    return {
      labels: { fold, unfold, level },
      editable: () => state.editable(),
      fold: (group) => state.guarded(() => foldLevelAt(state.sheet, group, !group.folded)),
      show: (axis, shown) => state.guarded(() => showLevel(state.sheet, axis, shown)),
    };
  }

  /** What a conditional format draws in a cell, in the colours of the book. */
  #drawing(row: number, col: number): CellDrawing | null {
    const found = this.rules?.drawingAt(row, col);
    if (!found) return null;
    const { bar, icon } = found;
    const css = (color: Color, otherwise: string): string =>
      this.state.feed.css(color) ?? otherwise;
    const axis = bar?.axis ? { ...bar.axis, color: css(bar.axis.color, "#000000") } : null;
    const looks = bar && { ...bar, color: css(bar.color, "#638EC6"), solid: bar.solid ?? false };
    return {
      ...(looks ? { bar: { ...looks, axis } } : {}),
      ...(icon ? { icon } : {}),
    };
  }
}
