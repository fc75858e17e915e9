import { EditorState, TextSelection } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import { markType, nodeType, schema } from "../document/schema";
import { decideAll, decideHere, goToRevision, revisions } from "../editing/revisions";

const ins = (author = "Lin", id = 1) => markType("ins").create({ author, id });
const del = (author = "Lin", id = 2) => markType("del").create({ author, id });
const bold = markType("bold").create();

type Run = [string, ...ReturnType<typeof ins>[]];

function state(...paragraphs: Run[][]): EditorState {
  const blocks = paragraphs.map((runs) =>
    nodeType("paragraph").create(
      null,
      runs.map(([text, ...marks]) => schema.text(text, marks)),
    ),
  );
  return EditorState.create({ doc: nodeType("doc").create(null, blocks) });
}

/** "keep new, drop old." and a second paragraph that was inserted whole. */
const changed = () =>
  state(
    [["keep "], ["new", ins()], ["er", ins("Lin", 7), bold], [", drop "], ["old", del()], [" end"]],
    [["whole", ins("Maya")]],
  );

function run(now: EditorState, command: ReturnType<typeof decideHere>): EditorState {
  let next = now;
  command(now, (tr) => {
    next = now.apply(tr);
  });
  next.doc.check();
  return next;
}

const at = (now: EditorState, from: number, to = from) =>
  now.apply(now.tr.setSelection(TextSelection.create(now.doc, from, to)));

const text = (now: EditorState) => now.doc.textBetween(0, now.doc.content.size, "|");

describe("tracked changes", () => {
  it("are found, neighbours of one author as one", () => {
    expect(revisions(changed().doc)).toEqual([
      { from: 6, to: 11, kind: "ins", author: "Lin" },
      { from: 18, to: 21, kind: "del", author: "Lin" },
      { from: 27, to: 32, kind: "ins", author: "Maya" },
    ]);
    expect(revisions(state([["plain"]], []).doc)).toEqual([]);
  });

  it("are gone through in a circle, both ways", () => {
    let now = at(changed(), 1);
    const places: number[] = [];
    for (let step = 0; step < 4; step += 1) {
      now = run(now, goToRevision(1));
      places.push(now.selection.from);
    }
    expect(places).toEqual([6, 18, 27, 6]);
    expect(run(now, goToRevision(-1)).selection.from).toBe(27);
    expect(goToRevision(1)(state([["plain"]]))).toBe(false);
  });

  it("are accepted one by one, with the next selected", () => {
    const first = run(at(changed(), 7), decideHere("accept"));
    expect(text(first)).toBe("keep newer, drop old end|whole");
    expect(revisions(first.doc)).toHaveLength(2);
    expect(first.selection.from).toBe(18);
    expect(first.doc.nodeAt(9)?.marks.map((mark) => mark.type.name)).toEqual(["bold"]);
    expect(text(run(first, decideHere("accept")))).toBe("keep newer, drop  end|whole");
  });

  it("are rejected: what was inserted goes, what was deleted stays", () => {
    const first = run(at(changed(), 6, 21), decideHere("reject"));
    expect(text(first)).toBe("keep , drop old end|whole");
    expect(revisions(first.doc)).toEqual([{ from: 22, to: 27, kind: "ins", author: "Maya" }]);
  });

  it("go to the next when there is none at the cursor", () => {
    const now = run(at(changed(), 14), decideHere("accept"));
    expect(text(now)).toBe(text(changed()));
    expect(now.selection.from).toBe(18);
  });

  it("are decided about all at once", () => {
    expect(text(run(changed(), decideAll("accept")))).toBe("keep newer, drop  end|whole");
    const rejected = run(changed(), decideAll("reject"));
    expect(text(rejected)).toBe("keep , drop old end|");
    expect(revisions(rejected.doc)).toEqual([]);
    expect(decideAll("accept")(rejected)).toBe(false);
  });

  it("of one person in another's are deletions first", () => {
    const now = state([["text", ins("Lin"), del("Maya")]]);
    expect(revisions(now.doc).map(({ kind }) => kind)).toEqual(["del"]);
    const kept = run(now, decideAll("reject"));
    expect(revisions(kept.doc)).toEqual([{ from: 1, to: 5, kind: "ins", author: "Lin" }]);
  });
});
