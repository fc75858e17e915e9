/** The parts of a version as the server packs them: the length of a head, the head as JSON, the updates. */

/** What the server sent is no version of a workbook. */
export class DamagedVersion extends Error {
  override readonly name = "DamagedVersion";
}

const LENGTH = 4;

function headOf(bytes: Uint8Array, stop: number): [part: string, length: number][] {
  let head: unknown;
  try {
    head = JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH, stop)));
  } catch {
    throw new DamagedVersion("the head is not JSON");
  }
  if (typeof head !== "object" || head === null) throw new DamagedVersion("the head is no object");
  return Object.entries(head).map(([part, lengths]) => {
    const [length, ...more] = Array.isArray(lengths) ? (lengths as unknown[]) : [];
    if (!Number.isSafeInteger(length) || (length as number) < 0 || more.length > 0)
      throw new DamagedVersion(`part ${part} has no length`);
    return [part, length as number];
  });
}

/** One update for each part. Throws DamagedVersion when the bytes are something else. */
export function unpackParts(bytes: Uint8Array): Map<string, Uint8Array> {
  if (bytes.length < LENGTH) throw new DamagedVersion("it ends too early");
  let at = LENGTH + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const parts = new Map<string, Uint8Array>();
  for (const [part, length] of headOf(bytes, at)) {
    parts.set(part, bytes.subarray(at, at + length));
    at += length;
  }
  if (at !== bytes.length) throw new DamagedVersion("its length is wrong");
  return parts;
}
