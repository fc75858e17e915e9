/** Fonts of the model as CSS declarations. */
import type { Style } from "../model";

export type CssColor = (color: Style["color"]) => string | null;

const sizes: Record<string, string> = { superscript: "super", subscript: "sub" };

/** Name and value of what a style says of its font. `plain`: what it does not say is told as well. */
export function fontDeclarations(
  style: Style,
  css: CssColor,
  plain = false,
): [name: string, value: string][] {
  const found: [string, string][] = [];
  const put = (name: string, value: string | null | undefined | false): void => {
    if (value) found.push([name, value]);
  };
  const { size } = style;
  const lines = [
    style.underline && style.underline !== "none" && "underline",
    style.strike && "line-through",
    style.underline?.startsWith("double") && "double",
  ];
  put("font-family", style.font && `'${style.font.replace(/['"\\;<>]/g, "")}'`);
  put("font-size", size !== undefined && `${size}pt`);
  put("font-weight", style.bold ? "bold" : plain && "normal");
  put("font-style", style.italic ? "italic" : plain && "normal");
  put("text-decoration", lines.filter(Boolean).join(" "));
  put("vertical-align", style.script && sizes[style.script]);
  put("color", css(style.color) ?? (plain && style.color === "auto" ? "#000000" : null));
  return found;
}

export function cssText(declarations: readonly (readonly [string, string])[]): string {
  return declarations.map(([name, value]) => `${name}:${value}`).join(";");
}
