import { aggregates } from '#libs/domain/registry.js';
import { openEventStore } from '#libs/event-store/open.js';
import { type EventStore } from '#libs/kernel/ports.js';

/** Events that are written at once. */
const AT_ONCE = 500;

/** Writes to a log that has nothing yet what another one has in the streams of the domain, in the same order. @returns how many */
export const mirror = async (fromUrl: string, toUrl: string): Promise<number> => {
  await using from = await openEventStore(fromUrl, { writer: false });
  await using to = await openEventStore(toUrl, { writer: true });
  const prefixes = aggregates.map(({ category }) => `${category}-`);
  let count = 0;
  let batch: Parameters<EventStore['append']>[2][number][] = [];
  let at = { stream: '', version: 0 };
  const write = async (): Promise<void> => {
    if (batch.length > 0) await to.append(at.stream, at.version, batch);
    count += batch.length;
    batch = [];
  };
  for await (const { stream, version, position: _, ...event } of from.readAll()) {
    if (!prefixes.some((prefix) => stream.startsWith(prefix))) continue;
    if (stream !== at.stream || batch.length >= AT_ONCE) {
      await write();
      at = { stream, version: version - 1 };
    }
    batch.push(event);
  }
  await write();
  return count;
};
