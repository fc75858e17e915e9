/**
 * Prints what the drive page loads: the entry with all it imports statically, and the language, gzipped.
 * Fails above the limit. `npm run build` comes first.
 */
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const limit = 250_000; // bytes, gzip -9
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(await readFile(new URL(".vite/manifest.json", dist), "utf8"));

function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const language = Object.keys(manifest).find((key) => key.endsWith("locales/zh-CN.po"));
const keys = closure("index.html");
if (language !== undefined) closure(language, keys);

let script = 0;
let style = 0;
const parts = [];
for (const key of keys) {
  const { file, css = [] } = manifest[key];
  const bytes = gzipSync(await readFile(new URL(file, dist)), { level: 9 }).length;
  parts.push([bytes, file]);
  script += bytes;
  for (const sheet of css) {
    style += gzipSync(await readFile(new URL(sheet, dist)), { level: 9 }).length;
  }
}
for (const [bytes, file] of parts.sort((a, b) => b[0] - a[0]).slice(0, 12)) {
  console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${file}`);
}
console.log(
  `shell JS  ${(script / 1000).toFixed(1)} kB gz in ${parts.length} files (limit ${limit / 1000})`,
);
console.log(`shell CSS ${(style / 1000).toFixed(1)} kB gz`);
if (script > limit) process.exitCode = 1;
