/** Names of files: their extensions, what is refused, and a free one for something new. */

/** Where the extension begins, or the length of the name when it has none. `.profile` has none. */
export function stemLength(name: string): number {
  const dot = name.lastIndexOf(".");
  return dot > 0 && dot < name.length - 1 && name.length - dot <= 12 ? dot : name.length;
}

export type NameFault = "empty" | "slash" | "control" | "long" | "dots";

const mostBytes = 255;

/** What is wrong with a name, by the server's rules; `null` when nothing is. */
export function nameFault(name: string): NameFault | null {
  const trimmed = name.trim();
  if (trimmed === "") return "empty";
  if (trimmed === "." || trimmed === "..") return "dots";
  if (trimmed.includes("/")) return "slash";
  if (/\p{Cc}/u.test(trimmed)) return "control";
  if (new TextEncoder().encode(trimmed.normalize("NFC")).length > mostBytes) return "long";
  return null;
}

/** `Untitled.docx`, else `Untitled 2.docx` and so on: the first that is not taken. */
export function freeName(wanted: string, taken: Iterable<string>): string {
  const used = new Set([...taken].map((name) => name.toLocaleLowerCase()));
  const stem = wanted.slice(0, stemLength(wanted));
  const extension = wanted.slice(stem.length);
  let candidate = wanted;
  for (let number = 2; used.has(candidate.toLocaleLowerCase()); number += 1) {
    candidate = `${stem} ${number}${extension}`;
  }
  return candidate;
}
