import { type Instant } from './message.js';

/** How far a sender's clock is from UTC, `+08:00`. */
export type Offset = string;

/** The offset in an RFC 3339 date-time; `undefined` for one in `Z`, which names no place, and for what has none. */
export const offsetOf = (dateTime: unknown): Offset | undefined =>
  typeof dateTime === 'string' ? /[Tt].*([+-]\d{2}:\d{2})$/.exec(dateTime)?.[1] : undefined;

/** An instant as a clock at the offset showed it: `2026-03-31T23:30:00.000Z` at `+08:00` is `2026-04-01T07:30:00.000+08:00`. */
export const atOffset = (instant: Instant, offset: Offset | undefined): string => {
  if (offset === undefined) return instant;
  const [hours, minutes] = offset.slice(1).split(':').map(Number) as [number, number];
  const shift = (hours * 60 + minutes) * 60_000 * (offset.startsWith('-') ? -1 : 1);
  return new Date(Date.parse(instant) + shift).toISOString().replace('Z', offset);
};
