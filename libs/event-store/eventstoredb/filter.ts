import { type EventFilter } from '#libs/kernel/ports.js';
import { type WireEvent, type WireFilter } from './driver.js';
import { isEventOfLog } from './events.js';

/** What the server leaves out where nothing is asked for in particular: its own events. */
const SYSTEM_EVENTS: WireFilter = { on: 'type', regex: '^[^$].*' };

/** Nothing at all matches: what is asked for is an empty list. */
const EVERYTHING: WireFilter = { on: 'type', regex: '(?!)' };

/**
 * The condition that the server applies. It takes one, and knows prefixes only: types, because fewer events are of a type than of a
 * stream's category. The rest is applied on this side.
 */
export const toWireFilter = ({ streamPrefixes, types }: EventFilter = {}): WireFilter => {
  if (types?.length === 0 || streamPrefixes?.length === 0) return EVERYTHING;
  if (types !== undefined) return { on: 'type', prefixes: types };
  if (streamPrefixes === undefined || streamPrefixes.includes('')) return SYSTEM_EVENTS;
  return { on: 'stream', prefixes: streamPrefixes };
};

/** Whether an event is one of the log's, and both conditions hold. */
export const matches = (filter: EventFilter | undefined, event: WireEvent): boolean => {
  const { streamPrefixes, types } = filter ?? {};
  return (
    isEventOfLog(event)
    && (types === undefined || types.includes(event.type))
    && (streamPrefixes === undefined || streamPrefixes.some((prefix) => event.stream.startsWith(prefix)))
  );
};
