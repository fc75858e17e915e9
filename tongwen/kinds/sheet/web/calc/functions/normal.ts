/** The normal distribution and the error function, to double precision. */
import { NUM } from "../engine/values";

export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** erf by its series near zero, 1 - erfc by a continued fraction beyond. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size > 2.5) return Math.sign(x) * (1 - erfc(size));
  let term = x;
  let total = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    const next = term / (2 * n + 1);
    total += next;
    if (Math.abs(next) < Math.abs(total) * 1e-17) break;
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

export function erfc(x: number): number {
  if (x < 2.5) return 1 - erf(x);
  let fraction = 0;
  for (let n = 120; n > 0; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction));
}

export function normalCumulative(z: number): number {
  return 0.5 * erfc(-z / Math.SQRT2);
}

/** Where the normal distribution reaches a share; by halving, then Newton's steps. Throws #NUM!. */
export function normalInverse(share: number): number {
  if (share <= 0 || share >= 1) throw NUM;
  let low = -40;
  let high = 40;
  for (let count = 0; count < 40; count++) {
    const middle = (low + high) / 2;
    if (normalCumulative(middle) < share) low = middle;
    else high = middle;
  }
  let z = (low + high) / 2;
  for (let count = 0; count < 4; count++) {
    const density = normalDensity(z);
    if (density === 0) break;
    z -= (normalCumulative(z) - share) / density;
  }
  return z;
}
