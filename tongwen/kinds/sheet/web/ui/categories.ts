/** The names of the categories of number formats. */
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Category } from "../commands/numberFormats";

export const categoryNames: Record<Category, ReturnType<typeof msg>> = {
  general: msg`General`,
  number: msg`Number`,
  currency: msg`Currency`,
  accounting: msg`Accounting`,
  date: msg`Date`,
  time: msg`Time`,
  percent: msg`Percent`,
  fraction: msg`Fraction`,
  scientific: msg`Scientific`,
  text: msg({ message: "Text", context: "number format" }),
  special: msg`Special`,
  custom: msg`Custom`,
};

export function useCategoryName(): (category: Category) => string {
  const { i18n } = useLingui();
  return (category) => i18n._(categoryNames[category]);
}
