import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayIn } from '#libs/kernel/calendar.js';
import { collectionFor } from '#libs/kernel/ports.js';
import { collectionOf, type AnyProjection } from '#libs/kernel/projection.js';
import { parkedStreams } from '#libs/runtime/parked-streams.js';
import { type Sent } from './ask.js';
import { momentOf } from './parameters.js';
import { timeZoneOf } from './reporting.js';
import { type Question } from './question.js';
import { type Sources } from './sources.js';

/** Characters of a tag: 96 bits, so that two answers of one address do not share one. */
const TAG_LENGTH = 16;

/**
 * The entity tag of an answer, told without asking the question: where the log ends, how far each read model is, which streams it
 * misses, the day that ages are counted to, and the program that tells it. Weak, because `lagMs` and parts of a day differ between answers of one tag. Taken
 * before the answer, so that what is written meanwhile gives the next answer another one.
 */
export const tagOf = async (question: Question, sources: Sources, sent: Sent): Promise<string> => {
  const { store, readStore, now } = sources;
  const { log, position } = await store.head();
  const timeZone = await timeZoneOf(sources);
  const moment = momentOf(sent.parameters, timeZone);
  const models = moment === undefined ? Object.values(question.read) : [];
  const states: unknown[] = [];
  for (const model of models) states.push(await stateOf(readStore, model));
  // A question that asks the log itself may also look at what is parked.
  if (models.length === 0 && moment === undefined) states.push(await parkedStreams(readStore));
  const today = moment === undefined ? dayIn(timeZone, now().toISOString()) : timeZone;
  const all = [program(), question.name, sent, log, position, states, today];
  return `W/"${hashOf(JSON.stringify(all))}"`;
};

const stateOf = async (readStore: Sources['readStore'], model: AnyProjection): Promise<unknown> => {
  const name = collectionOf(model);
  return [name, await readStore.checkpoint(collectionFor(model)), await parkedStreams(readStore, name)];
};

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, TAG_LENGTH);

let known: string | undefined;

/** What this program is: a mended formula is another answer, though the log is the same. Every process of one build says the same. */
const program = (): string => (known ??= hashOf(sources().join('\n')));

const ROOT = join(import.meta.dirname, '..', '..');

const sources = (): readonly string[] =>
  globSync(['apps/query-api/**/*.{js,ts}', 'libs/{analytics,contracts,domain,kernel,read-models}/**/*.{js,ts}'], { cwd: ROOT })
    .toSorted()
    .map((file) => readFileSync(join(ROOT, file), 'utf8'));
