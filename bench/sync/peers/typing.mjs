/**
 * A text of 260,000 single-character edits, the same in every run: `text.bin`, the text as one
 * update, and `text.log`, each edit's update with its length (32 bits, little endian) in front.
 *
 * Shaped like the trace of automerge-perf: 70 % insertions, runs of typing, runs of backspace, and
 * a caret that mostly moves a little and sometimes anywhere.
 */

import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as Y from "yjs";
import { random } from "./random.mjs";

const EDITS = 260_000;
const ALPHABET = "etaoin shrdlu cmfwyp vbgkjqxz, etaoin shr\n";
const next = random(20210419);

/** A whole number from 0 up to but not including `limit`. */
const below = (limit) => Math.floor(next() * limit);

/** The length of a run: geometric, with this mean. */
const run = (mean) => 1 + Math.floor(Math.log(1 - next()) / Math.log(1 - 1 / mean));

/** Where the caret goes between two runs. */
function move(caret, length) {
  const choice = next();
  if (choice < 0.68) return caret;
  if (choice < 0.92) return Math.max(0, Math.min(length, caret + below(160) - 80));
  return below(length + 1);
}

function write(text, count) {
  let caret = 0;
  for (let done = 0; done < count; ) {
    caret = move(caret, text.length);
    const erasing = next() < 0.485 && caret > 0;
    let left = Math.min(run(erasing ? 9 : 20), count - done);
    for (; left > 0 && (!erasing || caret > 0); left--, done++) {
      if (erasing) text.delete(--caret, 1);
      else text.insert(caret++, ALPHABET[below(ALPHABET.length)]);
    }
  }
}

const folder = process.argv[2];
const doc = new Y.Doc();
doc.clientID = 42;
const log = createWriteStream(join(folder, "text.log"));
doc.on("update", (update) => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(update.length);
  log.write(length);
  log.write(update);
});
write(doc.getText("t"), EDITS);
log.end();
writeFileSync(join(folder, "text.bin"), Y.encodeStateAsUpdate(doc));
