/** Language: the catalogues, formats by `Intl`, and words for problems. */
export { i18n } from "@lingui/core";
export { compareNames, date, fullMoment, moment, size } from "./format";
export { choose, isLocale, type Locale, locales, nearest, preferred, speak } from "./locales";
export { explain } from "./problems";
