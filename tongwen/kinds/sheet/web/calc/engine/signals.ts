/** Thrown out of a running formula when it has to wait. */
import type { Ref } from "./values";

/** Formulas of this area are to be computed first. */
export class Unready {
  constructor(readonly area: Ref) {}
}
