/** Inline elements and CSS of pasted HTML as run properties. */
import type { Mark } from "prosemirror-model";
import type { MarkAttributes } from "../document/attributes";
import { highlights } from "../document/colors";
import { linkTarget, markType } from "../document/schema";

export function markOf(name: string, attrs: MarkAttributes): Mark {
  return markType(name).create(attrs);
}

const tags: Record<string, () => Mark> = {
  B: () => markOf("bold", { on: true }),
  STRONG: () => markOf("bold", { on: true }),
  I: () => markOf("italic", { on: true }),
  EM: () => markOf("italic", { on: true }),
  U: () => markOf("underline", { val: "single", color: null }),
  S: () => markOf("strike", { on: true }),
  STRIKE: () => markOf("strike", { on: true }),
  DEL: () => markOf("strike", { on: true }),
  SUP: () => markOf("vert", { val: "superscript" }),
  SUB: () => markOf("vert", { val: "subscript" }),
};

/** `rgb(1,2,3)`, `#abc` and `#aabbcc` as `RRGGBB`; anything else is null. */
export function hexColor(value: string): string | null {
  const rgb = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:\s*[,/]\s*([\d.]+))?/.exec(value);
  if (rgb) {
    if (rgb[4] !== undefined && Number(rgb[4]) < 0.1) return null;
    const parts = [rgb[1], rgb[2], rgb[3]].map((part) =>
      Math.min(Number(part), 255).toString(16).padStart(2, "0"),
    );
    return parts.join("").toUpperCase();
  }
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})\b/i.exec(value)?.[1];
  if (hex)
    return (hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex).toUpperCase();
  const named: Record<string, string> = {
    black: "000000",
    red: "FF0000",
    blue: "0000FF",
    green: "008000",
    gray: "808080",
    grey: "808080",
    purple: "800080",
    orange: "FFA500",
  };
  return named[value] ?? null;
}

/** A CSS font size in half-points, between 4 and 400 points; otherwise null. */
export function halfPoints(value: string): number | null {
  const found = /^([\d.]+)(pt|px)$/.exec(value);
  if (!found) return null;
  const size = Number(found[1]) * (found[2] === "px" ? 0.75 : 1);
  const half = Math.round(size * 2);
  return half >= 8 && half <= 800 ? half : null;
}

type Reader = (value: string) => Mark | null;

const readers: Record<string, Reader> = {
  "font-weight": (value) => {
    if (value === "bold" || value === "bolder" || Number(value) >= 600)
      return markOf("bold", { on: true });
    return null;
  },
  "font-style": (value) =>
    value === "italic" || value === "oblique" ? markOf("italic", { on: true }) : null,
  "vertical-align": (value) => {
    if (value === "super") return markOf("vert", { val: "superscript" });
    return value === "sub" ? markOf("vert", { val: "subscript" }) : null;
  },
  "font-size": (value) => {
    const size = halfPoints(value);
    return size ? markOf("size", { val: size }) : null;
  },
  color: (value) => {
    const color = hexColor(value);
    return color && color !== "000000" ? markOf("color", { val: color, theme: null }) : null;
  },
  background: (value) => fill(value),
  "background-color": (value) => fill(value),
  "font-family": (value) => family(value),
};

function fill(value: string): Mark | null {
  const color = hexColor(value);
  if (!color || color === "FFFFFF") return null;
  const name = Object.keys(highlights).find((key) => highlights[key] === `#${color.toLowerCase()}`);
  return name ? markOf("highlight", { val: name }) : markOf("shading", { fill: color, rest: null });
}

function family(value: string): Mark | null {
  const name =
    value
      .split(",")[0]
      ?.trim()
      .replace(/^["']|["']$/g, "") ?? "";
  if (
    name === "" ||
    name.length > 60 ||
    /^(inherit|initial|serif|sans-serif|monospace|system-ui|-apple-system|var\()/.test(name)
  )
    return null;
  const slot = /[\u2e80-\u9fff]/.test(name) ? { eastAsia: name } : { ascii: name, hAnsi: name };
  return markOf("font", slot);
}

function declarations(element: Element): [string, string][] {
  return (element.getAttribute("style") ?? "")
    .split(";")
    .map((part) => part.split(/:(.*)/s))
    .filter((part) => part.length > 1)
    .map(([name, value]) => [
      (name ?? "").trim().toLowerCase(),
      (value ?? "").trim().replace(/\s*!important$/, ""),
    ]);
}

function lineMarks(value: string): Mark[] {
  const marks: Mark[] = [];
  if (/underline/.test(value)) marks.push(markOf("underline", { val: "single", color: null }));
  if (/line-through/.test(value)) marks.push(markOf("strike", { on: true }));
  return marks;
}

function tagMarks(element: Element): Mark[] {
  if (element.tagName === "A") {
    const href = linkTarget(element.getAttribute("href"));
    return href ? [markOf("link", { href })] : [];
  }
  // Google Docs wraps all it copies in `<b style="font-weight:normal">`.
  const plain = /font-weight:\s*(normal|400)/.test(element.getAttribute("style") ?? "");
  if (plain && /^(B|STRONG)$/.test(element.tagName)) return [];
  const tag = tags[element.tagName];
  return tag ? [tag()] : [];
}

function declaredMarks(name: string, value: string, link: boolean): Mark[] {
  if (name === "text-decoration" || name === "text-decoration-line")
    return link ? [] : lineMarks(value);
  const mark = readers[name]?.(name === "font-family" ? value : value.toLowerCase());
  return mark ? [mark] : [];
}

/** The marks inside an inline element: those around it, its tag's, its CSS's. */
export function marksFrom(element: Element, around: readonly Mark[]): readonly Mark[] {
  const link = element.tagName === "A";
  const declared = declarations(element).flatMap(([name, value]) =>
    declaredMarks(name, value, link),
  );
  return [...tagMarks(element), ...declared].reduce((marks, mark) => mark.addToSet(marks), around);
}
