/** CSS variables made from the tokens: `--tw-ink`, `--tw-kind-sheet`, `--tw-space-md` … */
import type { CSSVariablesResolver } from "@mantine/core";
import { dark, light, motion, type Palette, radius, rowHeight, space } from "./tokens";

const kinds = new Set<keyof Palette>([
  "text",
  "sheet",
  "slides",
  "pdf",
  "folder",
  "media",
  "other",
]);

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export function paletteVariables(palette: Palette): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const key of Object.keys(palette) as (keyof Palette)[]) {
    const name = kinds.has(key) ? `--tw-kind-${key}` : `--tw-${kebab(key)}`;
    variables[name] = palette[key];
  }
  return {
    ...variables,
    "--mantine-color-body": palette.paper,
    "--mantine-color-text": palette.ink,
    "--mantine-color-dimmed": palette.muted,
    "--mantine-color-placeholder": palette.muted,
    "--mantine-color-anchor": palette.accentInk,
    "--mantine-color-error": palette.danger,
    "--mantine-color-default": palette.surface,
    "--mantine-color-default-hover": palette.hover,
    "--mantine-color-default-color": palette.ink,
    "--mantine-color-default-border": palette.line,
  };
}

function constants(): Record<string, string> {
  const variables: Record<string, string> = {
    "--tw-radius-control": `${radius.control}px`,
    "--tw-radius-panel": `${radius.panel}px`,
    "--tw-row": `${rowHeight}px`,
    "--tw-fast": motion.fast,
    "--tw-normal": motion.normal,
    "--tw-easing": motion.easing,
  };
  for (const [name, pixels] of Object.entries(space))
    variables[`--tw-space-${name}`] = `${pixels}px`;
  return variables;
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: constants(),
  light: paletteVariables(light),
  dark: paletteVariables(dark),
});
