/** Writes `.br` and `.gz` beside every text file of the build, so that the server need not compress. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const dist = new URL("../dist/", import.meta.url).pathname;
const compressible = new Set([".js", ".css", ".html", ".svg", ".json", ".webmanifest"]);
const smallest = 512; // below this the headers outweigh the gain

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

async function compress(path) {
  const bytes = await readFile(path);
  if (bytes.length < smallest) return 0;
  const [br, gz] = await Promise.all([
    brotli(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 10,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
    deflate(bytes, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
  return 1;
}

const entries = await readdir(dist, { recursive: true, withFileTypes: true });
let count = 0;
for (const entry of entries) {
  if (entry.isFile() && compressible.has(extname(entry.name))) {
    count += await compress(join(entry.parentPath, entry.name));
  }
}
console.log(`compressed ${count} files`);
