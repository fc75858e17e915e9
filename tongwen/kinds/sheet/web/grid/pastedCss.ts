/** The CSS that other programs write on the clipboard: their style sheets, colours and fonts. */
import type { Style } from "../model";

export type Declarations = Map<string, string>;
/** By `.class` and element name. */
export type Rules = Map<string, Declarations>;

export function parseDeclarations(text: string): Declarations {
  const found: Declarations = new Map();
  for (const part of text.split(/;(?=(?:[^"']|"[^"]*"|'[^']*')*$)/)) {
    const colon = part.indexOf(":");
    if (colon > 0)
      found.set(part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 1).trim());
  }
  return found;
}

/** The rules of `.name` and of element names in the style sheets that Excel and WPS write. */
export function classRules(page: Document): Rules {
  const rules: Rules = new Map();
  for (const sheet of page.querySelectorAll("style")) {
    const text = (sheet.textContent ?? "").replace(/<!--|-->|\/\*[\s\S]*?\*\//g, "");
    for (const [, names = "", body = ""] of text.matchAll(/([^{}]+)\{([^{}]*)\}/g))
      for (const name of names.split(","))
        rules.set(name.trim().toLowerCase(), parseDeclarations(body));
  }
  return rules;
}

export function declarationsOf(element: Element, rules: Rules): Declarations {
  const found: Declarations = new Map();
  const names = [
    element.tagName.toLowerCase(),
    ...[...element.classList].map((name) => `.${name.toLowerCase()}`),
  ];
  for (const name of names) for (const [key, value] of rules.get(name) ?? []) found.set(key, value);
  for (const [key, value] of parseDeclarations(element.getAttribute("style") ?? ""))
    found.set(key, value);
  const background = element.getAttribute("bgcolor");
  if (background && !found.has("background")) found.set("background", background);
  const align = element.getAttribute("align");
  if (align && !found.has("text-align")) found.set("text-align", align);
  return found;
}

const NAMED: Record<string, string> = {
  black: "000000",
  white: "FFFFFF",
  red: "FF0000",
  green: "008000",
  blue: "0000FF",
  yellow: "FFFF00",
  gray: "808080",
  silver: "C0C0C0",
};

/** `RRGGBB` of a CSS colour as spreadsheets write it, or null. */
export function colorOf(css: string | undefined): string | null {
  if (!css) return null;
  const hex = /#([0-9a-f]{6}|[0-9a-f]{3})\b/i.exec(css)?.[1];
  if (hex?.length === 6) return hex.toUpperCase();
  if (hex)
    return [...hex]
      .map((digit) => digit + digit)
      .join("")
      .toUpperCase();
  const rgb = /rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/i.exec(css);
  if (rgb)
    return rgb
      .slice(1, 4)
      .map((part) => Math.min(255, Number(part)).toString(16).padStart(2, "0"))
      .join("")
      .toUpperCase();
  return NAMED[css.trim().split(/\s+/)[0]?.toLowerCase() ?? ""] ?? null;
}

function pointsOf(size: string | undefined): number | undefined {
  const found = /^([\d.]+)(pt|px)$/i.exec(size ?? "");
  if (!found) return undefined;
  const points = Number(found[1]) * (found[2]?.toLowerCase() === "px" ? 0.75 : 1);
  return points >= 1 && points <= 409 ? Math.round(points * 2) / 2 : undefined;
}

/** Members of a font that declarations say; `false` where they take one away. */
export function fontIn(css: Declarations): Style {
  const style: Style = {};
  const font = css
    .get("font-family")
    ?.split(",")[0]
    ?.trim()
    .replace(/^["']|["']$/g, "");
  const named = font && !/^(inherit|sans-serif|serif|monospace)$/i.test(font);
  if (named && font.length < 64) style.font = font;
  const size = pointsOf(css.get("font-size"));
  if (size !== undefined) style.size = size;
  const color = colorOf(css.get("color"));
  if (color && color !== "000000") style.color = color;
  return { ...style, ...switchesIn(css) };
}

function switchesIn(css: Declarations): Style {
  const style: Style = {};
  const weight = css.get("font-weight");
  if (weight) style.bold = /bold/i.test(weight) || Number(weight) >= 600;
  const slant = css.get("font-style");
  if (slant) style.italic = /italic|oblique/i.test(slant);
  const line = `${css.get("text-decoration") ?? ""} ${css.get("text-decoration-line") ?? ""}`;
  if (/underline/.test(line)) style.underline = /double/.test(line) ? "double" : "single";
  if (/line-through/.test(line)) style.strike = true;
  const raised = css.get("vertical-align");
  if (raised === "super") style.script = "superscript";
  if (raised === "sub") style.script = "subscript";
  return style;
}
