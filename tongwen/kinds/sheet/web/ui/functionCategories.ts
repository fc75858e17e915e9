/** The names of the categories of functions. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

const names: Record<string, ReturnType<typeof msg>> = {
  math: msg`Mathematics`,
  trigonometry: msg`Mathematics`,
  statistics: msg`Statistics`,
  statistical: msg`Statistics`,
  logical: msg`Logic`,
  text: msg`Text`,
  date: msg`Date and time`,
  lookup: msg`Lookup and reference`,
  financial: msg`Finance`,
  engineering: msg`Engineering`,
  information: msg`Information`,
  database: msg`Database`,
  array: msg`Arrays`,
  web: msg`Web`,
  cube: msg`Cubes`,
  compatibility: msg`Compatibility`,
};

/** A category in the reader's language; one that has no name here as it is. */
export function useFunctionCategory(): (category: string) => string {
  const { i18n } = useLingui();
  return (category) => {
    const known = names[category];
    return known ? i18n._(known) : category;
  };
}
