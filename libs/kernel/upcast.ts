import { type NewEvent } from './message.js';

/** What an upcaster sees and gives: an event's data in the shape of one version. */
export type Upcaster = (data: object, event: Pick<NewEvent, 'type' | 'meta'>) => object;

/**
 * By event type, what turns data of schema version 1 into version 2, of 2 into 3, and so on. A type that is not named stands at
 * version 1. Pure and total: every stored shape has a golden file that must pass.
 */
export type Upcasters = Readonly<Record<string, readonly Upcaster[]>>;

/** The schema version that this program writes an event type in: 1, and one more for each upcaster. */
export const schemaVersionOf = (upcasters: Upcasters, type: string): number =>
  1 + (Object.hasOwn(upcasters, type) ? upcasters[type]!.length : 0);

/**
 * The event in the shape that this program knows. One in a newer shape stays as it is, with its version: who folds it must refuse it.
 */
export const upcast = <Event extends Pick<NewEvent, 'type' | 'data' | 'meta'>>(upcasters: Upcasters, event: Event): Event => {
  const from = event.meta.schema ?? 1;
  const to = schemaVersionOf(upcasters, event.type);
  if (from >= to) return event;
  const data = upcasters[event.type]!.slice(from - 1).reduce((shape, step) => step(shape, event), event.data);
  return { ...event, data, meta: { ...event.meta, schema: to } };
};
