import { InvariantBroken } from '#libs/kernel/errors.js';
import { type Metadata, type RecordedEvent } from '#libs/kernel/message.js';
import { upcast, type Upcasters } from '#libs/kernel/upcast.js';

/** An event as an engine keeps it, its data and metadata already parsed but of any shape. */
export interface StoredEvent extends Omit<RecordedEvent, 'data' | 'meta'> {
  readonly data: unknown;
  readonly meta: unknown;
}

/**
 * The one place where a stored event becomes what the program works with, whichever engine keeps it: in the newest shape of its data.
 * @throws InvariantBroken for an event that this program cannot have written, or that its upcaster does not take
 */
export const decode = (upcasters: Upcasters, stored: StoredEvent): RecordedEvent => {
  const { id, type, data, meta, stream, version, position } = stored;
  if (!isObject(data) || !isObject(meta)) {
    throw new InvariantBroken(
      `Event ${version} of ${stream} (${type}) has no JSON data and metadata: another program wrote or damaged it.`,
    );
  }
  try {
    return upcast(upcasters, { id, type, data, meta: meta as unknown as Metadata, stream, version, position });
  } catch (cause) {
    const text = `Event ${version} of ${stream} is no ${type} of schema version ${String((meta as Partial<Metadata>).schema ?? 1)}`;
    throw new InvariantBroken(`${text}: its upcaster failed (${(cause as Error).message}).`, { cause });
  }
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
