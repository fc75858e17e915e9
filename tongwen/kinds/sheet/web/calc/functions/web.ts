/** What functions of the web do here: XML is read, but nothing is fetched. */
import { define } from "../engine/registry";
import { BLOCKED, Matrix, type Scalar, VALUE, type Value } from "../engine/values";
import { parseXml, textOf, XmlError } from "../xml/parse";
import { selectNodes, XPathError } from "../xml/xpath";

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** FILTERXML: the texts of the nodes that a path finds. Throws #VALUE! when either cannot be read, or nothing is found. */
function filterXml(xml: string, path: string): Value {
  const found = textsOf(xml, path).map((text): Scalar => {
    const trimmed = text.trim();
    return NUMBER.test(trimmed) ? Number(trimmed) : text;
  });
  if (found.length === 0) throw VALUE;
  return found.length === 1 ? (found[0] ?? null) : new Matrix(found.length, 1, found);
}

function textsOf(xml: string, path: string): string[] {
  try {
    return selectNodes(parseXml(xml), path).map(textOf);
  } catch (error) {
    if (error instanceof XmlError || error instanceof XPathError) throw VALUE;
    throw error;
  }
}

/** Functions that would ask a server or a data model; their formulas keep what the file says. */
const REMOTE: Readonly<Record<string, string>> = {
  WEBSERVICE: "t",
  CUBEKPIMEMBER: "ttnt?",
  CUBEMEMBER: "tat?",
  CUBEMEMBERPROPERTY: "tat",
  CUBERANKEDMEMBER: "tant?",
  CUBESET: "tat?n?t?",
  CUBESETCOUNT: "a",
  CUBEVALUE: "ta?*",
};

export function defineWeb(): void {
  define("FILTERXML", "tt", filterXml, { arrays: true });
  for (const [name, spec] of Object.entries(REMOTE))
    define(name, spec, () => BLOCKED, { remote: true });
}
