/** A worksheet's part, copied into a new document. */
import type * as Y from "yjs";
import { isRecord } from "./styles";

const MAPS = ["base", "cells", "puts", "paints", "objects", "view"];

/** Copy all entries. Nothing of the copy is in the file yet, so objects lose where they came from; tables get free names. */
export function copyPart(
  from: Y.Doc,
  to: Y.Doc,
  origin: object,
  tableName: (name: string) => string,
): void {
  to.transact(() => {
    for (const name of MAPS) {
      const map = to.getMap<unknown>(name);
      for (const [key, value] of from.getMap<unknown>(name).entries())
        map.set(key, name === "objects" ? copiedObject(value, tableName) : value);
    }
  }, origin);
}

function copiedObject(value: unknown, tableName: (name: string) => string): unknown {
  if (!isRecord(value)) return value;
  const { src: _src, ...rest } = value;
  if (rest.type !== "table" || typeof rest.name !== "string") return rest;
  const name = tableName(rest.name);
  return { ...rest, name, display: name };
}
