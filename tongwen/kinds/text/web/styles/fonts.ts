/** Font names of a document as CSS font stacks, with what stands in where a font is not installed. */
import { genericFamily, isEastAsian, quoted, standIns } from "@/editor/fonts";
import type { FontNames } from "../document/attributes";

/** Single line spacing as a multiple of the font size, from the fonts' own metrics. */
const singleSpacing: Record<string, number> = {
  Calibri: 1.2207,
  Cambria: 1.1724,
  "Times New Roman": 1.149,
  Arial: 1.149,
  "Courier New": 1.1328,
  Georgia: 1.1362,
  Verdana: 1.2153,
  Tahoma: 1.207,
  Aptos: 1.28,
  Consolas: 1.1709,
  "Segoe UI": 1.33,
  "Microsoft YaHei": 1.32,
  微软雅黑: 1.32,
};

/**
 * A CSS font-family value: the Latin font first, then the East Asian one for the characters it lacks.
 *
 * Theme references (`minorHAnsi`, `majorEastAsia` …) become the variables that `themeVariables` sets.
 */
export function fontStack(font: FontNames): string {
  const parts: string[] = [];
  const theme = font.theme ?? {};
  const latin = font.ascii ?? font.hAnsi;
  const latinTheme = theme.asciiTheme ?? theme.hAnsiTheme;
  if (latinTheme) parts.push(themeVariable(latinTheme));
  else if (latin) parts.push(...standIns(latin));
  else parts.push("var(--font-latin, inherit)");
  if (theme.eastAsiaTheme) parts.push(themeVariable(theme.eastAsiaTheme));
  else if (font.eastAsia) parts.push(...standIns(font.eastAsia));
  else parts.push("var(--font-east-asia)");
  if (font.cs) parts.push(quoted(font.cs));
  parts.push(genericFamily(latin ?? font.eastAsia));
  return parts
    .filter((part) => part !== "var(--font-latin, inherit)" || parts.length > 1)
    .join(", ");
}

function themeVariable(reference: string): string {
  return `var(--theme-${reference.replace(/[^A-Za-z]/g, "")}, "Calibri")`;
}

/** CSS variables of the theme's fonts: `settings.fonts` maps a theme reference to a family. */
export function themeVariables(
  fonts: Record<string, string> | null | undefined,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [reference, family] of Object.entries(fonts ?? {})) {
    if (typeof family !== "string" || family === "") continue;
    variables[`--theme-${reference.replace(/[^A-Za-z]/g, "")}`] = standIns(family).join(", ");
  }
  return variables;
}

/** Single line spacing of a font as a multiple of its size. */
export function singleLine(
  font: FontNames | undefined,
  themeFonts: Record<string, string>,
  eastAsian: boolean,
): number {
  if (eastAsian) {
    const name = font?.eastAsia ?? themeFonts[font?.theme?.eastAsiaTheme ?? ""] ?? "";
    return singleSpacing[name] ?? 1.3;
  }
  const name = font?.ascii ?? themeFonts[font?.theme?.asciiTheme ?? ""] ?? "";
  return singleSpacing[name] ?? (isEastAsian(name) ? 1.3 : 1.17);
}
