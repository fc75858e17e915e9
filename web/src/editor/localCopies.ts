/** The copies of documents that this browser keeps, so that signing out can delete them. */
import { clearDocument } from "y-indexeddb";

const PREFIX = "tongwen:";
const LIST = "tongwen:local-copies";

/** The IndexedDB name of a part's copy: one for each person, so that two on one machine do not share. */
export function localCopyName(userId: string, nodeId: string, part: string): string {
  return `${PREFIX}${userId}:${nodeId}/${part}`;
}

function names(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(LIST) ?? "[]");
    return Array.isArray(list)
      ? list.filter((name): name is string => typeof name === "string")
      : [];
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DOMException) return [];
    throw error;
  }
}

export function rememberCopy(name: string): void {
  const list = names();
  if (!list.includes(name)) localStorage.setItem(LIST, JSON.stringify([...list, name]));
}

/** Delete every local copy. Called when a person signs out. */
export async function forgetCopies(): Promise<void> {
  const list = names();
  localStorage.removeItem(LIST);
  await Promise.all(
    list.filter((name) => name.startsWith(PREFIX)).map((name) => clearDocument(name)),
  );
}
