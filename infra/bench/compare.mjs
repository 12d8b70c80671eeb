/** How ours and raw are measured side by side. */
import { monotonicMs } from './open-loop.mjs';
import { comparisonOf } from './statistics.mjs';

/**
 * One warm-up of each, then the repetitions: ours and raw in turn, the first of the two changing, so that what disturbs the machine
 * disturbs both. A side resolves with `{ count, ms }`.
 */
export const compare = async ({ ours, raw }, repetitions, say) => {
  await ours();
  await raw();
  const pairs = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const pair = {};
    const sides = [
      ['ours', ours],
      ['raw', raw],
    ];
    for (const [name, side] of repetition % 2 === 0 ? sides : sides.toReversed()) pair[name] = await withCpu(side);
    pairs.push(pair);
    say(`repetition ${repetition + 1} of ${repetitions}`);
  }
  return { repetitions, pairs, comparison: comparisonOf(pairs) };
};

/** With the processor time of this process: what others do to the machine changes it little. */
const withCpu = async (side) => {
  const before = process.cpuUsage();
  const result = await side();
  const { user, system } = process.cpuUsage(before);
  return { ...result, cpuMicros: user + system };
};

/** Runs `step(lane)` in so many lanes, each one step after another, for so many seconds; counts the steps. */
export const forSeconds = async (seconds, lanes, step) => {
  const begun = monotonicMs();
  const until = begun + seconds * 1_000;
  let count = 0;
  const run = async (lane) => {
    while (monotonicMs() < until) {
      await step(lane);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
  return { count, ms: monotonicMs() - begun };
};

/** Runs `work` once; it resolves with how much it did. */
export const once = async (work) => {
  const begun = monotonicMs();
  const count = await work();
  return { count, ms: monotonicMs() - begun };
};

/** Runs `step(index)` for all of `count`, so many at a time. */
export const inLanes = async (count, lanes, step) => {
  let next = 0;
  const run = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      await step(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(count, lanes) }, run));
};
