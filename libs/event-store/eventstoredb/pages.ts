import { FIRST_PAGE_EVENTS, PAGE_EVENTS_MAX, PAGE_SIZE_AIM } from './bounds.js';
import { type WireEvent } from './driver.js';

export const FIRST_PAGE = FIRST_PAGE_EVENTS;

/** Events to ask for after a page: twice as many, unless they would weigh too much if they are like its first and last. */
export const nextPage = (size: number, page: readonly WireEvent[]): number =>
  Math.min(size * 2, ...[page[0], page.at(-1)].map((event) => (event === undefined ? PAGE_EVENTS_MAX : eventsLike(event))));

/** How many events like this one make a page. */
export const eventsLike = ({ data, meta }: WireEvent): number =>
  Math.max(1, Math.min(PAGE_EVENTS_MAX, Math.floor(PAGE_SIZE_AIM / JSON.stringify([data, meta]).length)));
