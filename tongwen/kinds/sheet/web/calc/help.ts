/** What every function is for and takes, in English and Chinese; the data come when they are first asked for. */

export interface Words {
  en: string;
  zh: string;
}

export interface ArgumentHelp {
  name: Words;
  optional?: boolean;
  /** May be given again and again. */
  repeats?: boolean;
}

export type FunctionCategory =
  | "math"
  | "statistics"
  | "text"
  | "logic"
  | "lookup"
  | "date"
  | "finance"
  | "information"
  | "engineering"
  | "database"
  | "compatibility";

export interface FunctionHelp {
  name: string;
  category: FunctionCategory;
  summary: Words;
  arguments: readonly ArgumentHelp[];
}

/** `number1,[number2…]`: brackets make optional, an ellipsis repeats what the brackets hold. */
function argumentsOf(spec: string, chinese: (name: string) => string | undefined): ArgumentHelp[] {
  let optional = false;
  return spec
    .split(",")
    .filter((part) => part !== "")
    .map((part) => {
      if (part.startsWith("[")) optional = true;
      const name = part.replace(/[[\]…]/g, "");
      const help: ArgumentHelp = { name: { en: name, zh: chinese(name) ?? "" } };
      if (optional) help.optional = true;
      if (part.includes("…")) help.repeats = true;
      if (part.endsWith("]")) optional = false;
      return help;
    });
}

async function read(): Promise<readonly FunctionHelp[]> {
  const [numeric, words, money, { chineseName }] = await Promise.all([
    import("./catalogue/numeric"),
    import("./catalogue/words"),
    import("./catalogue/money"),
    import("./catalogue/argumentNames"),
  ]);
  const tables: Record<FunctionCategory, string> = { ...numeric, ...words, ...money };
  return Object.entries(tables)
    .flatMap(([category, table]) =>
      table
        .trim()
        .split("\n")
        .map((line): FunctionHelp => {
          const [name = "", spec = "", en = "", zh = ""] = line.split("|");
          return {
            name,
            category: category as FunctionCategory,
            summary: { en, zh },
            arguments: argumentsOf(spec, chineseName),
          };
        }),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

let loading: Promise<readonly FunctionHelp[]> | null = null;

/** Every function that can be computed, by name. */
export function loadFunctions(): Promise<readonly FunctionHelp[]> {
  loading ??= read();
  return loading;
}
