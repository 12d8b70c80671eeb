import { type Position } from '#libs/kernel/message.js';

/** Digits of a position: 2^53 − 1 has 16, so that positions sort as text for as long as numbers are exact. */
const DIGITS = 16;

/** Row number 41 is position `0000000000000041`. */
export const toPosition = (row: number): Position => String(row).padStart(DIGITS, '0');

/** @throws RangeError for text that is no position of this engine */
export const fromPosition = (position: Position): number => {
  if (!/^\d{16}$/.test(position)) {
    throw new RangeError(`"${position}" is no position of an embedded log: pass one of its events' positions, or nothing for the start.`);
  }
  return Number(position);
};
