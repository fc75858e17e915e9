import { describe, expect, it } from "vitest";
import { stopsOf, tabEnd } from "../styles/tabs";

describe("tab stops", () => {
  it("are the paragraph's over the style's, in order, without those cleared", () => {
    const stops = stopsOf(
      [
        { pos: 4320, val: "center" },
        { pos: 8640, val: "right" },
      ],
      [
        { pos: 4320, val: "clear" },
        { pos: 1000, val: "start" },
        { pos: 500, val: "bar" },
      ],
    );
    expect(stops.map((stop) => stop.pos)).toEqual([1000, 8640]);
    expect(stopsOf(null, undefined)).toEqual([]);
  });

  it("lead to the next stop, the text before, around or after it", () => {
    const stops = [
      { pos: 1500, val: "start" },
      { pos: 3000, val: "center" },
      { pos: 6000, val: "right", leader: "dot" },
    ];
    expect(tabEnd(stops, 20, 40)).toEqual({ at: 100, leader: "none" });
    expect(tabEnd(stops, 150, 40)?.at).toBe(180);
    expect(tabEnd(stops, 250, 60)).toEqual({ at: 340, leader: "dot" });
    expect(tabEnd(stops, 500, 10)).toBeNull();
  });

  it("never lead backwards", () => {
    expect(tabEnd([{ pos: 1500, val: "right" }], 90, 500)?.at).toBe(92);
  });
});
