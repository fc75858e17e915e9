/** Every function that this engine computes itself. */
import { defineArrays } from "./arrays";
import { defineBessel } from "./bessel";
import { defineComplex } from "./complex";
import { defineCounting } from "./counting";
import { defineCoupons } from "./coupons";
import { defineDatabase } from "./database";
import { defineDates } from "./dates";
import { defineDistributions } from "./distributions";
import { defineEngineering } from "./engineering";
import { defineFinance } from "./finance";
import { defineForecasts } from "./forecasts";
import { defineGrouping } from "./grouping";
import { defineHypotheses } from "./hypotheses";
import { defineInformation } from "./information";
import { defineLookup } from "./lookup";
import { defineMath } from "./math";
import { defineOddCoupons } from "./oddCoupons";
import { defineRegressions } from "./regressions";
import { defineSecurities } from "./securities";
import { defineStatistics } from "./statistics";
import { defineSubtotals } from "./subtotals";
import { defineText } from "./text";
import { defineUnits } from "./units";
import { defineWeb } from "./web";
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
  defineBessel();
  defineComplex();
  defineUnits();
  defineDistributions();
  defineCounting();
  defineHypotheses();
  defineRegressions();
  defineCoupons();
  defineOddCoupons();
  defineSecurities();
  defineGrouping();
  defineWeb();
}
