import { type Log, type LogEvent } from './log.js';

/** What of a stream may be read: its metadata hides events, which stay in the log. `missing` is never written or softly deleted. */
export type StreamView =
  | { readonly kind: 'missing' }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'events'; readonly events: readonly LogEvent[]; readonly first: number };

export const viewOf = (log: Log, stream: string): StreamView => {
  if (log.isTombstoned(stream)) return { kind: 'deleted' };
  const events = log.eventsOf(stream);
  const { isDeleted, maxCount, truncateBefore = 0, maxAge } = log.metadataOf(stream);
  if (events.length === 0 || isDeleted) return { kind: 'missing' };
  const counted = maxCount === undefined ? 0 : events.length - maxCount;
  const first = Math.max(0, counted, truncateBefore);
  return { kind: 'events', events, first: maxAge === undefined ? first : youngerThan(events, first, maxAge) };
};

const youngerThan = (events: readonly LogEvent[], first: number, maxAgeSeconds: number): number => {
  const oldest = Date.now() - maxAgeSeconds * 1_000;
  const found = events.findIndex(({ created }, index) => index >= first && created >= oldest);
  return found === -1 ? events.length : found;
};
