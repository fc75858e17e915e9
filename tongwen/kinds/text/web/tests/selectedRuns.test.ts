import { EditorState, TextSelection } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { DocumentModel } from "../document/model";
import { markType, nodeType, schema } from "../document/schema";
import { selectedRuns } from "../editing/selectedRuns";

function model(): DocumentModel {
  const doc = new Y.Doc();
  doc.getMap("styles").set("a", {
    type: "paragraph",
    default: true,
    name: "Normal",
    r: {
      font: { theme: { asciiTheme: "minorHAnsi" }, eastAsia: "宋体" },
      size: { val: 21 },
    },
  });
  doc.getMap("settings").set("fonts", { minor: { latin: "Calibri" } });
  return new DocumentModel(doc);
}

const hei = markType("font").create({ eastAsia: "黑体" });
const big = markType("size").create({ val: 28 });

function looks(from: number, to: number, chinese = true, content = "中文 words 中") {
  const runs = content === "" ? [] : [schema.text(content), schema.text("题目", [hei, big])];
  const doc = nodeType("doc").create(null, nodeType("paragraph").create(null, runs));
  const state = EditorState.create({ doc, selection: TextSelection.create(doc, from, to) });
  return selectedRuns(state, model(), chinese);
}

describe("the font and size boxes", () => {
  it("follow the script of what is selected", () => {
    expect(looks(1, 3)).toEqual({ font: "宋体", size: 21 });
    expect(looks(4, 9)).toEqual({ font: "Calibri", size: 21 });
    expect(looks(11, 13)).toEqual({ font: "黑体", size: 28 });
  });

  it("are blank for what differs", () => {
    expect(looks(1, 9)).toEqual({ font: null, size: 21 });
    expect(looks(1, 3, false)).toEqual({ font: "宋体", size: 21 });
    expect(looks(10, 13)).toEqual({ font: null, size: null });
  });

  it("follow the character before the cursor, and the reader where there is none", () => {
    expect(looks(6, 6).font).toBe("Calibri");
    expect(looks(3, 3).font).toBe("宋体");
    expect(looks(1, 1).font).toBe("宋体");
    expect(looks(1, 1, true, "")).toEqual({ font: "宋体", size: 21 });
    expect(looks(1, 1, false, "")).toEqual({ font: "Calibri", size: 21 });
  });
});
