import { preferredType } from '#libs/platform/negotiation.js';

/** The media type of the live form of an answer. */
export const EVENT_STREAM = 'text/event-stream';

/** A stream of events is UTF-8 whether or not a client says so. */
const TYPES = ['application/json', EVENT_STREAM, `${EVENT_STREAM};charset=utf-8`];

/** Whether a client prefers a stream of events to one answer; between equals the first named wins. */
export const prefersStream = (accept: string | undefined): boolean => preferredType({ accept }, TYPES)?.startsWith(EVENT_STREAM) ?? false;
