/** Python programs of the repository, run to their end. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Run a module, or a script with `-c`; give what it printed. Throws when it fails. */
export async function python(...given) {
  const { stdout } = await run(".venv/bin/python", given, { timeout: 60_000 });
  return stdout;
}

/** Write the sample files below a folder. */
export const writeSamples = (folder) => python("-m", "tests.e2e.samples", folder);

/** Part name → digest, for each of the packages. */
export async function partsOf(...paths) {
  return JSON.parse(await python("-m", "tests.e2e.packages", ...paths));
}
