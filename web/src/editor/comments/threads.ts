/** Threads of comments in a document's `comments` part, whatever kind of document it is. */
import type * as Y from "yjs";

/** Somebody a comment speaks to. */
export interface Mention {
  id: string;
  name: string;
}

export interface Comment {
  token: string;
  /** A name. */
  author: string;
  /** A member's id; empty for guests and for what came with a file. */
  by: string;
  /** RFC 3339, or empty when it is not known. */
  at: string;
  /** When it was last edited. */
  edited: string;
  text: string;
  mentions: Mention[];
}

export interface Thread extends Comment {
  /** The entry of the first comment: the kind's own members say what it is about. */
  entry: Record<string, unknown>;
  answers: Comment[];
  done: boolean;
  /** Who settled it, and when; empty when it is not known. */
  doneBy: string;
  doneAt: string;
}

/** Who writes here. */
export interface Author {
  /** A member's id; empty for a guest. */
  id: string;
  name: string;
}

/** The longest comment that a file keeps, in UTF-16 units. */
export const LONGEST = 32_767;
const MOST_MENTIONS = 100;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** A time that people can read; empty for anything else. A file's times are UTC without saying so. */
function time(value: unknown): string {
  const said = text(value);
  const whole = /T[0-9:.]+$/.test(said) ? `${said}Z` : said;
  return Number.isNaN(new Date(whole).getTime()) ? "" : whole;
}

function mentions(value: unknown): Mention[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MOST_MENTIONS).flatMap((one) => {
    const [id, name] = Array.isArray(one) ? one : [];
    return typeof id === "string" && typeof name === "string" && name !== "" ? [{ id, name }] : [];
  });
}

function commentOf(token: string, entry: Record<string, unknown>): Comment {
  return {
    token,
    author: text(entry.author).slice(0, 255),
    by: text(entry.by),
    at: time(entry.at),
    edited: time(entry.edited),
    text: text(entry.text).slice(0, LONGEST),
    mentions: mentions(entry.mentions),
  };
}

const earlier = (a: Comment, b: Comment): number =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : a.token < b.token ? -1 : 1;

/** The threads in the two maps of the part, the earliest first. What makes no sense is left out. */
export function readThreads(
  comments: Iterable<[string, unknown]>,
  resolved: (token: string) => unknown,
): Thread[] {
  const entries = new Map<string, Record<string, unknown>>();
  const below = new Map<string, string[]>();
  for (const [token, entry] of comments) {
    if (!isRecord(entry) || typeof entry.text !== "string") continue;
    entries.set(token, entry);
    if (typeof entry.parent !== "string") continue;
    const known = below.get(entry.parent);
    if (known) known.push(token);
    else below.set(entry.parent, [token]);
  }
  const threads: Thread[] = [];
  for (const [token, entry] of entries)
    if (entry.parent === undefined || entry.parent === null)
      threads.push(threadOf(token, entry, answersOf(token, entries, below), resolved(token)));
  return threads.sort(earlier);
}

/** The answers of a thread, those to answers too. */
function answersOf(
  first: string,
  entries: Map<string, Record<string, unknown>>,
  below: Map<string, string[]>,
): Comment[] {
  const found: Comment[] = [];
  const known = new Set([first]);
  const open = [first];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const token of below.get(at) ?? []) {
      const entry = entries.get(token);
      if (!entry || known.has(token)) continue;
      known.add(token);
      open.push(token);
      found.push(commentOf(token, entry));
    }
  return found.sort(earlier);
}

function threadOf(
  token: string,
  entry: Record<string, unknown>,
  answers: Comment[],
  mark: unknown,
): Thread {
  const said = isRecord(mark) && typeof mark.done === "boolean" ? mark : null;
  return {
    ...commentOf(token, entry),
    entry,
    answers,
    done: (said ?? entry).done === true,
    doneBy: text(said?.author),
    doneAt: time(said?.at),
  };
}

const COMMENTS = "comments";
const RESOLVED = "resolved";

/** The comments of one document, read as threads and written by one person. */
export class Comments {
  readonly #comments: Y.Map<unknown>;
  readonly #resolved: Y.Map<unknown>;
  #threads: Thread[] | null = null;
  #counter = 0;
  /** What this page wrote: a guest's own comments. */
  readonly #minted = new Set<string>();
  readonly #listeners = new Set<() => void>();

  constructor(
    readonly doc: Y.Doc,
    readonly author: Author,
  ) {
    this.#comments = doc.getMap(COMMENTS);
    this.#resolved = doc.getMap(RESOLVED);
    this.#comments.observe(this.#changed);
    this.#resolved.observe(this.#changed);
  }

  destroy(): void {
    this.#comments.unobserve(this.#changed);
    this.#resolved.unobserve(this.#changed);
    this.#listeners.clear();
  }

  /** The same list until something changes. */
  get threads(): Thread[] {
    this.#threads ??= readThreads(this.#comments.entries(), (token) => this.#resolved.get(token));
    return this.#threads;
  }

  getThreads = (): Thread[] => this.threads;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether this person may change the words of a comment. */
  isOwn({ token, by }: Comment): boolean {
    return by === "" ? this.#minted.has(token) : by === this.author.id;
  }

  /** Begin a thread; `place` is what the kind says of where it is. Returns its token. */
  begin(place: Record<string, unknown>, words: string, spoken: Mention[]): string {
    return this.#write({ ...place }, words, spoken);
  }

  answer(thread: Thread, words: string, spoken: Mention[]): string {
    const {
      text: _text,
      mentions: _mentions,
      done: _done,
      edited: _edited,
      by: _by,
      ...place
    } = thread.entry;
    return this.#write({ ...place, parent: thread.token }, words, spoken);
  }

  #write(place: Record<string, unknown>, words: string, spoken: Mention[]): string {
    const token = `${this.doc.clientID.toString(36)}-${(this.#counter++).toString(36)}`;
    if (this.#comments.has(token)) return this.#write(place, words, spoken);
    const entry: Record<string, unknown> = {
      ...place,
      t: this.#time(),
      author: this.author.name,
      at: new Date().toISOString(),
      text: words.slice(0, LONGEST),
    };
    if (this.author.id !== "") entry.by = this.author.id;
    this.#minted.add(token);
    this.#comments.set(token, withMentions(entry, spoken));
    return token;
  }

  /** Change the words of a comment; nothing happens when it is gone. */
  edit(token: string, words: string, spoken: Mention[]): void {
    const entry = this.#comments.get(token);
    if (!isRecord(entry) || words === entry.text) return;
    const edited = new Date().toISOString();
    const next = { ...entry, text: words.slice(0, LONGEST), edited };
    this.#comments.set(token, withMentions(next, spoken));
  }

  /** Delete a comment, a thread with all its answers. Returns what brings it back. */
  remove(comment: Comment | Thread): () => void {
    const tokens = [
      comment.token,
      ...("answers" in comment ? comment.answers.map(({ token }) => token) : []),
    ];
    const entries = tokens.map((token) => [token, this.#comments.get(token)] as const);
    const mark = this.#resolved.get(comment.token);
    this.doc.transact(() => {
      for (const token of tokens) this.#comments.delete(token);
      this.#resolved.delete(comment.token);
    });
    return () =>
      this.doc.transact(() => {
        for (const [token, entry] of entries)
          if (entry !== undefined && !this.#comments.has(token)) this.#comments.set(token, entry);
        if (mark !== undefined) this.#resolved.set(comment.token, mark);
      });
  }

  /** Settle a thread, or open it again. */
  resolve({ token }: Thread, done: boolean): void {
    const { id, name } = this.author;
    const mark: Record<string, unknown> = { t: this.#time(), done, author: name };
    if (id !== "") mark.by = id;
    this.#resolved.set(token, { ...mark, at: new Date().toISOString() });
  }

  /** A Lamport number above those of all entries. */
  #time(): number {
    let greatest = 0;
    for (const map of [this.#comments, this.#resolved])
      for (const entry of map.values())
        if (isRecord(entry) && Number.isSafeInteger(entry.t))
          greatest = Math.max(greatest, entry.t as number);
    return greatest + 1;
  }

  #changed = (): void => {
    this.#threads = null;
    for (const listener of this.#listeners) listener();
  };
}

function withMentions(entry: Record<string, unknown>, spoken: Mention[]): Record<string, unknown> {
  const { mentions: _before, ...rest } = entry;
  const said = spoken.filter(({ name }) => String(entry.text).includes(`@${name}`));
  return said.length > 0 ? { ...rest, mentions: said.map(({ id, name }) => [id, name]) } : rest;
}

/** Which of the threads one wants to see. */
export type Wanted = "open" | "resolved" | "mine";

/** Whether a thread speaks to somebody. */
export function speaksTo(thread: Thread, id: string): boolean {
  return [thread, ...thread.answers].some(({ mentions: said }) =>
    said.some((mention) => mention.id === id),
  );
}

export function wantedThreads(threads: readonly Thread[], wanted: Wanted, id: string): Thread[] {
  if (wanted === "mine") return threads.filter((thread) => id !== "" && speaksTo(thread, id));
  return threads.filter(({ done }) => done === (wanted === "resolved"));
}

/** A comment's words in pieces: what stands for somebody is marked. */
export function pieces({
  text: words,
  mentions: said,
}: Comment): { text: string; who?: Mention }[] {
  const found: { text: string; who?: Mention }[] = [];
  const names = [...said].sort((a, b) => b.name.length - a.name.length);
  let from = 0;
  for (let at = words.indexOf("@"); at >= 0; at = words.indexOf("@", at + 1)) {
    if (at < from) continue;
    const who = names.find(({ name }) => words.startsWith(name, at + 1));
    if (!who) continue;
    if (at > from) found.push({ text: words.slice(from, at) });
    found.push({ text: `@${who.name}`, who });
    from = at + 1 + who.name.length;
  }
  if (from < words.length) found.push({ text: words.slice(from) });
  return found;
}
