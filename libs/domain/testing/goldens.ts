import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exampleOf } from '#libs/kernel/fields.js';
import { categoryOf, type Fact, type MessageMap, type RecordedEvent } from '#libs/kernel/message.js';
import { type Category, type FacetMessages, messagesByCategory } from '../messages.js';

/** A stored shape. */
export interface Golden {
  /** `profile/golden/AccountOpened.v1.json`. */
  readonly file: string;
  readonly event: RecordedEvent;
}

const domain = dirname(import.meta.dirname);

/** Every stored shape there ever was; those of one folder tell one story, in the order of their versions. */
export const goldens: readonly Golden[] = globSync('*/golden/*.json', { cwd: domain })
  .map((file) => ({ file, event: JSON.parse(readFileSync(join(domain, file), 'utf8')) as RecordedEvent }))
  .toSorted((one, other) => dirname(one.file).localeCompare(dirname(other.file)) || one.event.version - other.event.version);

/** The stored shapes of one category of streams. */
export const goldensOf = (category: string): readonly Golden[] => goldens.filter(({ event }) => categoryOf(event.stream) === category);

/** An event for a fold of any aggregate. */
export const asFact = (event: RecordedEvent): Fact<MessageMap> => event as unknown as Fact<MessageMap>;

/**
 * Writes the golden file of an event that has none: the example of its declaration, as a store would give it back. From then on it is
 * frozen. Gives the file's name.
 */
export const writeGolden = (category: string, type: string, stored: readonly Golden[]): string => {
  const facets = Object.entries<FacetMessages>(messagesByCategory[category as Category]);
  const [facet, { events }] = facets.find(([, messages]) => Object.hasOwn(messages.events, type))!;
  const file = `${facet}/golden/${type}.v1.json`;
  const [digest, position] = [createHash('sha256').update(type).digest('hex'), stored.length + 1];
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `5${digest.slice(13, 16)}`, `a${digest.slice(17, 20)}`, digest.slice(20, 32)];
  const event: RecordedEvent = {
    id: parts.join('-'),
    stream: stored[0]?.event.stream ?? `${category}-acme`,
    version: Math.max(0, ...stored.filter((golden) => golden.file.startsWith(`${facet}/`)).map((golden) => golden.event.version)) + 1,
    position: String(position).padStart(16, '0'),
    type,
    data: exampleOf(events[type]!.fields),
    meta: {
      commandId: `golden-${type}`,
      commandHash: digest,
      actor: 'ana',
      occurredAt: '2026-03-01T09:30:00.000Z',
      recordedAt: '2026-03-01T09:30:00.120Z',
      source: 'http',
    },
  };
  mkdirSync(dirname(join(domain, file)), { recursive: true });
  writeFileSync(join(domain, file), `${JSON.stringify(event, undefined, 2)}\n`);
  return file;
};
