import { nelderMead } from './nelder-mead.js';
import { hypergeometric, logGamma, logSumExp } from './special-functions.js';

/**
 * Buying while alive, and leaving for good: customers buy at random at a rate of their own (gamma with shape `r` and scale `alpha`, in
 * purchases a unit of time) and leave after a purchase with a probability of their own (beta with `a` and `b`).
 * Fader, Hardie & Lee, '"Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model', Marketing Science 24 (2005).
 */
export interface BgNbd {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** What is known of one customer, in any unit of time, counted from the first purchase. */
export interface Purchases {
  /** x: purchases after the first one. */
  readonly repeats: number;
  /** tₓ: when the last of them was; 0 where there is none. */
  readonly lastAt: number;
  /** T: how long the customer has been observed. */
  readonly observed: number;
}

/** ln L(r, α, a, b | x, tₓ, T), equation 6 of the paper, in logarithms throughout so that no count overflows. */
export const logLikelihood = (model: BgNbd, customer: Purchases): number =>
  logLikelihoodOf(model, customer, countTerms(model, customer.repeats));

/**
 * The probability that a customer has not left, equation 7. It is 1 without a repeat purchase, since the model lets nobody leave before
 * one: **never judge a one-time buyer by it.**
 */
export const probabilityAlive = (model: BgNbd, customer: Purchases): number => 1 / (1 + oddsOfLeft(model, customer));

/**
 * Expected purchases within the next `within` units of time, equation 10. ₂F₁ is told as it stands or by Euler's transformation,
 * (1 − z)^(a−1) · ₂F₁(a + b − 1 − r, a − 1; a + b + x − 1; z), whichever is smaller, so that no number of purchases lets it overflow.
 */
export const expectedPurchases = (model: BgNbd, customer: Purchases, within: number): number => {
  const { r, b } = model;
  // At these points the expression is 0 ÷ 0 and continuous.
  const a = Math.abs(model.a - 1) < NEAR ? 1 + NEAR : model.a;
  const x = customer.repeats;
  const c = Math.abs(a + b + x - 1) < NEAR ? NEAR : a + b + x - 1;
  const z = within / (model.alpha + customer.observed + within);
  const isTransformed = a - 1 < r + x;
  const { value, logScale } = isTransformed ? hypergeometric(a + b - 1 - r, a - 1, c, z) : hypergeometric(r + x, b + x, c, z);
  const kept = Math.exp((isTransformed ? a - 1 : r + x) * Math.log1p(-z) + logScale) * value;
  return ((c / (a - 1)) * (1 - kept)) / (1 + oddsOfLeft(model, customer));
};

const NEAR = 1e-6;

/** A fitted model, how well it fits, and whether the search for it came to an end. */
export interface BgNbdFit {
  readonly model: BgNbd;
  readonly logLikelihood: number;
  readonly customers: number;
  readonly converged: boolean;
}

/** Customers below which four parameters say nothing. */
export const CUSTOMERS_MIN = 20;

/**
 * The parameters under which the purchases are likeliest, by the downhill simplex over their logarithms; `undefined` for fewer than
 * {@link CUSTOMERS_MIN} customers, or where nobody bought twice. Parameters stay within e^±{@link LOG_MAX}: where everybody leaves, or
 * nobody does, the likelihood has no maximum.
 * @throws RangeError for purchases that cannot be: tₓ beyond T, negative or broken counts
 */
export const fitBgNbd = (customers: readonly Purchases[]): BgNbdFit | undefined => {
  for (const customer of customers) demandPossible(customer);
  if (customers.length < CUSTOMERS_MIN || customers.every(({ repeats }) => repeats === 0)) return undefined;
  const scale = Math.max(...customers.map(({ observed }) => observed)) / 10 || 1;
  const scaled = customers.map(({ repeats, lastAt, observed }) => ({ repeats, lastAt: lastAt / scale, observed: observed / scale }));
  const counts = [...new Set(customers.map(({ repeats }) => repeats))];
  const cost = (logs: readonly number[]): number => {
    if (logs.some((log) => Math.abs(log) > LOG_MAX)) return Infinity;
    const model = modelOf(logs);
    const terms = new Map(counts.map((repeats) => [repeats, countTerms(model, repeats)]));
    return -scaled.reduce((sum, customer) => sum + logLikelihoodOf(model, customer, terms.get(customer.repeats)!), 0) / scaled.length;
  };
  const { at, converged } = nelderMead(cost, [0, 0, 0, 0]);
  const found = modelOf(at);
  const model = { ...found, alpha: found.alpha * scale };
  return {
    model,
    logLikelihood: customers.reduce((sum, customer) => sum + logLikelihood(model, customer), 0),
    customers: customers.length,
    converged,
  };
};

/** Bound of the logarithms of parameters in a fit. */
const LOG_MAX = 12;

const modelOf = (logs: readonly number[]): BgNbd => {
  const [r, alpha, a, b] = logs.map(Math.exp) as [number, number, number, number];
  return { r, alpha, a, b };
};

/** The part of the likelihood that depends on the number of purchases alone. */
interface CountTerms {
  readonly common: number;
  readonly left: number;
}

const countTerms = ({ r, alpha, a, b }: BgNbd, x: number): CountTerms => ({
  common: logGamma(r + x) - logGamma(r) + r * Math.log(alpha) + logGamma(a + b) + logGamma(b + x) - logGamma(b) - logGamma(a + b + x),
  left: x === 0 ? -Infinity : Math.log(a) - Math.log(b + x - 1),
});

const logLikelihoodOf = ({ r, alpha }: BgNbd, { repeats: x, lastAt, observed }: Purchases, { common, left }: CountTerms): number => {
  const here = -(r + x) * Math.log(alpha + observed);
  return common + (x === 0 ? here : logSumExp(here, left - (r + x) * Math.log(alpha + lastAt)));
};

/** P(left) ÷ P(alive). */
const oddsOfLeft = ({ r, alpha, a, b }: BgNbd, { repeats: x, lastAt, observed }: Purchases): number =>
  x === 0 ? 0 : Math.exp(Math.log(a) - Math.log(b + x - 1) + (r + x) * (Math.log(alpha + observed) - Math.log(alpha + lastAt)));

const demandPossible = ({ repeats, lastAt, observed }: Purchases): void => {
  if (Number.isSafeInteger(repeats) && repeats >= 0 && lastAt >= 0 && lastAt <= observed && (repeats > 0 || lastAt === 0)) return;
  throw new RangeError(`${repeats} repeat purchases, the last at ${lastAt} of ${observed}, cannot be: 0 ≤ tₓ ≤ T, and tₓ = 0 without any.`);
};
