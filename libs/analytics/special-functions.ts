import { gammaln } from 'simple-statistics';

/** ln Γ(x) for x > 0 (Lanczos' approximation), to some 15 digits. */
export const logGamma = (x: number): number => gammaln(x);

/** A number as `value` × e^`logScale`, for what a double cannot hold. */
export interface Scaled {
  readonly value: number;
  readonly logScale: number;
}

/**
 * Gauss's hypergeometric series ₂F₁(a, b; c; z) = Σ (a)ₙ(b)ₙ ÷ (c)ₙ · zⁿ ÷ n! for 0 ≤ z < 1, scaled as it grows so that it does not
 * overflow (Abramowitz & Stegun 15.1.1). Cephes, and what was
 * translated from it, goes by Γ near z = 1, which overflows for the large c of frequent buyers.
 * @throws RangeError for z outside 0–1, and for a c at which the series has a pole
 */
export const hypergeometric = (a: number, b: number, c: number, z: number): Scaled => {
  if (!(z >= 0 && z < 1)) throw new RangeError(`The hypergeometric series was asked for at ${z}: it is summed from 0 to below 1.`);
  if (c <= 0 && Number.isInteger(c)) throw new RangeError(`The hypergeometric series has a pole at c = ${c}.`);
  let [term, sum, logScale] = [1, 1, 0];
  for (let n = 0; n < TERMS_MAX; n += 1) {
    term *= (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    sum += term;
    if (Math.abs(term) <= 1e-17 * Math.abs(sum) && n > -c) break;
    if (Math.abs(term) < LARGE) continue;
    [term, sum, logScale] = [term / LARGE, sum / LARGE, logScale + Math.log(LARGE)];
  }
  return { value: sum, logScale };
};

/** Terms after which the series is left: at z = 0.9999 it takes some 400,000. */
const TERMS_MAX = 2_000_000;
const LARGE = 1e200;

/** ln(e^x + e^y) without overflow; `-Infinity` stands for nothing. */
export const logSumExp = (x: number, y: number): number => {
  const [larger, smaller] = x >= y ? [x, y] : [y, x];
  return larger === -Infinity ? -Infinity : larger + Math.log1p(Math.exp(smaller - larger));
};
