import {
  type AmendedCredit,
  type Amendment,
  type AmendmentCommands,
  type AmendmentEvents,
  type Amendments,
  amendmentsIn,
  amendmentsOf,
  type Changes,
  isAmendment,
  NO_AMENDMENTS,
  type PlacedAmendment,
  toldBy,
} from './amend.js';
import { type AmendingRules, type AmendmentCode } from './amending.js';
import { brokenBy } from './amended-history.js';
import { type Command, type Context, type Decision, isNeed, type Need, needHistory, type State } from './decider.js';
import { type Fact, idOf, type MessageMap, type RecordedEvent } from './message.js';
import { isRejection, reject, type Rejection } from './rejection.js';
import { sameData } from './same-data.js';

type Asked = Command<AmendmentCommands>;
type Answer = Decision<AmendmentEvents, string>;

/** The fact that a command names, with what has amended it, and all amendments of its stream. */
interface Named {
  readonly fact: RecordedEvent;
  readonly amendedBy: readonly PlacedAmendment[];
  readonly amendments: Amendments;
}

/**
 * Decides whether a fact may be withdrawn or corrected. It reads the history twice: for the fact and its amendments, and as it would be
 * told; what others rest on, and what would contradict itself, stands in the way.
 */
export const decideAmendment = (rules: AmendingRules, command: Asked, state: State, context: Context): Answer => {
  const named = find(rules, command, context);
  if (isNeed(named) || isRejection(named)) return named;
  const shared = rules.amending.shared?.(named.fact);
  if (shared !== undefined) return shared;
  return command.type === 'WithdrawFact' ? withdraw(rules, command, named, state, context) : correct(rules, command, named, state, context);
};

const withdraw = (
  rules: AmendingRules,
  { data }: Command<AmendmentCommands, 'WithdrawFact'>,
  named: Named,
  state: State,
  context: Context,
): Answer => {
  const withdrawn = named.amendedBy.find(({ kind }) => kind === 'withdrawn');
  if (withdrawn !== undefined) return withdrawn.reason === data.reason ? [] : wasWithdrawn(named.fact, withdrawn);
  return brokenBy(rules, named, { kind: 'withdrawn', ...data }, state, context) ?? [{ type: 'FactWithdrawn', data }];
};

const correct = (
  rules: AmendingRules,
  command: Command<AmendmentCommands, 'CorrectFact'>,
  named: Named,
  state: State,
  context: Context,
): Answer => {
  const { fact, amendedBy } = named;
  const { employeeId: _, ...asked } = command.data;
  const before = toldBy(amendedBy, fact);
  if (before === undefined)
    return wasWithdrawn(
      fact,
      amendedBy.find(({ kind }) => kind === 'withdrawn')!,
    );
  const refusal = refuseForm(rules, command, before, state, context);
  if (refusal !== undefined) return refusal;
  const uncredited = toldBy([{ kind: 'corrected', ...asked }], before)!;
  const credit = creditOf(rules, command, before, uncredited, state, context);
  if (credit !== undefined && (isNeed(credit) || isRejection(credit))) return credit;
  const changes = { ...asked.changes, ...derivedOf(rules, uncredited) };
  const data = {
    ...asked,
    ...(Object.keys(changes).length === 0 ? {} : { changes }),
    ...(credit === undefined ? {} : { credit: credit as AmendedCredit }),
  };
  const amendment: Amendment = { kind: 'corrected', ...data };
  const after = toldBy([amendment], before)!;
  if (sameData(after.data, before.data) && after.meta.occurredAt === before.meta.occurredAt) return [];
  const faults = rules.facts.check(after as unknown as Fact<MessageMap>, after.meta.occurredAt, context);
  if (isNeed(faults)) return faults;
  if (faults.length > 0) return invalid(faults.map(({ detail }) => detail).join(' '), `/changes${faults[0]!.pointer ?? ''}`);
  return brokenBy(rules, named, amendment, state, context) ?? [{ type: 'FactCorrected', data }];
};

/** What follows from the rest and comes out otherwise than it is told. */
const derivedOf = ({ facts }: AmendingRules, fact: RecordedEvent): Changes => {
  const derived = facts.derived(fact as unknown as Fact<MessageMap>);
  const told = fact.data as Changes;
  return Object.fromEntries(Object.entries(derived).filter(([field, value]) => !sameData(told[field], value)));
};

/** The first reading: what is named, and everything that was ever amended. */
const find = ({ aggregate }: AmendingRules, { stream, data }: Asked, context: Context): Named | Need | Rejection<AmendmentCode> => {
  const types = aggregate.amendments;
  const found = context.history<{ fact?: RecordedEvent; readonly amending: RecordedEvent[] }>(data.fact);
  if (found === undefined) {
    return needHistory(data.fact, {
      begin: () => ({ amending: [] as RecordedEvent[] }) as { fact?: RecordedEvent; readonly amending: RecordedEvent[] },
      step: (result, event) => {
        if (event.id === data.fact) result.fact = event;
        if (isAmendment(types, event)) result.amending.push(event);
        return result;
      },
    });
  }
  const { fact, amending } = found;
  if (fact === undefined) {
    const where = 'the timeline has the ids of its events; a fact of another one is amended there';
    return reject('FACT_NOT_FOUND', `${nameOf(stream)} has no event ${data.fact}: ${where}.`, '/fact');
  }
  const amendments = amendmentsIn(types, amending, NO_AMENDMENTS);
  if (isAmendment(types, fact)) {
    const fix = `amend event ${amendments.factOf.get(fact.id)} itself, once more`;
    return reject('FACT_IS_A_CORRECTION', `Event ${fact.id} (${placeOf(fact)}) amends another one: ${fix}.`, '/fact');
  }
  return { fact, amendments, amendedBy: amendmentsOf(amendments, fact) };
};

/** Refuses what could not be told of any fact. */
const refuseForm = (
  { admit }: AmendingRules,
  command: Command<AmendmentCommands, 'CorrectFact'>,
  before: RecordedEvent,
  state: State,
  context: Context,
): Need | Rejection | undefined => {
  const { changes, occurredAt, employeeId } = command.data;
  if (changes === undefined && occurredAt === undefined && employeeId === undefined)
    return invalid('Nothing would be corrected: name changes, occurredAt or employeeId.');
  if (changes !== undefined && Object.hasOwn(changes, 'credit'))
    return invalid('Whom a fact counts for is decided: name the person in employeeId.', '/changes/credit');
  if (employeeId !== undefined && !Object.hasOwn(before.data, 'credit'))
    return invalid(`${before.type} counts for nobody: leave employeeId out.`, '/employeeId');
  return occurredAt === undefined ? undefined : admit({ ...command, occurredAt } as unknown as Command<MessageMap>, state, context);
};

/** `undefined`: it counts for whom it counted. */
const creditOf = (
  { amending }: AmendingRules,
  { data: { occurredAt, employeeId } }: Command<AmendmentCommands, 'CorrectFact'>,
  before: RecordedEvent,
  fact: RecordedEvent,
  state: State,
  context: Context,
): AmendedCredit | Need | Rejection | undefined => {
  if (!Object.hasOwn(before.data, 'credit') || (occurredAt === undefined && employeeId === undefined)) return undefined;
  return amending.credit?.({ fact, before, ...(employeeId === undefined ? {} : { employeeId }) }, state, context);
};

const wasWithdrawn = (fact: RecordedEvent, { meta, reason }: PlacedAmendment): Rejection<AmendmentCode> =>
  reject(
    'FACT_WITHDRAWN',
    `Event ${fact.id} (${placeOf(fact)}) was withdrawn by ${meta.actor} on ${meta.recordedAt.slice(0, 10)}, because: ${reason}. Record it anew.`,
    '/fact',
  );

const invalid = (detail: string, field?: string): Rejection<AmendmentCode> => reject('CORRECTION_INVALID', detail, field);

const placeOf = ({ type, version }: Pick<RecordedEvent, 'type' | 'version'>): string => `${type}, version ${version}`;

const nameOf = (stream: string): string => `${stream.slice(0, stream.indexOf('-'))} ${idOf(stream)}`;
