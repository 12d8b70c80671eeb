import { type RecordedEvent } from '#libs/kernel/message.js';
import { type AnyProjection, type Projection } from '#libs/kernel/projection.js';
import { project } from '#libs/kernel/testing/projection.js';

/** The documents of a history without amendments, by key: what everything else is compared with. */
export const documentsIn = (projection: AnyProjection, events: readonly RecordedEvent[]): ReadonlyMap<string, object> => {
  const documents = project(projection as unknown as Projection<object, Record<string, object>>, events);
  return sorted([...documents].map(([key, { document }]) => [key, document]));
};

/** By key, so that two of them are equal as text. */
export const sorted = (documents: Iterable<readonly [string, object]>): ReadonlyMap<string, object> =>
  new Map([...documents].toSorted(([left], [right]) => (left < right ? -1 : 1)));
