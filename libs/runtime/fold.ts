import { type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type Stored } from '#libs/kernel/ports.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { requireKnownSchema } from './newer-event.js';

/** What an event makes of one document; without `document` it removes it. */
export interface Change {
  readonly key: string;
  readonly position: Position;
  readonly document: object | undefined;
}

/**
 * The documents that an event changes; none where the projection has nothing to say about it.
 * @throws NewerEvent where its fold would see data in a newer shape than this program knows · InvariantBroken where it cannot be read
 */
export const keysOf = (projection: AnyProjection, event: RecordedEvent, upcasters: Upcasters): readonly string[] => {
  const isNamed = Object.hasOwn(projection.on, event.type);
  if (!isNamed && projection.onAny === undefined) return [];
  if (isNamed) requireKnownSchema(event, upcasters);
  return (projection.keys as (event: RecordedEvent) => readonly string[])(event);
};

/**
 * Folds one event into the documents of the given keys. All of it or, where a fold throws, nothing: the changes are values.
 * A document at or above the event's position already contains it and is not changed.
 */
export const foldEvent = (
  projection: AnyProjection,
  event: RecordedEvent,
  keys: readonly string[],
  before: (key: string) => Change | Stored | undefined,
): readonly Change[] => {
  const rule = Object.hasOwn(projection.on, event.type) ? projection.on[event.type] : projection.onAny;
  const fold = rule as (document: object | undefined, event: RecordedEvent, key: string) => object | undefined;
  const changes: Change[] = [];
  for (const key of keys) {
    const known = before(key);
    if (known?.document !== undefined && known.position >= event.position) continue;
    const document = fold(known?.document, event, key);
    if (document !== undefined || known?.document !== undefined) changes.push({ key, position: event.position, document });
  }
  return changes;
};
