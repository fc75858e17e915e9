/** Form controls as they stood when the file was saved: nothing happens when one clicks them. */
import type { ShapeContext } from "./paints";
import { bodyOf } from "./text";
import { child, parsed } from "./xml";

/** What a file says of a control (ECMA-376-4 §19.4.2, [MS-XLSX] §2.6.7). */
export interface Control {
  type: string;
  label: string;
  /** Checked 1, mixed 2. */
  checked: number;
  /** Chosen item, from one; the value of a scroll bar or spinner. */
  value: string;
  raw: string | null;
}

const text = (value: unknown): string => (typeof value === "string" ? value.slice(0, 2000) : "");

/** A control of a drawing; null where it has none. */
export function controlOf(drawing: Record<string, unknown>): Control | null {
  const found = drawing.control as Record<string, unknown> | null | undefined;
  if (typeof found !== "object" || found === null) return null;
  return {
    type: text(found.type),
    label: text(found.label) || text(drawing.text),
    checked: Number(found.checked) || 0,
    value: text(found.value),
    raw: typeof drawing.raw === "string" ? drawing.raw : null,
  };
}

function box(styles: string, inside = ""): HTMLElement {
  const made = document.createElement("span");
  made.style.cssText = `box-sizing:border-box;flex:none;${styles}`;
  made.textContent = inside;
  return made;
}

const MARKS: Record<number, string> = { 1: "✓", 2: "■" };
const BORDER = "border:1px solid #767676;background:#ffffff;";

function mark({ type, checked }: Control): HTMLElement {
  const shape = "inline-size:13px;block-size:13px;display:grid;place-items:center;line-height:1;";
  if (type === "Radio")
    return box(`${shape}${BORDER}border-radius:50%;font-size:9px`, checked === 1 ? "●" : "");
  return box(`${shape}${BORDER}font-size:10px`, MARKS[checked] ?? "");
}

/** The label as its shape formats it, else plain. */
function label(control: Control, context: ShapeContext): HTMLElement {
  const made = box("flex:1;min-inline-size:0;white-space:pre-wrap;overflow:hidden");
  made.textContent = control.label;
  const root = control.raw ? parsed(control.raw) : null;
  const run = bodyOf(child(root, "txBody"), context, "#000000")?.paragraphs[0]?.runs[0];
  made.style.color = run?.color ?? "#000000";
  made.style.fontSize = `${run?.size ?? 9}pt`;
  if (run?.bold) made.style.fontWeight = "bold";
  const [font] = run?.fonts ?? [];
  if (font) made.style.fontFamily = `"${font}",sans-serif`;
  return made;
}

const ARROW =
  "inline-size:16px;background:#e1e1e1;border:1px solid #adadad;display:grid;place-items:center;font-size:8px;color:#000;";

function row(styles: string, ...inside: HTMLElement[]): HTMLElement {
  const made = document.createElement("div");
  made.style.cssText = `position:absolute;inset:0;display:flex;align-items:center;gap:4px;box-sizing:border-box;overflow:hidden;color:#000;${styles}`;
  made.append(...inside);
  return made;
}

function bar(upright: boolean): HTMLElement {
  const ends = upright ? ["▲", "▼"] : ["◀", "▶"];
  const [first = "", last = ""] = ends;
  const styles = `gap:0;flex-direction:${upright ? "column" : "row"};background:#f0f0f0;border:1px solid #adadad;justify-content:space-between;align-items:stretch;`;
  const end = (sign: string): HTMLElement =>
    box(`${ARROW}inline-size:auto;min-inline-size:14px;min-block-size:14px;`, sign);
  return row(styles, end(first), end(last));
}

function spinner(): HTMLElement {
  const end = (sign: string): HTMLElement => box(`${ARROW}inline-size:auto;flex:1;`, sign);
  return row("gap:0;flex-direction:column;align-items:stretch;", end("▲"), end("▼"));
}

function titled(control: Control, context: ShapeContext): HTMLElement {
  const legend = label(control, context);
  legend.style.cssText +=
    ";position:absolute;inset-block-start:0;inset-inline-start:8px;background:#fff;padding-inline:3px;flex:none";
  const frame = box("position:absolute;inset:6px 0 0;border:1px solid #bcbcbc;border-radius:2px");
  return row("", frame, legend);
}

function slicer(control: Control): HTMLElement {
  const title = box(
    "padding:4px 8px;border-block-end:1px solid #bcbcbc;font-weight:bold;font-size:9pt;align-self:stretch",
    control.label,
  );
  return row(
    "flex-direction:column;align-items:stretch;background:#fff;border:1px solid #bcbcbc;border-radius:3px;justify-content:flex-start;",
    title,
  );
}

/** Draw a control into an element. False for kinds that look like nothing. */
export function drawControl(
  element: HTMLElement,
  control: Control,
  size: { w: number; h: number },
  context: ShapeContext,
): boolean {
  const named = (): HTMLElement => label(control, context);
  switch (control.type) {
    case "Checkbox":
    case "Radio":
      element.append(row("padding-inline:2px;", mark(control), named()));
      return true;
    case "Button": {
      const words = named();
      words.style.textAlign = "center";
      element.append(
        row(
          "background:#e1e1e1;border:1px solid #8a8a8a;border-radius:2px;padding:2px 6px;",
          words,
        ),
      );
      return true;
    }
    case "Drop": {
      const shown = box(
        "flex:1;min-inline-size:0;padding-inline:4px;font-size:9pt;overflow:hidden",
        control.value,
      );
      element.append(row(`${BORDER}gap:0;align-items:stretch;`, shown, box(ARROW, "▼")));
      return true;
    }
    case "Edit":
    case "List":
      element.append(row(`${BORDER}padding:2px 4px;align-items:flex-start;`, named()));
      return true;
    case "GBox":
      element.append(titled(control, context));
      return true;
    case "Scroll":
      element.append(bar(size.h > size.w));
      return true;
    case "Spin":
      element.append(spinner());
      return true;
    case "Slicer":
      element.append(slicer(control));
      return true;
    case "Label":
      element.append(row("", named()));
      return true;
    default:
      return false;
  }
}
