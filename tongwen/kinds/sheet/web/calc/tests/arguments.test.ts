/** How functions take their arguments is told once, for the server's engine too: calc/arguments.json. */
import { expect, test } from "vitest";
import told from "../../../calc/arguments.json";
import { functionNamed, functionNames } from "../engine/registry";
import { defineFunctions } from "../functions";

/** Forms of the language, which the registry does not know. */
const FORMS = ["CHOOSE", "IF", "IFERROR", "IFNA"];

test("the server knows how every function takes its arguments", () => {
  defineFunctions();
  const known = functionNames().map((name) => {
    const entry = functionNamed(name);
    return [name, `${entry?.kinds.join("")}${"*".repeat(entry?.repeat ?? 0)}`];
  });
  const rest = Object.entries(told).filter(([name]) => !FORMS.includes(name));
  expect(Object.fromEntries(rest)).toEqual(Object.fromEntries(known));
});
