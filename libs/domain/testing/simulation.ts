import { isAmendment } from '#libs/kernel/amend.js';
import { isNeed, type Command, type Decided, type State } from '#libs/kernel/decider.js';
import { type Instant, type MessageMap, type RecordedEvent } from '#libs/kernel/message.js';
import { isRejection, type Rejection } from '#libs/kernel/rejection.js';
import { contextOf } from '#libs/kernel/testing/decider.js';
import { GENERATIONS_MAX } from '../profile/structure.js';
import { aggregateOf } from './lookups.js';
import { policies } from './world.js';
import { stateAsTold } from '#libs/kernel/testing/amendments.js';
import { deepFreeze } from './freeze.js';
import { asFact } from './goldens.js';

/** A command as it is handed in. */
export interface Asked {
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly commandId: string;
  readonly occurredAt: Instant;
}

/** Streams that one decision may ask for. */
const NEEDS_MAX = GENERATIONS_MAX + 4;

/** All aggregates side by side in memory: decides with whatever other streams a decision asks for, and folds what was decided. */
export const simulate = () => {
  const states = new Map<string, State>();
  const log: RecordedEvent[] = [];
  const eventsOf = (stream: string) => log.filter((event) => event.stream === stream);
  const stateOf = (stream: string): State => deepFreeze(states.get(stream) ?? aggregateOf(stream)!.initial);

  const decide = (asked: Asked): readonly Decided<MessageMap>[] | Rejection => {
    const others: Record<string, State> = {};
    const histories: Record<string, unknown> = {};
    // The sender that {@link record} writes on its events.
    const command = { ...asked, source: asked.type, actor: 'tester' } as Command<MessageMap>;
    for (let round = 0; round <= NEEDS_MAX; round += 1) {
      const decision = aggregateOf(asked.stream)!.decide(
        command,
        stateOf(asked.stream),
        contextOf({ now: asked.occurredAt, policies, others, histories }),
      );
      if (!isNeed(decision)) return decision;
      for (const stream of decision.needs) others[stream] = stateOf(stream);
      for (const [name, { begin, step }] of Object.entries(decision.histories ?? {}))
        histories[name] = eventsOf(asked.stream).reduce(step, begin());
    }
    throw new Error(`${asked.type} asks for more than ${NEEDS_MAX} streams: ${Object.keys(others).join(', ')}.`);
  };

  const send = (asked: Asked): readonly Decided<MessageMap>[] | Rejection => {
    const decision = decide(asked);
    if (isRejection(decision)) return decision;
    for (const [index, { type, data, stream = asked.stream }] of decision.entries()) {
      const event = record({ ...asked, stream }, index, asked.type, { type, data });
      log.push(event);
      const aggregate = aggregateOf(stream)!;
      const isAmended = isAmendment(aggregate.amendments, event);
      states.set(stream, isAmended ? stateAsTold(aggregate, eventsOf(stream)) : aggregate.evolve(stateOf(stream), asFact(event)));
    }
    return decision;
  };

  /** The event's source is the type of the command that it came from. */
  const record = (
    { stream, commandId, occurredAt }: Omit<Asked, 'type' | 'data'>,
    index: number,
    source: string,
    { type, data }: { readonly type: string; readonly data: object },
  ): RecordedEvent => ({
    id: `${commandId}#${index}`,
    stream,
    version: log.filter((event) => event.stream === stream).length + 1,
    position: String(log.length + 1).padStart(16, '0'),
    type,
    // As a store gives it back.
    data: deepFreeze(JSON.parse(JSON.stringify(data)) as object),
    meta: { commandId, commandHash: '', actor: 'tester', occurredAt, recordedAt: occurredAt, source },
  });

  return { states, log, decide, send };
};
