import { FIRST_PAGE_EVENTS, PAGE_EVENTS_MAX, PAGE_MS_AIM, PAGE_SIZE_AIM } from './bounds.js';
import { type WireEvent } from './driver.js';

export const FIRST_PAGE = FIRST_PAGE_EVENTS;

/**
 * Events to ask for after a page that took `ms`: twice as many, unless they would weigh too much if they are like its first and last,
 * or would take too long if they come as it did.
 */
export const nextPage = (size: number, page: readonly WireEvent[], ms: number): number =>
  Math.min(size * 2, eventsWithin(page, ms), ...[page[0], page.at(-1)].map((event) => (event ? eventsLike(event) : PAGE_EVENTS_MAX)));

const eventsWithin = (page: readonly WireEvent[], ms: number): number =>
  ms <= PAGE_MS_AIM ? PAGE_EVENTS_MAX : Math.max(1, Math.floor((page.length * PAGE_MS_AIM) / ms));

/** How many events like this one make a page. */
export const eventsLike = ({ data, meta }: WireEvent): number =>
  Math.max(1, Math.min(PAGE_EVENTS_MAX, Math.floor(PAGE_SIZE_AIM / JSON.stringify([data, meta]).length)));
