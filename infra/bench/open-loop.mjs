/**
 * An open loop: things are sent when they are due, whatever became of those before, and time counts from when they were due. A generator
 * that waited for answers would not see what a slow answer does to those behind it (coordinated omission).
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** How long the loop sleeps at the most, in milliseconds: what is due meanwhile is sent together, late by at most this much. */
const TICK_MS = 1;

/** When the n-th (from 0) of so many a second is due, in milliseconds after the first. */
export const dueAfterMs = (index, perSecond) => (index * 1_000) / perSecond;

/** How many are due so many milliseconds after the first was. */
export const dueBy = (elapsedMs, perSecond) => (elapsedMs < 0 ? 0 : Math.floor((elapsedMs * perSecond) / 1_000 + 1e-9) + 1);

/**
 * Sends `count` things at a steady rate. `send(index, dueAt)` begins sending and returns at once; `dueAt` is on the clock `now`, in ms.
 * Resolves when all are sent, with how late the latest was.
 */
export const openLoop = async ({ count, perSecond, send, now = monotonicMs, wait = sleep }) => {
  const begun = now();
  let latenessMs = 0;
  for (let sent = 0; sent < count;) {
    const until = Math.min(count, dueBy(now() - begun, perSecond));
    for (; sent < until; sent += 1) {
      const dueAt = begun + dueAfterMs(sent, perSecond);
      latenessMs = Math.max(latenessMs, now() - dueAt);
      send(sent, dueAt);
    }
    if (sent < count) await wait(TICK_MS);
  }
  return { latenessMs };
};

/** Milliseconds of the machine's clock that is never set, the same in all its processes. */
export const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;

/**
 * When each command was visible: at the first checkpoint, in the order in which they were seen, at or above its event. `due` and
 * `answered` (`{ position, at }`) are by command id, checkpoints `{ position, at }` ascend.
 */
export const visibleAfter = (due, answered, checkpoints) => {
  const delays = [];
  const missing = [];
  for (const [id, dueAt] of due) {
    const position = answered.get(id)?.position;
    const checkpoint = position === undefined ? undefined : firstAtOrAbove(checkpoints, position);
    if (checkpoint === undefined) missing.push(id);
    else delays.push(checkpoint.at - dueAt);
  }
  return { delays, missing };
};

const firstAtOrAbove = (checkpoints, position) => {
  let [low, high] = [0, checkpoints.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (checkpoints[middle].position >= position) high = middle;
    else low = middle + 1;
  }
  return checkpoints[low];
};
