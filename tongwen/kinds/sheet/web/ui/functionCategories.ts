/** The names of the categories of functions. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { FunctionHelp } from "../calc";

type FunctionCategory = FunctionHelp["category"];

const names: Record<FunctionCategory, ReturnType<typeof msg>> = {
  math: msg`Mathematics`,
  statistics: msg`Statistics`,
  text: msg({ message: "Text", context: "number format" }),
  logic: msg`Logic`,
  lookup: msg`Lookup and reference`,
  date: msg`Date and time`,
  finance: msg`Finance`,
  information: msg`Information`,
  engineering: msg`Engineering`,
  database: msg`Database`,
  compatibility: msg`Compatibility`,
};

/** A category in the reader's language. */
export function useFunctionCategory(): (category: FunctionCategory) => string {
  const { i18n } = useLingui();
  return (category) => i18n._(names[category]);
}
