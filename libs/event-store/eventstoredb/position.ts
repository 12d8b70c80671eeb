import { type Position } from '#libs/kernel/message.js';
import { type Place } from './driver.js';

/** Digits of 2^64 − 1, so that positions sort as text as their numbers do. */
const DIGITS = 20;
const PLACE_MAX = 2n ** 64n - 1n;

/**
 * Commit and prepare position, both, in this order and as the server gave them: a checkpoint with prepare position 0 says that the event
 * at its commit position was not examined, sorts before that event, and is no checkpoint any more with other numbers.
 */
export const toPosition = ({ commit, prepare }: Place): Position => {
  const digits = String(commit).padStart(DIGITS, '0');
  // Every event's are the same.
  return `${digits}-${commit === prepare ? digits : String(prepare).padStart(DIGITS, '0')}`;
};

/** @throws RangeError for text that is no position of this engine */
export const fromPosition = (position: Position): Place => {
  const [, commit, prepare] = /^(\d{20})-(\d{20})$/.exec(position) ?? [];
  if (commit !== undefined && prepare !== undefined) {
    const place = { commit: BigInt(commit), prepare: BigInt(prepare) };
    if (place.commit <= PLACE_MAX && place.prepare <= place.commit) return place;
  }
  throw new RangeError(`"${position}" is no position of EventStoreDB: pass one of its events' positions, or nothing for the start.`);
};
