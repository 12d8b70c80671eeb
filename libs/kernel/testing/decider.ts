import { expect } from '@jest/globals';
import { UTC } from '../calendar.js';
import { type Admission } from '../amending.js';
import { type Command, type Context, type Decided, type Decision, type Facet, isNeed, type State } from '../decider.js';
import { type Fact, type Instant, type Message, type MessageMap, type TypeOf } from '../message.js';
import { isRejection } from '../rejection.js';

/** The world around a decision, with quiet defaults. */
export interface World {
  readonly stream?: string;
  readonly now?: Instant;
  /** UTC unless told. */
  readonly timeZone?: string;
  readonly occurredAt?: Instant;
  readonly commandId?: string;
  readonly source?: string;
  readonly actor?: string;
  readonly evidence?: readonly string[];
  readonly note?: string;
  /** Active policies: `{ 'stage-evidence': { ref: 'stage-evidence@0', document } }`. */
  readonly policies?: Readonly<Record<string, { readonly ref: string; readonly document: object }>>;
  /** States of other streams. One that is needed and not given fails the test with its name. */
  readonly others?: Readonly<Record<string, unknown>>;
  /** What questions to the own stream's history came to, by name. */
  readonly histories?: Readonly<Record<string, unknown>>;
}

/** Codes of what a command must pass before its rule; a facet does not declare them. */
type AdmissionCode = string & {};

/** An event of the past, as a test states it: type, data, and where it matters when it happened. */
export type Past<Events> = Message<Events> & { readonly occurredAt?: Instant };

export const NOON: Instant = '2026-03-01T12:00:00.000Z';

/** Turns stated events into recorded ones: versions 1..n, ids `event-1` …, all at noon unless told. */
export const recorded = <Events>(events: readonly Past<Events>[], stream = 'account-acme'): Fact<Events>[] =>
  events.map(
    (event, index) =>
      ({
        id: `event-${index + 1}`,
        stream,
        version: index + 1,
        position: String(index + 1).padStart(16, '0'),
        type: event.type,
        data: event.data,
        meta: {
          commandId: `command-${index + 1}`,
          commandHash: '',
          actor: 'tester',
          occurredAt: event.occurredAt ?? NOON,
          recordedAt: event.occurredAt ?? NOON,
        },
      }) as unknown as Fact<Events>,
  );

/** Folds a facet's own slice. */
export const fold = <Slice, Events extends MessageMap>(
  facet: {
    readonly initial: Slice;
    readonly evolve: { readonly [E in TypeOf<Events>]: (slice: Slice, event: Fact<Events, E>) => Slice };
  },
  events: readonly Fact<Events>[],
): Slice => {
  const folds = facet.evolve as unknown as Readonly<Record<string, (slice: Slice, event: Fact<Events>) => Slice>>;
  return events.reduce((slice, event) => folds[event.type]!(slice, event), facet.initial);
};

/**
 * `decider(commerce, { ownership }).given(…).when({ type, data }).thenEvents(…)`: `around` holds the other slices that the facet reads.
 * `thenEvents` compares the decided events exactly; `thenRejected` compares the code and, where given, what the detail says and the field
 * that is to blame.
 */
export const decider = <
  Name extends string,
  Slice,
  Commands extends MessageMap,
  Events extends MessageMap,
  Code extends string,
  Needs extends { readonly [N in Name]: Slice },
>(
  facet: Facet<Name, Slice, Commands, Events, Code, Needs>,
  around?: Omit<Needs, Name> & Readonly<Record<string, unknown>>,
  admit: Admission = () => undefined,
) => ({
  given: (...events: readonly Past<Events>[]) => {
    const slice = fold<Slice, Events>(facet, recorded(events));
    return {
      slice,
      when: (command: Message<Commands>, world: World = {}) => {
        const state = { ...around, [facet.name]: slice } as unknown as Needs;
        const decide = facet.decide as unknown as Readonly<
          Record<string, (command: Command<Commands>, state: Needs, context: Context) => Decision<Events, Code>>
        >;
        const asked = {
          stream: world.stream ?? 'account-acme',
          commandId: world.commandId ?? 'command-now',
          ...(world.source === undefined ? {} : { source: world.source }),
          occurredAt: world.occurredAt ?? NOON,
          actor: world.actor ?? 'tester',
          ...(world.evidence ? { evidence: world.evidence } : {}),
          ...(world.note ? { note: world.note } : {}),
          ...command,
        } as Command<Commands>;
        const context = contextOf(world);
        const refusal = admit(asked as unknown as Command<MessageMap>, state as unknown as State, context);
        const decision = (refusal as Decision<Events, Code> | undefined) ?? decide[command.type]!(asked, state, context);
        if (isNeed(decision)) throw new Error(`The decision needs ${decision.needs.join(', ')}: state it in world.others.`);
        return {
          decision,
          thenEvents: (...expected: readonly Decided<Events>[]) => expect(decision).toEqual(expected),
          thenRejected: (code: Code | AdmissionCode, saying?: string | RegExp, field?: string) => {
            expect(isRejection(decision) ? decision.rejected : decision).toBe(code);
            if (saying !== undefined && isRejection(decision)) expect(decision.detail).toMatch(saying);
            if (field !== undefined && isRejection(decision)) expect(decision.field).toBe(field);
          },
        };
      },
    };
  },
});

/** A context as the runtime would build it; an unknown policy fails the test. */
export const contextOf = (world: World = {}): Context => ({
  now: world.now ?? NOON,
  timeZone: world.timeZone ?? UTC,
  policy: <Document extends object>(name: string) => {
    const active = world.policies?.[name];
    if (active === undefined) throw new Error(`The decision asks for policy ${name}: state it in world.policies.`);
    return active as { readonly ref: string; readonly document: Document };
  },
  other: <Other>(stream: string) => world.others?.[stream] as Other | undefined,
  history: <Result>(name: string) => world.histories?.[name] as Result | undefined,
});
