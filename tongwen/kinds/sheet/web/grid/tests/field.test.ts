/** The rich text field: what the browser makes of its text, carets, input methods, fonts, pieces that stay. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Style } from "../../model";
import { CellEditor } from "../cellEditor";
import { layIn, selectIn, selectionIn, textIn } from "../fieldText";
import { type Runs, textOf } from "../runs";

const cell: Style = { font: "Calibri", size: 11 };
const bold = { font: "Calibri", size: 11, bold: true };

function fieldOf(editable = true) {
  const host = {
    editable: () => editable,
    cellStyle: () => cell,
    pieces: (runs: Runs) =>
      runs.map(([text, font]) => ({ text, css: font?.bold ? "font-weight:bold" : "" })),
    onStart: vi.fn(),
    onChange: vi.fn(),
    onKey: vi.fn(),
    onPaste: vi.fn(),
    onCopy: vi.fn(),
  };
  const field = new CellEditor(document.body, "Cell", host);
  return { field, host, element: field.element };
}

/** As the browser types: into the node at the caret, then the event. */
function type(element: HTMLElement, text: string): void {
  const selection = document.getSelection() as Selection;
  if (!element.contains(selection.anchorNode)) selectIn(element, 0, 0);
  const { anchorNode, anchorOffset } = selection;
  if (anchorNode instanceof Text) {
    anchorNode.insertData(anchorOffset, text);
    selection.collapse(anchorNode, anchorOffset + text.length);
  } else {
    const node = document.createTextNode(text);
    (anchorNode as Element).insertBefore(node, anchorNode?.childNodes[anchorOffset] ?? null);
    selection.collapse(node, text.length);
  }
  element.dispatchEvent(new InputEvent("input", { inputType: "insertText", data: text }));
}

let made: ReturnType<typeof fieldOf>;
beforeEach(() => {
  made = fieldOf();
  made.field.focus();
});
afterEach(() => {
  made.field.destroy();
  made.element.remove();
});

describe("text in an element", () => {
  it("has the line breaks that a browser makes", () => {
    const root = document.createElement("div");
    root.innerHTML = "a<br>b<div>c<br></div><div>d</div><br>";
    expect(textIn(root)).toBe("a\nb\nc\n\nd");
    root.innerHTML = "<br>";
    expect(textIn(root)).toBe("");
  });

  it("is laid only where it differs, and a break at the end can hold the caret", () => {
    const root = document.createElement("div");
    expect(layIn(root, [{ text: "a", css: "" }])).toBe(true);
    expect(layIn(root, [{ text: "a", css: "" }])).toBe(false);
    expect(layIn(root, [{ text: "a\n", css: "" }])).toBe(true);
    expect(root.lastChild?.nodeName).toBe("BR");
    expect(textIn(root)).toBe("a\n");
  });

  it("carets are counted over pieces", () => {
    document.body.append(made.element);
    layIn(made.element, [
      { text: "ab", css: "" },
      { text: "cd", css: "font-weight:bold" },
    ]);
    selectIn(made.element, 1, 3);
    expect(selectionIn(made.element)).toEqual({ start: 1, end: 3 });
    selectIn(made.element, 99, 99);
    expect(selectionIn(made.element)).toEqual({ start: 4, end: 4 });
  });
});

describe("the field", () => {
  it("begins with the first key and keeps nothing for who may not write", () => {
    type(made.element, "文");
    expect(made.host.onStart).toHaveBeenCalledOnce();
    expect(made.field.draft).toMatchObject({ text: "文", start: 1, mode: "enter" });
    const reader = fieldOf(false);
    reader.element.textContent = "x";
    reader.element.dispatchEvent(new InputEvent("input"));
    expect(reader.element.textContent).toBe("");
    expect(reader.field.draft).toBe(null);
    reader.field.destroy();
  });

  it("typing among runs keeps them", () => {
    const { field, element } = made;
    field.open(
      [
        ["ab", null],
        ["cd", bold],
      ],
      "edit",
    );
    selectIn(element, 3, 3);
    type(element, "X");
    expect(field.runs).toEqual([
      ["ab", null],
      ["cXd", bold],
    ]);
    expect(element.querySelector("span")?.textContent).toBe("cXd");
  });

  it("a font that is chosen at the caret is that of what is typed next", () => {
    const { field, element } = made;
    field.open([["ab", null]], "edit");
    field.format({ bold: true });
    expect(field.look.bold).toBe(true);
    type(element, "c");
    type(element, "d");
    expect(field.runs).toEqual([
      ["ab", null],
      ["cd", bold],
    ]);
    field.undo();
    expect(textOf(field.runs)).toBe("ab");
    field.redo();
    expect(textOf(field.runs)).toBe("abcd");
  });

  it("an input method's steps are one, in the font that was chosen", () => {
    const { field, element } = made;
    field.open([["a", null]], "edit");
    field.format({ bold: true });
    element.dispatchEvent(new CompositionEvent("compositionstart"));
    type(element, "n");
    type(element, "i");
    expect(field.draft).toMatchObject({ text: "ani", composing: true });
    const node = document.getSelection()?.anchorNode as Text;
    node.data = node.data.replace("ni", "你");
    document.getSelection()?.collapse(node, node.data.length);
    element.dispatchEvent(new InputEvent("input"));
    element.dispatchEvent(new CompositionEvent("compositionend"));
    expect(field.runs).toEqual([
      ["a", null],
      ["你", bold],
    ]);
    field.undo();
    expect(textOf(field.runs)).toBe("a");
  });

  it("the selected characters are formatted, and a text from outside keeps fonts", () => {
    const { field } = made;
    field.open([["one two", null]], "edit");
    field.set("one two", 4, 7);
    field.format({ bold: true });
    field.set("one twos", 8, 8);
    expect(field.runs).toEqual([
      ["one ", null],
      ["twos", bold],
    ]);
    field.set("all else", 8, 8);
    expect(textOf(field.runs)).toBe("all else");
  });

  it("the browser's own formatting and line breaks are ours", () => {
    const { field, element } = made;
    field.open([["ab", null]], "edit");
    const asked = (inputType: string): boolean =>
      element.dispatchEvent(new InputEvent("beforeinput", { inputType, cancelable: true }));
    expect(asked("formatBold")).toBe(false);
    expect(asked("insertParagraph")).toBe(false);
    expect(asked("insertText")).toBe(true);
    expect(field.draft?.text).toBe("ab\n");
    asked("historyUndo");
    expect(field.draft?.text).toBe("ab");
  });
});
