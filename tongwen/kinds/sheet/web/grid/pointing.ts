/** What pointing does to the grid: selects, edits, sizes lines, fills, moves; asks for menus; tells what is pointed at. */
import type { Area, AxisName } from "../model";
import type { Choosing } from "./choosing";
import type { Drafting } from "./drafting";
import type { FingersHost, Point } from "./fingers";
import type { Geometry, Hit } from "./geometry";
import type { Hands } from "./handling";
import { Hovering } from "./hovering";
import type { Layers } from "./layers";
import { around } from "./layout";
import { Listeners } from "./listeners";
import type { Badge } from "./overlay";
import type { PointerHost } from "./pointer";
import type { GridState } from "./state";
import type { Cell, ClientBox, MenuRequest, Selection } from "./view";

export interface PointingParts {
  state: GridState;
  choosing: Choosing;
  drafting: Drafting;
  hands: Hands;
  layers: Layers;
  /** Begin to edit the active cell. */
  edit(): void;
}

export class Pointing implements PointerHost, FingersHost {
  readonly menus = new Listeners<[MenuRequest]>();
  readonly buttons = new Listeners<["filter" | "choices", Cell, ClientBox]>();
  readonly hovers = new Listeners<[Cell | null]>();
  readonly #hovering: Hovering;

  constructor(private readonly parts: PointingParts) {
    this.#hovering = new Hovering(parts.state.stage.body);
  }

  get geometry(): Geometry {
    return this.parts.state.geometry;
  }

  get selection(): Selection {
    return this.parts.state.selection;
  }

  get editing(): boolean {
    return this.parts.drafting.open;
  }

  get badges(): readonly Badge[] {
    return this.parts.layers.badges;
  }

  editable(): boolean {
    return this.parts.state.editable();
  }

  begin(hit: Hit, how: { add: boolean; extend: boolean }): void {
    this.parts.choosing.begin(hit, how);
  }

  reach(hit: Hit): void {
    this.parts.choosing.extendTo(hit);
  }

  point(hit: Hit, extend: boolean): boolean {
    const { choosing, drafting } = this.parts;
    const area = choosing.area(hit);
    const from = drafting.pointed;
    return drafting.point(extend && from ? around(from, area) : area);
  }

  leave(): boolean {
    const { state, drafting } = this.parts;
    return state.guarded(() => drafting.commit()) ?? false;
  }

  edit(): void {
    this.parts.edit();
  }

  menu(request: MenuRequest): void {
    this.menus.tell(request);
  }

  button(badge: Badge): void {
    const { row, col } = badge;
    const box = this.clientBox(this.geometry.whole(badge));
    const kind = badge.kind === "choices" ? "choices" : "filter";
    if (box) this.buttons.tell(kind, { row, col }, box);
  }

  toggle(cell: Cell): boolean {
    return this.parts.hands.toggle(cell);
  }

  follow(cell: Cell): void {
    this.parts.hands.follow(cell);
  }

  guide(axis: AxisName | null, position: number): void {
    this.parts.layers.setGuide(axis, position);
  }

  resize(axis: AxisName, index: number, pixels: number): void {
    this.#do(() => this.parts.hands.resize(axis, index, pixels));
  }

  fit(axis: AxisName, index: number): void {
    this.#do(() => this.parts.hands.fit(axis, index));
  }

  target(area: Area | null): void {
    this.parts.layers.setTarget(area);
  }

  fill(target: Area, other: boolean): void {
    this.#do(() => this.parts.hands.fill(target, other));
  }

  fillDown(): void {
    this.#do(() => this.parts.hands.fillDown());
  }

  move(to: Cell, copy: boolean): void {
    this.#do(() => this.parts.hands.move(to, copy));
  }

  scrollBy(x: number, y: number): void {
    this.parts.state.stage.scrollBy(x, y);
  }

  /** What is said about a cell is for whoever listens; the grid itself tells notes and links. */
  hover(cell: Cell | null): void {
    const { layers, state } = this.parts;
    const silent = layers.isCommented(cell);
    this.#hovering.over(state.sheet, silent ? null : cell, (at) =>
      this.geometry.visibleBox(this.geometry.whole(at)),
    );
    this.hovers.tell(cell);
  }

  /** Cells moved under the pointer. */
  scrolled(): void {
    this.#hovering.hide();
  }

  /** Zoom, and keep a point of the contents under a point of the grid. */
  zoomTo(zoom: number, content: Point, at: Point): void {
    const { stage } = this.parts.state;
    stage.setZoom(zoom);
    const { heading, zoom: now } = this.geometry;
    stage.setScroll({
      x: Math.max(0, content.x - (at.x - heading.w) / now),
      y: Math.max(0, content.y - (at.y - heading.h) / now),
    });
  }

  /** Fingers, or something finer, are used from now on. */
  touched(fingers: boolean): void {
    this.parts.drafting.field.setFingers(fingers);
    this.parts.state.stage.draw();
  }

  focus(): void {
    this.parts.drafting.field.focus();
  }

  /** Where cells are in the window; null when none of them is in sight. */
  clientBox(area: Area): ClientBox | null {
    const box = this.geometry.visibleBox(area);
    const at = this.parts.state.stage.body.getBoundingClientRect();
    return box && { x: at.x + box.x, y: at.y + box.y, inlineSize: box.w, blockSize: box.h };
  }

  #do(act: () => void): void {
    this.parts.state.guarded(act);
  }
}
