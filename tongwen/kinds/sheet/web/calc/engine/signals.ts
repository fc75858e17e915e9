/** Thrown out of a running formula when it has to wait. */
import type { Ref } from "./values";

/** Formulas of this area are to be computed first. */
export class Unready {
  constructor(readonly area: Ref) {}
}

/** The second engine is not loaded yet. */
export class Loading {}

/** The second engine broke down in this function; its process must be started again. */
export class Panic {
  constructor(readonly name: string) {}
}
