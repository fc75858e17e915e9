/** What cells look like: the styles of a book, and what patches make of them. */
import { isStyleId, type StyleId } from "./blocks";
import { unpack } from "./bytes";
import { normalJson } from "./content";
import { sha256 } from "./sha256";

export type { StyleId } from "./blocks";

export type Color = string | { theme: number; tint?: number } | { indexed: number };
export interface Border {
  style: string;
  color?: Color;
  up?: boolean;
  down?: boolean;
}
/** A member that is absent is the workbook's default. Units and words are the README's. */
export interface Style {
  numberFormat?: string;
  font?: string;
  size?: number;
  bold?: boolean;
  italic?: boolean;
  underline?: string;
  strike?: boolean;
  script?: string;
  color?: Color;
  fill?: Color;
  pattern?: Record<string, unknown>;
  borderStart?: Border;
  borderEnd?: Border;
  borderTop?: Border;
  borderBottom?: Border;
  borderDiagonal?: Border;
  align?: string;
  valign?: string;
  wrap?: boolean;
  rotate?: number;
  indent?: number;
  shrink?: boolean;
  readingOrder?: number;
  locked?: boolean;
  hiddenFormula?: boolean;
  quotePrefix?: boolean;
  cellStyle?: string;
  [other: string]: unknown;
}
/** Members to set; null removes one; "*" replaces everything by a style id first. */
export type StylePatch = { [member in keyof Style]?: Style[member] | null } & { "*"?: StyleId };

const DEFAULT: Style = Object.freeze({});
/** Resolved combinations that are kept; a book has a few hundred. */
const KEPT = 20_000;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface StyleMap {
  get(key: string): unknown;
}

/** The styles of a book: the map `styles` of its part. */
export class Styles {
  private base: Style[] | null = null;
  private interned = new Map<string, Style>();
  private resolved = new Map<string, Style>();
  /** Changes when styles that were known may be others. */
  version = 0;

  constructor(
    private readonly map: StyleMap,
    private readonly write: (key: string, style: Style) => void,
  ) {}

  /** Read one key of the map again. */
  note(key: string): void {
    if (key === "base") this.base = null;
    this.resolved.clear();
    this.version++;
  }

  private list(): Style[] {
    if (!this.base) {
      const list = unpack(this.map.get("base"));
      this.base = Array.isArray(list)
        ? list.map((style) => this.intern(isRecord(style) ? style : {}))
        : [];
    }
    return this.base;
  }

  private intern(style: Record<string, unknown>): Style {
    const name = normalJson(style);
    const known = this.interned.get(name);
    if (known) return known;
    const kept = name === "{}" ? DEFAULT : Object.freeze(style);
    if (this.interned.size < KEPT) this.interned.set(name, kept);
    return kept;
  }

  /** A style by its id; the default style when there is none. The same object for the same style. */
  get(id: StyleId | null): Style {
    if (id === null) return this.list()[0] ?? DEFAULT;
    if (typeof id === "number") return this.list()[id] ?? DEFAULT;
    const style = this.map.get(id);
    return id !== "base" && isRecord(style) ? this.intern(style) : DEFAULT;
  }

  /** The id of a style, written to the book when it is new. */
  put(style: Style): StyleId {
    const at = this.list().indexOf(this.intern({ ...style }));
    if (at >= 0) return at;
    const id = styleName(style);
    if (this.map.get(id) === undefined) this.write(id, { ...style });
    return id;
  }

  /** A style with patches over it, one after the other; `name` says which they are. */
  patched(id: StyleId | null, name: string, patches: StylePatch[]): Style {
    if (patches.length === 0) return this.get(id);
    const key = `${id}|${name}`;
    const known = this.resolved.get(key);
    if (known) return known;
    const style = this.intern(
      patches.reduce<Style>((under, patch) => this.over(under, patch), this.get(id)),
    );
    if (this.resolved.size >= KEPT) this.resolved.clear();
    this.resolved.set(key, style);
    return style;
  }

  private over(under: Style, patch: StylePatch): Style {
    const all = patch["*"];
    const style: Record<string, unknown> = isStyleId(all) ? { ...this.get(all) } : { ...under };
    for (const [member, value] of Object.entries(patch)) {
      if (member === "*" || value === undefined) continue;
      if (value === null) delete style[member];
      else style[member] = value;
    }
    return style;
  }
}

/** The name of a style: 16 hex digits of its normal JSON. */
export function styleName(style: Style): string {
  return sha256(normalJson(style)).slice(0, 16);
}
