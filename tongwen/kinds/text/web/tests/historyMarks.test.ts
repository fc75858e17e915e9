import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { afterEach, describe, expect, it } from "vitest";
import { schema } from "../document/schema";
import { marksKey, marksPlugin, removedText, type Shown } from "../history/marks";
import { type Stop, stopAfter, stopsByPerson, stopsOf } from "../history/stops";
import type { Change } from "../history/walk";
import { paragraphs } from "./examples";
import { LoggedDocument } from "./history";

afterEach(() => document.body.replaceChildren());

const names = { image: "图片" };
const people = [
  { name: "安", color: "#b35526" },
  { name: "Ben", color: "#1b813d" },
];

function draw(log: LoggedDocument, current = -1) {
  const place = document.createElement("div");
  document.body.append(place);
  const view = new EditorView(
    { mount: place },
    { state: EditorState.create({ doc: log.node, plugins: [marksPlugin()] }) },
  );
  const stops = stopsOf(log.changes());
  const shown: Shown = {
    stops,
    authors: people,
    names,
    title: ({ person }) => people[person]?.name ?? "",
    current,
  };
  view.dispatch(view.state.tr.setMeta(marksKey, shown));
  return { view, stops };
}

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const colour = (element: HTMLElement | undefined) => element?.style.getPropertyValue("--person");

describe("changes in the page", () => {
  it("are tinted and struck through in their authors' colours, and taken away again", () => {
    const log = new LoggedDocument(paragraphs("床前明月光"));
    log.edit(0, (tr) => tr.insertText("<b>😀", 3));
    log.edit(1, (tr) => tr.delete(1, 2));
    const { view } = draw(log, 0);
    const [added] = all(".tx-added");
    expect(added?.textContent).toBe("<b>😀");
    expect(colour(added)).toBe("#b35526");
    expect(added?.title).toBe("安");
    const [removed] = all("del.tx-removed");
    expect(removed?.textContent).toBe("床");
    expect(colour(removed)).toBe("#1b813d");
    expect(removed?.classList.contains("tx-change-current")).toBe(true);
    expect(view.state.doc.textContent).toBe("前<b>😀明月光");
    view.dispatch(view.state.tr.setMeta(marksKey, null));
    expect(all("[data-change]")).toEqual([]);
    view.destroy();
  });

  it("are built for their place: between blocks, rows and cells", () => {
    const cell = (text: string) =>
      schema.node("table_cell", null, [schema.node("paragraph", null, schema.text(text))]);
    const row = (...texts: string[]) => schema.node("table_row", null, texts.map(cell));
    const log = new LoggedDocument(paragraphs("前", "中", "后"));
    log.edit(0, (tr) =>
      tr.insert(3, schema.node("table", null, [row("甲", "乙"), row("丙", "丁")])),
    );
    log.since();
    log.edit(1, (tr) => tr.delete(16, 28));
    log.edit(0, (tr) => tr.delete(17, 20));
    const { view } = draw(log);
    const gone = all(".tx-removed");
    expect(gone.map((one) => one.textContent)).toEqual(["丙\t丁", "中"]);
    expect(gone[0]?.closest("td")?.parentElement?.tagName).toBe("TR");
    expect(gone[1]?.parentElement).toBe(view.dom);
    expect(gone[1]?.className).toContain("tx-p-default");
    view.destroy();
  });

  it("name what has no text", () => {
    expect(
      removedText(
        [
          { kind: "node", name: "image", attrs: {}, children: [] },
          { kind: "node", name: "image", attrs: { alt: "月亮" }, children: [] },
          { kind: "node", name: "page_break", attrs: {}, children: [] },
        ],
        names,
      ),
    ).toBe("[图片]月亮[page_break]");
  });
});

describe("stops", () => {
  const change = (person: number, from: number, to: number): Change => ({
    kind: "insert",
    node: false,
    person,
    at: 0,
    from,
    to,
  });

  it("join what one person did at one place", () => {
    const stops: Stop[] = stopsOf([
      change(0, 1, 3),
      change(0, 3, 3),
      change(1, 3, 5),
      change(1, 7, 8),
      change(0, 7, 9),
    ]);
    expect(stops.map(({ from, to, person }) => [person, from, to])).toEqual([
      [0, 1, 3],
      [1, 3, 5],
      [1, 7, 8],
      [0, 7, 9],
    ]);
    expect(stopsByPerson(stops, 2)).toEqual([2, 2]);
    expect(stopsByPerson(stops, 1)).toEqual([2]);
    expect(stopsOf([])).toEqual([]);
  });

  it("are gone through round the ends", () => {
    expect(stopAfter(-1, 3, 1)).toBe(0);
    expect(stopAfter(-1, 3, -1)).toBe(2);
    expect(stopAfter(2, 3, 1)).toBe(0);
    expect(stopAfter(0, 3, -1)).toBe(2);
    expect(stopAfter(0, 0, 1)).toBeNull();
  });
});
