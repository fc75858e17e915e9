/** Paths of shapes as SVG path data, in pixels (ECMA-376-1 §20.1.9.15). */
import { type Guides, worth } from "./guides";
import { EMU_PER_PIXEL } from "./xml";

export interface Spot {
  x: number;
  y: number;
}

/** One stroke of the pen, its places in pixels. `C` has two handles before its end. */
export type Step =
  | { to: "M" | "L"; at: Spot }
  | { to: "C"; first: Spot; second: Spot; at: Spot }
  | { to: "A"; rx: number; ry: number; large: boolean; sweep: boolean; at: Spot }
  | { to: "Z" };

/** How a path is painted: not at all, or lit and shaded as a side of a solid (§20.1.10.37). */
export type PathFill = "norm" | "none" | "lighten" | "lightenLess" | "darken" | "darkenLess";

export interface Outline {
  steps: Step[];
  fill: PathFill;
  stroke: boolean;
}

/** More than that no path draws; a hostile one is cut off. */
export const MOST_STEPS = 5000;
const TURN = 360 * 60_000;

/** Draws with the pen of §20.1.9; places are EMU or names, scaled to the shape. */
export class Pen {
  readonly steps: Step[] = [];
  #at: Spot = { x: 0, y: 0 };
  #start: Spot = { x: 0, y: 0 };

  constructor(
    private readonly guides: Guides,
    private readonly scale: Spot = { x: 1, y: 1 },
  ) {}

  move(x: string, y: string): void {
    this.#at = this.#start = this.#spot(x, y);
    this.#add({ to: "M", at: this.#at });
  }

  line(x: string, y: string): void {
    this.#at = this.#spot(x, y);
    this.#add({ to: "L", at: this.#at });
  }

  /** Places of a quadratic or cubic curve, as words. */
  curve(words: readonly string[]): void {
    const spots: Spot[] = [];
    for (let at = 0; at + 1 < words.length; at += 2)
      spots.push(this.#spot(words[at] ?? "", words[at + 1] ?? ""));
    const [one, two, three] = spots;
    if (!one || !two) return;
    if (three) this.#cubic(one, two, three);
    else {
      const toward = (from: Spot): Spot => ({
        x: from.x + (2 / 3) * (one.x - from.x),
        y: from.y + (2 / 3) * (one.y - from.y),
      });
      this.#cubic(toward(this.#at), toward(two), two);
    }
  }

  /** Along an ellipse that the pen is on at `start`, over `swing` (§20.1.9.4). */
  arc(wide: string, high: string, start: string, swing: string): void {
    const rx = Math.abs(this.#length(wide, "x"));
    const ry = Math.abs(this.#length(high, "y"));
    const from = worth(start, this.guides);
    const over = Math.max(-TURN, Math.min(TURN, worth(swing, this.guides)));
    const begin = parameter(rx, ry, from);
    const center = { x: this.#at.x - rx * Math.cos(begin), y: this.#at.y - ry * Math.sin(begin) };
    // A whole turn ends where it began, which SVG would draw as nothing.
    const parts = Math.abs(over) > TURN / 2 ? 2 : 1;
    for (let part = 1; part <= parts; part += 1) {
      const end = parameter(rx, ry, from + (over * part) / parts);
      this.#at = { x: center.x + rx * Math.cos(end), y: center.y + ry * Math.sin(end) };
      const large = Math.abs(over / parts) > TURN / 2;
      this.#add({ to: "A", rx, ry, large, sweep: over > 0, at: this.#at });
    }
  }

  close(): void {
    this.#at = this.#start;
    this.#add({ to: "Z" });
  }

  #cubic(first: Spot, second: Spot, at: Spot): void {
    this.#at = at;
    this.#add({ to: "C", first, second, at });
  }

  #add(step: Step): void {
    if (this.steps.length < MOST_STEPS) this.steps.push(step);
  }

  #length(word: string, axis: "x" | "y"): number {
    return (worth(word, this.guides) * this.scale[axis]) / EMU_PER_PIXEL;
  }

  #spot(x: string, y: string): Spot {
    return { x: this.#length(x, "x"), y: this.#length(y, "y") };
  }
}

/** The parameter of an ellipse at an angle seen from its centre, 60,000ths of a degree; radians. */
function parameter(rx: number, ry: number, angle: number): number {
  const turn = (angle / 60_000 / 180) * Math.PI;
  if (rx === 0 || ry === 0) return turn;
  const whole = Math.floor((turn + Math.PI) / (2 * Math.PI)) * 2 * Math.PI;
  return Math.atan2(rx * Math.sin(turn), ry * Math.cos(turn)) + whole;
}

const short = (value: number): string => String(Math.round(value * 100) / 100);
const pair = ({ x, y }: Spot): string => `${short(x)} ${short(y)}`;

/** SVG path data. */
export function pathData(steps: readonly Step[]): string {
  return steps
    .map((step) => {
      if (step.to === "Z") return "Z";
      if (step.to === "C") return `C${pair(step.first)} ${pair(step.second)} ${pair(step.at)}`;
      if (step.to === "A")
        return `A${short(step.rx)} ${short(step.ry)} 0 ${Number(step.large)} ${Number(step.sweep)} ${pair(step.at)}`;
      return step.to + pair(step.at);
    })
    .join("");
}

/** Draws a path written as letters and words: `M x y`, `L x y`, `A wR hR start swing`, `Q`, `C`, `Z`. */
export function penned(text: string, guides: Guides): Step[] {
  const pen = new Pen(guides);
  const words = text.trim().split(/\s+/);
  const takes: Record<string, number> = { M: 2, L: 2, A: 4, Q: 4, C: 6, Z: 0 };
  for (let at = 0; at < words.length; ) {
    const letter = words[at] ?? "";
    const count = takes[letter] ?? 0;
    const [a = "", b = "", c = "", d = ""] = words.slice(at + 1, at + 1 + count);
    if (letter === "M") pen.move(a, b);
    else if (letter === "L") pen.line(a, b);
    else if (letter === "A") pen.arc(a, b, c, d);
    else if (letter === "Z") pen.close();
    else pen.curve(words.slice(at + 1, at + 1 + count));
    at += 1 + count;
  }
  return pen.steps;
}
