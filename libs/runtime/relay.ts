import { Unavailable } from '#libs/kernel/errors.js';
import { type Position, type RecordedEvent } from '#libs/kernel/message.js';
import { type Checkpoint, type Collection, type EventStore, type LogHead, type MessageBus, type ReadStore } from '#libs/kernel/ports.js';
import { backOffMs } from '#libs/kernel/back-off.js';
import { assertAscending } from './ascending.js';
import { CheckpointFault, faultOf, isFinal } from './checkpoint-fault.js';
import { ParkedStreams, type ParkedStream } from './parked-streams.js';
import { publishEvents } from './publish-events.js';
import { publishable, replayUnpublished } from './relay-parked.js';
import { pause, RERUN_BACK_OFF } from './run-projections.js';

/** Where the relay's checkpoint is kept; there are no documents beside it. */
export const RELAY: Collection = { name: 'relay@1', indexes: [], original: true };

/** How long the checkpoint stands still, with events after it, before a relay that stands by takes over. */
export const STAND_BY_MS = 5_000;

/** What the relay tells its surroundings, for logs and counters. */
export interface RelayObserver {
  /** A page is published and the checkpoint has moved. */
  published?(progress: { readonly events: number; readonly position: Position; readonly head: Position }): void;
  /** An event was too large for the bus and was published without its data. */
  cut?(event: RecordedEvent): void;
  /** An event cannot be read: it and all later ones of its stream wait, the others go on. */
  parked?(stream: ParkedStream): void;
  /** A parked stream was published to its end and goes on. */
  replayed?(stream: ParkedStream): void;
  /** Another relay moved the checkpoint: it is in charge. */
  standsBy?(): void;
  /** The run broke off and begins again from the checkpoint after a wait. */
  interrupted?(error: unknown, waitMs: number): void;
}

/** What the relay runs on. */
export interface RelayDependencies {
  readonly store: Pick<EventStore, 'follow' | 'head' | 'read'>;
  readonly bus: Pick<MessageBus, 'publish'>;
  readonly readStore: Pick<ReadStore, 'checkpoint' | 'commit' | 'find'>;
  readonly now: () => Date;
  readonly observer?: RelayObserver;
  /** 0…1, for the jitter of waits. */
  readonly random?: () => number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Publishes the whole log, in order per key, and then everything new, until the signal aborts; then it finishes the page in hand.
 * The checkpoint follows what is published, never the other way round: every event is published at least once. Any number of relays do
 * no harm; one of them gets on and the others stand by. A stream of which an event cannot be read is parked from there on.
 * @throws InvariantBroken where the checkpoint does not belong to this log: no retry would mend it
 */
export const runRelay = async (dependencies: RelayDependencies, signal: AbortSignal): Promise<void> => {
  const { observer = {}, random = Math.random, wait = pause } = dependencies;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const end = await relayFromCheckpoint(dependencies, signal, () => {
        failures = 0;
      });
      if (signal.aborted) return;
      if (end === 'ended') throw new Unavailable('The subscription ended by itself.');
      observer.standsBy?.();
      await standBy(dependencies, wait, signal);
    } catch (error) {
      failures += 1;
      if (isFinal(error, failures)) throw error;
      if (signal.aborted) return;
      const waitMs = backOffMs(failures, RERUN_BACK_OFF, random());
      observer.interrupted?.(error, waitMs);
      await wait(waitMs, signal);
    }
  }
};

/** Page by page: publish, then move the checkpoint. */
const relayFromCheckpoint = async (
  { store, bus, readStore, now, observer = {} }: RelayDependencies,
  signal: AbortSignal,
  onCommit: () => void,
): Promise<'ended' | 'fenced'> => {
  let checkpoint = await readStore.checkpoint(RELAY);
  const end = await store.head();
  const fault = faultOf(RELAY.name, checkpoint, end);
  if (checkpoint !== undefined && fault !== undefined) throw foreign(fault, checkpoint, end);
  const parked = await ParkedStreams.load(readStore, { collection: RELAY.name, repair: 'replay', now, onPark: observer.parked });
  await replayUnpublished({ store, bus, parked, checkpoint: checkpoint?.position, observer });
  let { log } = end;
  for await (const { events, position, head } of store.follow(checkpoint?.position, undefined, signal)) {
    if (position === checkpoint?.position) continue;
    assertAscending(checkpoint?.position, events);
    // A relay that took over meanwhile has published this page, or is about to: looking first spares most of the repetition.
    if (!isSame(await readStore.checkpoint(RELAY), checkpoint)) return 'fenced';
    const readable = publishable(events, parked);
    const { prefix, failure } = await publishEvents(bus, readable, observer.cut);
    const reached = failure ? readable[prefix - 1]?.position : position;
    if (reached !== undefined) {
      await parked.save();
      // A log that nothing had been written to has got its name with the first event.
      log ??= (await store.head()).log;
      const next: Checkpoint = { log: log ?? '', position: reached };
      const committed = await readStore.commit(RELAY, { puts: [], checkpoint: { expected: checkpoint, next } });
      if (committed === 'fenced') return 'fenced';
      checkpoint = next;
      onCommit();
      for (const record of await parked.forgetPassed(reached)) observer.replayed?.(record);
      observer.published?.({ events: prefix, position: reached, head });
    }
    if (failure) throw failure.error;
  }
  return 'ended';
};

/** Waits until the checkpoint stands still although there are events after it: then nobody is in charge. */
const standBy = async (
  { store, readStore, random = Math.random }: RelayDependencies,
  wait: (ms: number, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  let seen = await readStore.checkpoint(RELAY);
  while (!signal.aborted) {
    // Several that stand by do not take over in the same moment.
    await wait(STAND_BY_MS * (1 + random() / 2), signal);
    if (signal.aborted) return;
    const now = await readStore.checkpoint(RELAY);
    const { position: head } = await store.head();
    if (isSame(now, seen) && head !== undefined && head > (now?.position ?? '')) return;
    seen = now;
  }
};

const isSame = (one: Checkpoint | undefined, other: Checkpoint | undefined): boolean =>
  one?.position === other?.position && one?.log === other?.log;

/** The checkpoint lies in no log that is there: going on would skip events, or publish them under positions that mean nothing. */
const foreign = ({ kind }: CheckpointFault, { log, position }: Checkpoint, head: LogHead): CheckpointFault => {
  const reason =
    kind === 'another log'
      ? `belongs to the log ${log}, and the event store holds the log ${head.log}`
      : `is at ${position}, and the log ends at ${head.position ?? 'its beginning'}`;
  return new CheckpointFault(
    kind,
    `The relay's checkpoint (${RELAY.name}) ${reason}. Check EVENT_STORE_URL and READ_STORE_URL; if the log was replaced on purpose, `
      + `remove ${RELAY.name} from the read store, and the relay publishes the log from its beginning.`,
  );
};
