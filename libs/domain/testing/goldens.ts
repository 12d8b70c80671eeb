import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { categoryOf, type Fact, type MessageMap, type RecordedEvent } from '#libs/kernel/message.js';

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
