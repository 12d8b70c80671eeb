import { readFileSync } from 'node:fs';
import { type Events } from './event-contract.js';
import { type JsonSchema } from './validate.js';

/** The file that is generated from the types of the events (event-contract.ts). */
const FILE = new URL('events.schema.json', import.meta.url);

let read: Readonly<Record<string, JsonSchema>> | undefined;

/**
 * The JSON Schemas of all events' data by the events' types, and of what they are made of as `Event.<name>`.
 * They refer to each other by `#/components/schemas/<name>`, as those of the commands do.
 */
export const eventSchemas = (): Readonly<Record<string, JsonSchema>> => {
  read ??= (
    JSON.parse(readFileSync(FILE, 'utf8').replaceAll('#/definitions/', '#/components/schemas/')) as {
      readonly definitions: Readonly<Record<string, JsonSchema>>;
    }
  ).definitions;
  return read;
};

/** The types of all events, sorted. */
export const eventTypes = (): readonly (keyof Events)[] =>
  Object.keys(eventSchemas()).filter((name): name is keyof Events => !name.startsWith('Event.'));
