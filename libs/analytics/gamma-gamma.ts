import { sampleCorrelation } from 'simple-statistics';
import { nelderMead } from './nelder-mead.js';
import { logGamma } from './special-functions.js';

/**
 * The value of purchases: it varies about a mean of each customer's own (gamma with shape `p`), and the means over customers (`q`,
 * `gamma`, the latter in the unit of the amounts).
 * Fader & Hardie, "The Gamma-Gamma Model of Monetary Value" (2013), after Colombo & Jiang (1999).
 */
export interface GammaGamma {
  readonly p: number;
  readonly q: number;
  readonly gamma: number;
}

/** What one customer's purchases were worth. */
export interface Spending {
  /** How many, from 1 on. */
  readonly purchases: number;
  /** Their mean amount, above zero. */
  readonly mean: number;
}

/** The mean of purchases over all customers, pγ ÷ (q − 1); `undefined` for q ≤ 1, where it has none. */
export const populationMean = ({ p, q, gamma }: GammaGamma): number | undefined => (q > 1 ? (p * gamma) / (q - 1) : undefined);

/**
 * The mean amount that is to be expected of a customer's purchases: the observed mean drawn towards that of all customers, the more the
 * fewer purchases there were. E(M) = p(γ + x·m) ÷ (px + q − 1).
 * @throws RangeError for a model with px + q ≤ 1, which has no mean
 */
export const expectedMean = ({ p, q, gamma }: GammaGamma, { purchases: x, mean }: Spending): number => {
  const weight = p * x + q - 1;
  if (!(weight > 0)) throw new RangeError(`A model with p ${p} and q ${q} has no mean after ${x} purchases.`);
  return (p * (gamma + x * mean)) / weight;
};

/** Customers below which three parameters say nothing. */
export const SPENDERS_MIN = 20;

/**
 * The parameters under which the means are likeliest; `undefined` for fewer than {@link SPENDERS_MIN} customers. The model presumes that
 * how much is bought does not depend on how often: look at {@link correlation} first.
 * @throws RangeError for amounts that are not above zero
 */
export const fitGammaGamma = (customers: readonly Spending[]): GammaGamma | undefined => {
  const wrong = customers.find(({ purchases, mean }) => !(mean > 0) || !(purchases >= 1));
  if (wrong) throw new RangeError(`${wrong.purchases} purchases of ${wrong.mean} on average cannot be: both are above zero.`);
  if (customers.length < SPENDERS_MIN) return undefined;
  const scale = customers.reduce((sum, { mean }) => sum + mean, 0) / customers.length;
  const cost = (logs: readonly number[]): number => {
    if (logs.some((log) => Math.abs(log) > LOG_MAX)) return Infinity;
    const model = modelOf(logs);
    const sum = customers.reduce((all, { purchases, mean }) => all + logLikelihood(model, { purchases, mean: mean / scale }), 0);
    return -sum / customers.length;
  };
  const { gamma, ...shape } = modelOf(nelderMead(cost, [0, 1, 0]).at);
  return { ...shape, gamma: gamma * scale };
};

const LOG_MAX = 12;

const modelOf = (logs: readonly number[]): GammaGamma => {
  const [p, q, gamma] = logs.map(Math.exp) as [number, number, number];
  return { p, q, gamma };
};

/** ln f(m | p, q, γ; x), equation 1a of the note. */
const logLikelihood = ({ p, q, gamma }: GammaGamma, { purchases: x, mean: m }: Spending): number =>
  logGamma(p * x + q)
  - logGamma(p * x)
  - logGamma(q)
  + q * Math.log(gamma)
  + (p * x - 1) * Math.log(m)
  + p * x * Math.log(x)
  - (p * x + q) * Math.log(gamma + m * x);

/** Pearson's correlation of how often and how much customers buy, −1 to 1; 0 where either does not vary. */
export const correlation = (customers: readonly Spending[]): number => {
  if (customers.length < 2) return 0;
  const found = sampleCorrelation(
    customers.map(({ purchases }) => purchases),
    customers.map(({ mean }) => mean),
  );
  return Number.isNaN(found) ? 0 : found;
};
