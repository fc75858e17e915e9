/** A workbook as it was: documents that nobody else holds, built from the parts of a version. */
import * as Y from "yjs";
import { Book } from "../model";
import { DamagedVersion, unpackParts } from "./packed";

function docOf(update: Uint8Array | undefined): Y.Doc {
  const doc = new Y.Doc();
  if (!update) return doc;
  try {
    Y.applyUpdate(doc, update);
  } catch {
    // Yjs throws whatever its decoder meets
    throw new DamagedVersion("a part is no update");
  }
  return doc;
}

/** All worksheets are loaded; one without a part is empty. Throws DamagedVersion. */
export function pastBook(packed: Uint8Array): Book {
  const parts = unpackParts(packed);
  const book = new Book(docOf(parts.get("book")));
  const sheets = book.sheets();
  if (sheets.length === 0) throw new DamagedVersion("it has no worksheets");
  for (const { sid } of sheets) book.attach(sid, docOf(parts.get(`sheet:${sid}`)));
  return book;
}
