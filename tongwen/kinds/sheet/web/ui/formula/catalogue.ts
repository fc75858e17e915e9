/** What the formula bar shows of a function: the words of the reader's language, the argument one is in, what a word may become. */
import type { FunctionHelp } from "../../calc";

type Words = FunctionHelp["summary"];

/** The words of a language. */
export function inLanguage(words: Words, locale: string): string {
  return locale.startsWith("zh") ? words.zh : words.en;
}

/** `SUM(number1, [number2], …)` as pieces; which of them the caret is in. */
export function signature(
  help: FunctionHelp,
  locale: string,
  argument: number,
): { text: string; current: boolean }[] {
  const last = help.arguments.length - 1;
  const pieces = help.arguments.map((one, index) => {
    const name = inLanguage(one.name, locale);
    const repeats = index === last && one.repeats === true;
    const text = (one.optional ? `[${name}]` : name) + (repeats ? ", …" : "");
    return { text, current: index === argument || (repeats && argument > index) };
  });
  return pieces;
}

/** The functions whose name starts with what is typed, then those that have it inside; shortest first. */
export function matchingFunctions(
  catalogue: readonly FunctionHelp[],
  typed: string,
  most = 8,
): FunctionHelp[] {
  const word = typed.toUpperCase();
  if (word === "") return [];
  const starts = catalogue.filter((help) => help.name.startsWith(word));
  const holds = catalogue.filter(
    (help) => !help.name.startsWith(word) && word.length > 1 && help.name.includes(word),
  );
  const byLength = (a: FunctionHelp, b: FunctionHelp): number =>
    a.name.length - b.name.length || (a.name < b.name ? -1 : 1);
  return [...starts.sort(byLength), ...holds.sort(byLength)].slice(0, most);
}
