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
  const told = sumsOf(customers.map(({ purchases, mean }) => ({ purchases, mean: mean / scale })));
  const cost = (logs: readonly number[]): number => {
    if (logs.some((log) => Math.abs(log) > LOG_MAX)) return Infinity;
    return -logLikelihood(modelOf(logs), told) / customers.length;
  };
  const { gamma, ...shape } = modelOf(nelderMead(cost, [0, 1, 0]).at);
  return { ...shape, gamma: gamma * scale };
};

const LOG_MAX = 12;

const modelOf = (logs: readonly number[]): GammaGamma => {
  const [p, q, gamma] = logs.map(Math.exp) as [number, number, number];
  return { p, q, gamma };
};

/** What the likelihood needs of all customers together: it is asked for thousands of times, and most of it never changes. */
interface Sums {
  readonly customers: readonly Spending[];
  /** How many customers bought so many times. */
  readonly counts: ReadonlyMap<number, number>;
  readonly logMeans: number;
  /** Σ x·ln(m·x). */
  readonly weightedLogs: number;
}

const sumsOf = (customers: readonly Spending[]): Sums => ({
  customers,
  counts: new Map([...Map.groupBy(customers, ({ purchases }) => purchases)].map(([x, own]) => [x, own.length])),
  logMeans: customers.reduce((sum, { mean }) => sum + Math.log(mean), 0),
  weightedLogs: customers.reduce((sum, { purchases: x, mean }) => sum + x * Math.log(mean * x), 0),
});

/** Σ ln f(m | p, q, γ; x) over all customers, equation 1a of the note. */
const logLikelihood = ({ p, q, gamma }: GammaGamma, { customers, counts, logMeans, weightedLogs }: Sums): number => {
  let sum = customers.length * (q * Math.log(gamma) - logGamma(q)) + p * weightedLogs - logMeans;
  for (const [x, count] of counts) sum += count * (logGamma(p * x + q) - logGamma(p * x));
  for (const { purchases: x, mean } of customers) sum -= (p * x + q) * Math.log(gamma + mean * x);
  return sum;
};

/** Pearson's correlation of how often and how much customers buy, −1 to 1; 0 where either does not vary. */
export const correlation = (customers: readonly Spending[]): number => {
  if (customers.length < 2) return 0;
  const found = sampleCorrelation(
    customers.map(({ purchases }) => purchases),
    customers.map(({ mean }) => mean),
  );
  return Number.isNaN(found) ? 0 : found;
};
