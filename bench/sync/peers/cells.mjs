/** A part of 200,000 cells, one entry of a Y.Map each, as one update of about 6 MB: `cells.bin`. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as Y from "yjs";
import { random } from "./random.mjs";

const ROWS = 4_000;
const COLUMNS = 50;
const next = random(200_000);

const doc = new Y.Doc();
doc.clientID = 42;
const cells = doc.getMap("cells");
doc.transact(() => {
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      cells.set(`${row}:${column}`, { v: Math.floor(next() * 1e6), t: "n" });
    }
  }
});
writeFileSync(join(process.argv[2], "cells.bin"), Y.encodeStateAsUpdate(doc));
