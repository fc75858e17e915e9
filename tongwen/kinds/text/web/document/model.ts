/** The shared maps of a document (`styles`, `numbering`, `settings`) as one object that editors read and write. */
import { ySyncPluginKey } from "y-prosemirror";
import type * as Y from "yjs";
import { StyleTable } from "../styles/resolve";
import type { ListDefinition, Section } from "./attributes";

/** What has changed: `look` means that the style sheet must be made anew. */
export type ModelChange = "look" | "lists" | "section";

/** A4 with Word's normal margins, for a document that does not say. */
export const defaultSection: Section = {
  w: 11906,
  h: 16838,
  top: 1440,
  bottom: 1440,
  start: 1800,
  end: 1800,
  header: 851,
  footer: 992,
};

/** The fonts of one half of a theme, by script (`Hans`, `Jpan` …) beside `latin`, `eastAsia` and `cs`. */
type ThemeFonts = Record<string, string>;

/** The scripts that an East Asian language is written in, as themes name them. */
function eastAsianScript(language: string): string {
  if (/^ja/i.test(language)) return "Jpan";
  if (/^ko/i.test(language)) return "Hang";
  return /^zh-(TW|HK|MO|Hant)/i.test(language) ? "Hant" : "Hans";
}

function themeFonts(
  half: "minor" | "major",
  fonts: ThemeFonts | undefined,
  language: string,
): Record<string, string> {
  if (!fonts || typeof fonts !== "object") return {};
  const eastAsia = fonts.eastAsia || fonts[eastAsianScript(language)];
  const named = { HAnsi: fonts.latin, Ascii: fonts.latin, EastAsia: eastAsia, Bidi: fonts.cs };
  const known = Object.entries(named).filter(
    ([, family]) => typeof family === "string" && family !== "",
  );
  return Object.fromEntries(known.map(([slot, family]) => [`${half}${slot}`, String(family)]));
}

/** A key beginning with `t`, as the kind's README asks of what an editor adds, with a tail of 48 random bits. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return `t${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export class DocumentModel {
  #styles: StyleTable | null = null;
  #listeners = new Set<(change: ModelChange) => void>();
  /** Rises with each change, for caches. */
  revision = 0;

  constructor(readonly doc: Y.Doc) {
    doc.getMap("styles").observe(this.#lookChanged);
    doc.getMap("numbering").observe(this.#listsChanged);
    doc.getMap("settings").observe(this.#settingsChanged);
  }

  get styles(): StyleTable {
    this.#styles ??= StyleTable.from(this.doc);
    return this.#styles;
  }

  list = (id: string): ListDefinition | undefined => {
    const list = this.doc.getMap<ListDefinition>("numbering").get(id);
    return list && Array.isArray(list.levels) ? list : undefined;
  };

  get lists(): [string, ListDefinition][] {
    return [...this.doc.getMap<ListDefinition>("numbering").entries()];
  }

  #setting<T>(name: string): T | undefined {
    return (this.doc.getMap("settings").get(name) ?? undefined) as T | undefined;
  }

  /** The last section; sections before it are on the paragraphs that end them. */
  get section(): Section {
    return { ...defaultSection, ...this.#setting<Section>("section") };
  }

  /** The theme's fonts by the names that runs refer to them by: `minorHAnsi`, `majorEastAsia` … */
  get fonts(): Record<string, string> {
    const theme = this.#setting<Record<string, ThemeFonts>>("fonts") ?? {};
    const language = String(this.styles.defaults.r.lang?.eastAsia ?? "zh-CN");
    return {
      ...themeFonts("minor", theme.minor, language),
      ...themeFonts("major", theme.major, language),
    };
  }

  get themeColors(): Record<string, string> {
    return this.#setting<Record<string, string>>("colors") ?? {};
  }

  /** Distance of the default tab stops, twips. */
  get tabStop(): number {
    return this.#setting<number>("tabStop") || 720;
  }

  get evenAndOddHeaders(): boolean {
    return this.#setting<boolean>("evenAndOddHeaders") === true;
  }

  setSection(section: Section): void {
    // As if the editor had done it, so that it can be undone.
    this.doc.transact(() => this.doc.getMap("settings").set("section", section), ySyncPluginKey);
  }

  /** Add a list and return its id. */
  addList(list: ListDefinition): string {
    const id = freshKey();
    this.doc.getMap("numbering").set(id, list);
    return id;
  }

  subscribe(listener: (change: ModelChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  destroy(): void {
    this.#listeners.clear();
    this.doc.getMap("styles").unobserve(this.#lookChanged);
    this.doc.getMap("numbering").unobserve(this.#listsChanged);
    this.doc.getMap("settings").unobserve(this.#settingsChanged);
  }

  #emit(change: ModelChange): void {
    this.revision += 1;
    for (const listener of this.#listeners) listener(change);
  }

  #lookChanged = (): void => {
    this.#styles = null;
    this.#emit("look");
  };

  #listsChanged = (): void => this.#emit("lists");

  #settingsChanged = (event: Y.YMapEvent<unknown>): void => {
    if (event.keysChanged.has("section") || event.keysChanged.has("evenAndOddHeaders"))
      this.#emit("section");
    if (["defaults", "fonts", "colors", "tabStop"].some((key) => event.keysChanged.has(key))) {
      this.#styles = null;
      this.#emit("look");
    }
  };
}
