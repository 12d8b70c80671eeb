import { InvariantBroken } from '#libs/kernel/errors.js';
import { type Metadata, type RecordedEvent } from '#libs/kernel/message.js';
import { undecodable } from '#libs/kernel/undecodable.js';
import { upcast, type Upcasters } from '#libs/kernel/upcast.js';

/** An event as an engine keeps it, its data and metadata already parsed but of any shape. */
export interface StoredEvent extends Omit<RecordedEvent, 'data' | 'meta'> {
  readonly data: unknown;
  readonly meta: unknown;
}

/**
 * The one place where a stored event becomes what the program works with, whichever engine keeps it: in the newest shape of its data.
 * One that this program cannot have written, or that its upcaster does not take, comes in its place all the same: taking its data
 * throws InvariantBroken, and what stands around it can be read.
 */
export const decode = (upcasters: Upcasters, stored: StoredEvent): RecordedEvent => {
  const { id, type, data, meta, stream, version, position } = stored;
  const place = { id, type, stream, version, position };
  if (!isObject(data) || !isObject(meta)) {
    const text = `Event ${version} of ${stream} (${type}) has no JSON data and metadata: another program wrote or damaged it.`;
    return undecodable(place, new InvariantBroken(text), isObject(meta) ? (meta as Metadata) : undefined);
  }
  try {
    return upcast(upcasters, { ...place, data, meta: meta as Metadata });
  } catch (cause) {
    const text = `Event ${version} of ${stream} is no ${type} of schema version ${String((meta as Partial<Metadata>).schema ?? 1)}`;
    const failure = new InvariantBroken(`${text}: its upcaster failed (${(cause as Error).message}).`, { cause });
    return undecodable(place, failure, meta as Metadata);
  }
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
