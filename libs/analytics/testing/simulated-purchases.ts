import { type BgNbd, type Purchases } from '../bg-nbd.js';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export const randomNumbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Customers who buy and leave as the model says, each observed for as long. */
export const simulatedPurchases = (
  { r, alpha, a, b }: BgNbd,
  customers: number,
  observed: number,
  random: () => number,
): readonly Purchases[] =>
  Array.from({ length: customers }, () => {
    const rate = gamma(r, random) / alpha;
    const [stays, leaves] = [gamma(b, random), gamma(a, random)];
    const leaving = leaves / (leaves + stays);
    let [now, lastAt, repeats] = [0, 0, 0];
    for (;;) {
      now += -Math.log(1 - random()) / rate;
      if (!(now <= observed)) return { repeats, lastAt, observed };
      repeats += 1;
      lastAt = now;
      if (random() < leaving) return { repeats, lastAt, observed };
    }
  });

/** Gamma with scale 1 by Marsaglia & Tsang (2000). */
export const gamma = (shape: number, random: () => number): number => {
  if (shape < 1) return gamma(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const cube = (1 + c * normal) ** 3;
    if (cube > 0 && Math.log(1 - random()) < 0.5 * normal ** 2 + d - d * cube + d * Math.log(cube)) return d * cube;
  }
};
