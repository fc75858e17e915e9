/** Every function that this engine computes itself. */
import { defineArrays } from "./arrays";
import { defineDatabase } from "./database";
import { defineDates } from "./dates";
import { defineEngineering } from "./engineering";
import { defineFinance } from "./finance";
import { defineForecasts } from "./forecasts";
import { defineInformation } from "./information";
import { defineLookup } from "./lookup";
import { defineMath } from "./math";
import { defineStatistics } from "./statistics";
import { defineSubtotals } from "./subtotals";
import { defineText } from "./text";
import { defineWords } from "./words";

let done = false;

/** Register them all, once. */
export function defineFunctions(): void {
  if (done) return;
  done = true;
  defineMath();
  defineStatistics();
  defineSubtotals();
  defineForecasts();
  defineText();
  defineWords();
  defineDates();
  defineInformation();
  defineLookup();
  defineArrays();
  defineFinance();
  defineDatabase();
  defineEngineering();
}
