/** Where the bar of a conditional format lies in its cell (ECMA-376-1 §18.3.1.28, [MS-XLSX] §2.6.15). */

import type { Rule } from "../commands/rules";
import type { Color } from "../model";

/** Shares of the cell's room, from its start. */
export interface Bar {
  start: number;
  share: number;
  color: Color;
  /** Where zero is, when bars go both ways. */
  axis?: { at: number; color: Color };
  /** Of one colour, not fading towards its end. */
  solid?: true;
}

const within = (share: number): number =>
  Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;

/** Where zero lies between the ends; at the start when no bar is negative, or all begin at the lowest. */
function zeroAt(rule: Rule, low: number, high: number): number {
  if (!(low < 0 && Number.isFinite(high)) || rule.axisPosition === "none") return 0;
  if (rule.axisPosition === "middle") return 0.5;
  return high <= 0 ? 1 : -low / (high - low);
}

/** How much of its own side of the axis a value fills. */
function filled(value: number, low: number, high: number, axis: number): number {
  if (axis === 0) return high === low ? 1 : within((value - low) / (high - low));
  if (value < 0) return within(value / low);
  return high <= 0 ? 0 : within(value / high);
}

/** `low` and `high`: the numbers at the ends of the shortest and the longest bar. */
export function barOf(rule: Rule, value: number, low: number, high: number): Bar {
  const axis = zeroAt(rule, low, high);
  const backward = axis > 0 && value < 0;
  const share = filled(value, low, high, axis) * (backward ? axis : 1 - axis);
  const start = backward ? axis - share : axis;
  const turned = rule.direction === "rightToLeft";
  const negative = value < 0 ? (rule.negativeColor as Color | undefined) : undefined;
  const bar: Bar = {
    start: turned ? 1 - start - share : start,
    share,
    color: negative ?? ((rule.color ?? "638EC6") as Color),
  };
  if (axis > 0)
    bar.axis = { at: turned ? 1 - axis : axis, color: (rule.axisColor ?? "000000") as Color };
  if (rule.gradient === false) bar.solid = true;
  return bar;
}
