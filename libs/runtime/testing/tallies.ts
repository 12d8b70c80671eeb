import { type RecordedEvent } from '#libs/kernel/message.js';
import { type AnyProjection, type Projection } from '#libs/kernel/projection.js';

/** The versions of a stream's events, in the order in which they were folded. */
export interface Tally {
  readonly stream: string;
  readonly versions: readonly number[];
}

type Told = { Told: { readonly poison?: boolean } };

/** One document a stream that lists what was folded into it: gaps, doubles and wrong order are seen at once. */
export const tallies = (fold: { readonly mended: boolean } = { mended: true }): AnyProjection => {
  const projection: Projection<Tally, Told> = {
    name: 'tallies',
    version: 1,
    gathers: 'one-stream',
    indexes: [],
    keys: ({ stream }) => [stream],
    on: { Told: (tally, event) => ({ stream: event.stream, versions: [...(tally?.versions ?? []), folded(event, fold).version] }) },
  };
  return projection;
};

/** One document for all streams, and another that is folded before it: both or none take an event. */
export const grandTally = (fold: { readonly mended: boolean } = { mended: true }): AnyProjection => {
  const projection: Projection<{ readonly events: number }, Told> = {
    name: 'grand-tally',
    version: 1,
    gathers: 'many-streams',
    indexes: [],
    keys: ({ stream }) => ['all', `of ${stream}`],
    on: { Told: (total, event, key) => ({ events: (total?.events ?? 0) + (key === 'all' ? 1 : folded(event, fold).version && 1) }) },
  };
  return projection;
};

const folded = <Event extends Pick<RecordedEvent, 'stream' | 'version'> & { readonly data: { readonly poison?: boolean } }>(
  event: Event,
  { mended }: { readonly mended: boolean },
): Event => {
  if (event.data.poison === true && !mended) throw new Error(`cannot fold ${event.stream}@${event.version}`);
  return event;
};
