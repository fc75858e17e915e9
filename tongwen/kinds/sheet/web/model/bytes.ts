/** Values that are written as compressed JSON. */
import { strFromU8, strToU8, Unzlib, unzlibSync, zlibSync } from "fflate";

/** What unpacks to more than this is not read: nobody writes it, and it would stop the page. */
const LARGEST = 64 * 1024 * 1024;
const SLICE = 64 * 1024;

export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

/** Unpack in slices, so that a bomb is noticed before it has gone off. */
function unpackLarge(bytes: Uint8Array): Uint8Array | null {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const stream = new Unzlib((chunk) => {
    total += chunk.length;
    chunks.push(chunk);
  });
  for (let at = 0; at < bytes.length; at += SLICE) {
    stream.push(bytes.subarray(at, at + SLICE), at + SLICE >= bytes.length);
    if (total > LARGEST) return null;
  }
  const all = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** The JSON value in compressed bytes; undefined when they are damaged. */
export function unpack(bytes: unknown): unknown {
  if (!isBytes(bytes)) return undefined;
  try {
    const raw = bytes.length > SLICE ? unpackLarge(bytes) : unzlibSync(bytes);
    return raw ? JSON.parse(strFromU8(raw)) : undefined;
  } catch {
    // damaged bytes and broken JSON are input like any other: the entry counts as malformed
    return undefined;
  }
}

export function pack(value: unknown): Uint8Array {
  return zlibSync(strToU8(JSON.stringify(value)), { level: 1 });
}
