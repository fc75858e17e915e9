/** Threads of comments: read from whatever stands in the part, written by two people at once. */
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { askedAt, withName } from "./mentioning";
import { Comments, pieces, readThreads, speaksTo, type Thread, wantedThreads } from "./threads";

const PLACE = { sheet: "s1", row: "1", col: "2" };
const ANN = { id: "u-ann", name: "Ann" };
const BO = { id: "u-bo", name: "李 Bo" };

function two(): [Comments, Comments, () => void] {
  const docs = [new Y.Doc(), new Y.Doc()] as const;
  const exchange = (): void => {
    Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1]));
    Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]));
  };
  return [new Comments(docs[0], ANN), new Comments(docs[1], BO), exchange];
}

const only = (comments: Comments): Thread => comments.threads[0] as Thread;

describe("two people", () => {
  it("begin, answer, settle and open a thread again", () => {
    const [ann, bo, exchange] = two();
    ann.begin(PLACE, "对吗? @李 Bo", [BO, { id: "u-x", name: "Nobody" }]);
    exchange();
    expect(only(bo)).toMatchObject({
      author: "Ann",
      by: "u-ann",
      text: "对吗? @李 Bo",
      done: false,
    });
    expect(only(bo).entry).toMatchObject(PLACE);
    expect(only(bo).mentions).toEqual([BO]);
    expect(speaksTo(only(bo), "u-bo")).toBe(true);
    bo.answer(only(bo), "Yes", []);
    bo.resolve(only(bo), true);
    exchange();
    expect(only(ann).answers.map(({ author, text }) => [author, text])).toEqual([["李 Bo", "Yes"]]);
    expect(only(ann)).toMatchObject({ done: true, doneBy: "李 Bo" });
    ann.resolve(only(ann), false);
    exchange();
    expect(wantedThreads(bo.threads, "open", BO.id)).toHaveLength(1);
    expect(wantedThreads(bo.threads, "mine", BO.id)).toHaveLength(1);
    expect(wantedThreads(bo.threads, "resolved", BO.id)).toHaveLength(0);
  });

  it("edit and settle one thread at once: both hold", () => {
    const [ann, bo, exchange] = two();
    const token = ann.begin(PLACE, "first", []);
    exchange();
    ann.edit(token, "second", []);
    bo.resolve(only(bo), true);
    bo.answer(only(bo), "answer", []);
    exchange();
    for (const one of [ann, bo]) {
      expect(only(one)).toMatchObject({ text: "second", done: true });
      expect(only(one).edited).not.toBe("");
      expect(only(one).answers).toHaveLength(1);
    }
  });

  it("own only what they wrote", () => {
    const [ann, bo, exchange] = two();
    const guest = new Comments(bo.doc, { id: "", name: "Guest" });
    ann.begin(PLACE, "hers", []);
    exchange();
    guest.answer(only(guest), "a guest's", []);
    exchange();
    const [answer] = only(ann).answers;
    expect([ann.isOwn(only(ann)), bo.isOwn(only(bo))]).toEqual([true, false]);
    expect(answer && [ann.isOwn(answer), guest.isOwn(answer)]).toEqual([false, true]);
    expect(answer?.by).toBe("");
  });

  it("delete a thread with its answers, and bring it back", () => {
    const [ann, bo, exchange] = two();
    ann.begin(PLACE, "gone?", []);
    exchange();
    bo.answer(only(bo), "yes", []);
    exchange();
    const back = ann.remove(only(ann));
    exchange();
    expect(bo.threads).toEqual([]);
    back();
    exchange();
    expect(only(bo).answers.map(({ text }) => text)).toEqual(["yes"]);
  });
});

describe("what makes no sense", () => {
  it.each([
    [null],
    [5],
    [[]],
    [{ text: 4 }],
    [{ text: "x", parent: "nowhere" }],
    [{ text: "x", parent: "a" }],
  ])("is no thread: %j", (entry) => {
    expect(readThreads([["a", entry]], () => undefined)).toEqual([]);
  });

  it("in a thread is shown as nothing", () => {
    const [thread] = readThreads(
      [
        [
          "a",
          { text: "x", author: 3, at: "soon", edited: {}, by: [], mentions: [5, ["u"], [1, 2]] },
        ],
        ["b", { text: "y", parent: "c" }],
        ["c", { text: "z", parent: "b" }],
        ["d", { text: "deep", parent: "e", at: "2026-01-01T00:00:00.5" }],
        ["e", { text: "answer", parent: "a", done: true }],
      ],
      () => ({ done: "yes" }),
    );
    expect(thread).toMatchObject({
      author: "",
      at: "",
      edited: "",
      by: "",
      mentions: [],
      done: false,
    });
    expect(thread?.answers.map(({ text }) => text)).toEqual(["answer", "deep"]);
    expect(thread?.answers[1]?.at).toBe("2026-01-01T00:00:00.5Z");
  });
});

describe("speaking to somebody", () => {
  it.each([
    ["Hi @", 4, { at: 3, name: "" }],
    ["请@李", 3, { at: 1, name: "李" }],
    ["@Ann Le", 7, { at: 0, name: "Ann Le" }],
    ["ann@example", 11, null],
    ["@Ann Lee says", 13, null],
    ["@a\nb", 4, null],
  ])("asks for a name: %s", (text, caret, asked) => {
    expect(askedAt(text, caret)).toEqual(asked);
  });

  it("puts the name in the place of what was typed", () => {
    expect(withName("请@李 看", { at: 1, name: "李" }, "李 Bo")).toEqual({
      text: "请@李 Bo 看",
      caret: 7,
    });
  });

  it("marks names, the longest that fits", () => {
    const said = { mentions: [ANN, { id: "u2", name: "Ann Lee" }], text: "a@b @Ann Lee, @Ann @x" };
    expect(pieces(said as Thread)).toEqual([
      { text: "a@b " },
      { text: "@Ann Lee", who: { id: "u2", name: "Ann Lee" } },
      { text: ", " },
      { text: "@Ann", who: ANN },
      { text: " @x" },
    ]);
  });
});
