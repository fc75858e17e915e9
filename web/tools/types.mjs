/**
 * Writes `web/src/api/shapes.ts` from the server's OpenAPI document, so that the two cannot drift.
 *
 * `npm run api` asks the Python application itself; `node web/tools/types.mjs --check` fails when the file is stale.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const repository = new URL("../../", import.meta.url).pathname;
const target = `${repository}web/src/api/shapes.ts`;
const own = `${repository}.venv/bin/python`;
const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");

const program = `
import asyncio, json, pathlib, tempfile
from tests.api.server import open_services
from tongwen.http.app import create_app

async def main():
    with tempfile.TemporaryDirectory() as folder:
        async with open_services(pathlib.Path(folder)) as services:
            print(json.dumps(create_app(services).openapi()))

asyncio.run(main())
`;

function typeOf(schema) {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined)
    return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map(typeOf).join(", ")}]`;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map(typeOf).join(" | ");
  switch (schema.type) {
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "string":
      return "string";
    case "array": {
      const item = typeOf(schema.items);
      return item.includes("|") ? `(${item})[]` : `${item}[]`;
    }
    case "object":
      return "Record<string, unknown>";
    default:
      return "unknown";
  }
}

function declaration(name, schema) {
  const required = new Set(schema.required ?? []);
  const members = Object.entries(schema.properties ?? {}).map(([member, part]) => {
    const optional = required.has(member) ? "" : "?";
    return `  ${member}${optional}: ${typeOf(part)};`;
  });
  const words = schema.description?.split("\n")[0];
  return [
    ...(words ? [`/** ${words} */`] : []),
    `export interface ${name} {`,
    ...members,
    "}",
  ].join("\n");
}

const document = JSON.parse(
  execFileSync(python, ["-c", program], { cwd: repository, encoding: "utf8", maxBuffer: 1 << 26 }),
);
const shapes = Object.entries(document.components.schemas)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, schema]) => declaration(name, schema));
const text = `/** Generated from the OpenAPI document by \`npm run api\`; not edited by hand. */\n\n${shapes.join("\n\n")}\n`;
const formatted = execFileSync(
  `${repository}node_modules/.bin/biome`,
  ["format", "--stdin-file-path=web/src/api/shapes.ts"],
  { cwd: repository, input: text, encoding: "utf8" },
);

if (process.argv.includes("--check")) {
  const current = existsSync(target) ? readFileSync(target, "utf8") : "";
  if (current !== formatted) {
    console.error("web/src/api/shapes.ts is not what the server says; run `npm run api`");
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, formatted);
  console.log(`wrote ${shapes.length} shapes`);
}
