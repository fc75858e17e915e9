/** Uploads that a reload or a closed window interrupted: the same files, chosen again, go on where they stopped. */

const prefix = "tus::tongwen/";
const kept = 24 * 60 * 60 * 1000; // milliseconds; the server keeps what it has about as long

/** The names of interrupted uploads; what is too old to go on is forgotten. */
export function interruptedUploads(storage: Storage, now: number = Date.now()): string[] {
  const names: string[] = [];
  for (const key of Object.keys(storage).filter((name) => name.startsWith(prefix))) {
    const upload = parse(storage.getItem(key));
    if (upload === null || now - upload.at > kept) storage.removeItem(key);
    else names.push(upload.name);
  }
  return names;
}

function parse(text: string | null): { name: string; at: number } | null {
  let found: unknown;
  try {
    found = JSON.parse(text ?? "null");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (found === null || typeof found !== "object") return null;
  const { metadata, creationTime } = found as { metadata?: unknown; creationTime?: unknown };
  const name = (metadata as { filename?: unknown } | undefined)?.filename;
  const at = typeof creationTime === "string" ? Date.parse(creationTime) : Number.NaN;
  return typeof name === "string" && !Number.isNaN(at) ? { name, at } : null;
}
