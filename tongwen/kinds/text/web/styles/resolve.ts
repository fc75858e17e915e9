/** What a style means: document defaults, then its chain of `basedOn`, then direct properties. */
import type * as Y from "yjs";
import type {
  ListReference,
  ParagraphAttributes,
  RunProperties,
  Style,
} from "../document/attributes";

export interface Defaults {
  p: ParagraphAttributes;
  r: RunProperties;
}

/** A style with everything it inherits; objects are merged member by member, as the standard does. */
export interface ResolvedStyle {
  p: ParagraphAttributes;
  r: RunProperties;
}

const MERGED = ["indent", "spacing", "borders"] as const;

/** Later properties over earlier ones. `indent`, `spacing` and `borders` merge by member. */
export function mergeParagraph(
  base: ParagraphAttributes,
  over: ParagraphAttributes | null | undefined,
): ParagraphAttributes {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over ?? {})) {
    if (value === null || value === undefined) continue;
    const before = merged[name];
    const together =
      (MERGED as readonly string[]).includes(name) && typeof before === "object" && before !== null;
    merged[name] = together ? mergeMembers(name, before as object, value as object) : value;
  }
  return merged as ParagraphAttributes;
}

/** `firstLine` and `hanging` exclude each other, and so do their character forms. */
function mergeMembers(name: string, before: object, over: object): object {
  const merged: Record<string, unknown> = { ...before, ...over };
  if (name !== "indent") return merged;
  const first = "firstLine" in over || "firstLineChars" in over;
  const hanging = "hanging" in over || "hangingChars" in over;
  if (first && !hanging) {
    delete merged.hanging;
    delete merged.hangingChars;
  }
  if (hanging && !first) {
    delete merged.firstLine;
    delete merged.firstLineChars;
  }
  return merged;
}

/** Run properties over run properties; `font` merges by member, so that a Latin font keeps the Chinese one. */
export function mergeRun(
  base: RunProperties,
  over: RunProperties | null | undefined,
): RunProperties {
  const merged: RunProperties = { ...base };
  for (const [mark, attrs] of Object.entries(over ?? {})) {
    if (!attrs) continue;
    merged[mark] = mark === "font" && merged.font ? mergeFont(merged.font, attrs) : attrs;
  }
  return merged;
}

function mergeFont(
  base: Record<string, unknown>,
  over: Record<string, unknown>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  const theme: Record<string, unknown> = { ...(base.theme as object | null) };
  for (const [slot, value] of Object.entries(over)) {
    if (value === null || value === undefined || slot === "theme") continue;
    merged[slot] = value;
    delete theme[`${slot}Theme`];
  }
  for (const [slot, value] of Object.entries((over.theme as object | null) ?? {}))
    theme[slot] = value;
  merged.theme = Object.keys(theme).length > 0 ? theme : null;
  return merged;
}

/** Where a style stands in the menu: as people know it from Word, however the file orders it. */
function menuRank(style: Style): number {
  if (style.default) return 0;
  const name = style.name?.toLowerCase() ?? "";
  if (/^heading \d$/.test(name)) return Number(name.at(-1));
  if (name === "title") return 10;
  return name === "subtitle" ? 11 : 12;
}

/** The styles of a document, resolved on demand and remembered until they change. */
export class StyleTable {
  readonly styles: ReadonlyMap<string, Style>;
  readonly defaults: Defaults;
  #resolved = new Map<string, ResolvedStyle>();

  constructor(styles: ReadonlyMap<string, Style>, defaults: Partial<Defaults> | null | undefined) {
    this.styles = styles;
    this.defaults = { p: defaults?.p ?? {}, r: defaults?.r ?? {} };
  }

  static from(doc: Y.Doc): StyleTable {
    const styles = new Map<string, Style>();
    doc.getMap<Style>("styles").forEach((style, id) => {
      if (typeof style === "object" && style !== null) styles.set(id, style);
    });
    return new StyleTable(
      styles,
      doc.getMap("settings").get("defaults") as Partial<Defaults> | undefined,
    );
  }

  /** The id of the default paragraph style, if the document has one. */
  get defaultParagraph(): string | null {
    for (const [id, style] of this.styles) {
      if (style.type === "paragraph" && style.default) return id;
    }
    return null;
  }

  /** A paragraph style with defaults and its chain. An unknown id is the default style; a loop ends where it closes. */
  paragraph(id: string | null | undefined): ResolvedStyle {
    const known = id && this.styles.get(id)?.type === "paragraph" ? id : this.defaultParagraph;
    return this.#resolve(known ?? "", { p: this.defaults.p, r: this.defaults.r });
  }

  /** A character or table style: its chain alone. */
  alone(id: string): ResolvedStyle {
    return this.#resolve(id, { p: {}, r: {} });
  }

  #resolve(id: string, base: ResolvedStyle): ResolvedStyle {
    const key = `${base.r === this.defaults.r ? "d" : "a"}:${id}`;
    const known = this.#resolved.get(key);
    if (known) return known;
    let resolved = base;
    for (const style of this.chain(id)) {
      resolved = { p: mergeParagraph(resolved.p, style.p), r: mergeRun(resolved.r, style.r) };
    }
    this.#resolved.set(key, resolved);
    return resolved;
  }

  /** A style's ancestors, oldest first, and itself. */
  chain(id: string): Style[] {
    const chain: Style[] = [];
    const seen = new Set<string>();
    let at: string | undefined = id;
    while (at && !seen.has(at)) {
      seen.add(at);
      const style: Style | undefined = this.styles.get(at);
      if (!style) break;
      chain.unshift(style);
      at = style.basedOn;
    }
    return chain;
  }

  /** What a paragraph is in the end: style, then its direct properties. */
  effective(attrs: ParagraphAttributes): ParagraphAttributes {
    return mergeParagraph(this.paragraph(attrs.style).p, { ...attrs, style: null });
  }

  /** The list a paragraph belongs to, also through its style; `id: "0"` takes it out of one. */
  list(attrs: ParagraphAttributes): ListReference | null {
    const own = attrs.num;
    const styled = this.paragraph(attrs.style).p.num;
    const reference = own ?? styled ?? null;
    if (!reference || reference.id === "0" || !reference.id) return null;
    return { id: reference.id, level: reference.level ?? styled?.level ?? 0 };
  }

  /** Outline level 0–8 of a heading, or null for body text. */
  outline(attrs: ParagraphAttributes): number | null {
    const level = attrs.outline ?? this.paragraph(attrs.style).p.outline;
    return typeof level === "number" && level >= 0 && level <= 8 ? level : null;
  }

  /** Styles for the menu: body text, headings, titles, then what the file calls quick, by priority and name. */
  offered(): { id: string; style: Style }[] {
    const list = [...this.styles].map(([id, style]) => ({ id, style }));
    return list
      .filter(({ style }) => style.type === "paragraph" && !style.hidden)
      .sort(
        (a, b) =>
          menuRank(a.style) - menuRank(b.style) ||
          Number(b.style.quick ?? false) - Number(a.style.quick ?? false) ||
          (a.style.priority ?? 99) - (b.style.priority ?? 99) ||
          (a.style.name ?? a.id).localeCompare(b.style.name ?? b.id),
      );
  }

  /** The id of the paragraph style with one of these built-in names (`heading 1`, `Title` …). */
  named(...names: string[]): string | null {
    const wanted = names.map((name) => name.toLowerCase());
    for (const [id, style] of this.styles) {
      if (style.type !== "paragraph") continue;
      if (wanted.includes((style.name ?? id).toLowerCase())) return id;
    }
    return null;
  }
}
