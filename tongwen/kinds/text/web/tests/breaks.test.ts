import { describe, expect, it } from "vitest";
import { type FlowItem, paginate, type SectionRule } from "../pages/breaks";
import { sheetsOf } from "../pages/sheets";

const page: SectionRule[] = [{ body: 100, start: "nextPage" }];

function block(height: number, more: Partial<FlowItem> = {}): FlowItem {
  return {
    height,
    before: 0,
    keepNext: false,
    joined: false,
    keepLines: false,
    breakBefore: false,
    breakAfter: false,
    forced: [],
    section: 0,
    ...more,
  };
}

function text(lines: number, more: Partial<FlowItem> = {}): FlowItem {
  const bottoms = Array.from({ length: lines }, (_unused, index) => (index + 1) * 10);
  return block(lines * 10, { lines: () => bottoms, ...more });
}

const places = (items: FlowItem[], sections = page) =>
  paginate(items, sections).breaks.map(({ item, line }) => [item, line]);

describe("page breaks", () => {
  it("come before a block that does not fit", () => {
    expect(places([block(60), block(60), block(30)])).toEqual([[1, 0]]);
    expect(paginate([block(60), block(60), block(30)], page).used).toBe(90);
  });

  it("do not come when everything fits exactly", () => {
    expect(places([block(50), block(50)])).toEqual([]);
    expect(places([])).toEqual([]);
  });

  it("divide a paragraph between lines", () => {
    expect(paginate([block(60), text(8)], page).breaks).toEqual([
      { item: 1, line: 4, used: 100, dropped: 0, repeated: 0, over: 0, section: 0, blank: 0 },
    ]);
  });

  it("leave two lines on either side", () => {
    expect(places([block(60), text(5)])).toEqual([[1, 3]]);
    expect(places([block(90), text(5)])).toEqual([[1, 0]]);
    expect(places([block(80), text(3)])).toEqual([[1, 0]]);
  });

  it("run a long paragraph over several pages", () => {
    expect(places([text(25)])).toEqual([
      [0, 10],
      [0, 20],
    ]);
  });

  it("keep lines together, and with the next", () => {
    expect(places([block(60), text(8, { keepLines: true })])).toEqual([[1, 0]]);
    expect(places([block(70), block(20, { keepNext: true }), block(50)])).toEqual([[1, 0]]);
    expect(
      places([block(50), block(20, { keepNext: true }), block(20, { keepNext: true }), block(50)]),
    ).toEqual([[1, 0]]);
  });

  it("give up keeping together what is longer than a page", () => {
    expect(
      places([block(60, { keepNext: true }), block(60, { keepNext: true }), block(60)]),
    ).toEqual([
      [1, 0],
      [2, 0],
    ]);
    expect(places([text(12, { keepLines: true })])).toEqual([[0, 10]]);
  });

  it("let a block taller than a page run over, and go on after it", () => {
    expect(places([block(20), block(250), block(20)])).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it("say by how much a block is too long for its page", () => {
    const { breaks, over } = paginate([block(20), block(250), block(20), block(130)], page);
    expect(breaks.map((found) => found.over)).toEqual([0, 150, 0]);
    expect(over).toBe(30);
    const sheets = sheetsOf({ breaks, over }, 0, [], [], 10);
    const usual = sheets[0]?.paper.blockSize ?? 0;
    expect(sheets.map(({ paper }) => paper.blockSize - usual)).toEqual([0, 150, 0, 30]);
    expect((sheets[2]?.top ?? 0) - (sheets[1]?.top ?? 0)).toBe(usual + 150 + 10);
  });

  it("leave room for the rows that each page repeats", () => {
    const rows = [
      block(20, { keepNext: true }),
      ...[1, 2, 3, 4].map(() => block(40, { repeats: 20 })),
    ];
    expect(paginate(rows, page)).toMatchObject({
      breaks: [{ item: 3, used: 100, repeated: 20 }],
      used: 100,
      over: 0,
    });
    const moved = [
      block(90),
      block(30, { keepNext: true, repeats: 20 }),
      block(50, { repeats: 20 }),
    ];
    expect(paginate(moved, page)).toMatchObject({ breaks: [{ item: 1, repeated: 20 }], used: 100 });
  });

  it("never divide rows that a merged cell joins", () => {
    expect(places([block(60), block(30, { joined: true }), block(30)])).toEqual([[1, 0]]);
  });

  it("come where they are asked for", () => {
    expect(places([block(10), block(10, { breakBefore: true }), block(10)])).toEqual([[1, 0]]);
    expect(places([block(10, { breakAfter: true }), block(10)])).toEqual([[1, 0]]);
    expect(places([block(10, { breakBefore: true })])).toEqual([]);
    expect(places([text(6, { forced: [2, 4] })])).toEqual([
      [0, 2],
      [0, 4],
    ]);
  });

  it("leave out the space before at the top of a page", () => {
    const { breaks, used } = paginate(
      [block(90), text(3, { before: 15, height: 45, lines: () => [25, 35, 45] })],
      page,
    );
    expect(breaks).toEqual([
      { item: 1, line: 0, used: 90, dropped: 15, repeated: 0, over: 0, section: 0, blank: 0 },
    ]);
    expect(used).toBe(30);
  });

  it("let space after the last line hang over the page's end", () => {
    expect(places([block(60), text(4, { height: 60 })])).toEqual([]);
  });

  it("follow the sections", () => {
    const next = [...page, { body: 50, start: "nextPage" as const }];
    expect(
      paginate([block(10), block(40, { section: 1 }), block(20, { section: 1 })], next).breaks.map(
        (found) => [found.item, found.section],
      ),
    ).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(
      places([block(10), block(10, { section: 1 })], [...page, { body: 100, start: "continuous" }]),
    ).toEqual([]);
    expect(
      paginate([block(10), block(10, { section: 1 })], [...page, { body: 100, start: "oddPage" }])
        .breaks[0],
    ).toMatchObject({ item: 1, blank: 1 });
    expect(
      paginate([block(10), block(10, { section: 1 })], [...page, { body: 100, start: "evenPage" }])
        .breaks[0],
    ).toMatchObject({ item: 1, blank: 0 });
  });

  it("end, whatever the heights are", () => {
    expect(
      places([block(Number.NaN), block(-5), text(0), block(1e9), text(3)]).length,
    ).toBeLessThan(10);
    expect(places([text(3)], [{ body: 1, start: "nextPage" }]).length).toBeLessThan(5);
  });
});
