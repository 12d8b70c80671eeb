import { type Amendment, type Amendments, amendmentsOf, isAmendment, toldBy } from './amend.js';
import { type AmendingRules, type AmendmentCode } from './amending.js';
import { type Context, type Need, type HistoryFold, needHistory, type Reference, type State, type Violation } from './decider.js';
import { type Fact, type Message, type MessageMap, type RecordedEvent } from './message.js';
import { reject, type Rejection } from './rejection.js';

/** Facts that a refusal names; there may be more. */
const NAMED_MAX = 5;

type Place = Pick<RecordedEvent, 'id' | 'type' | 'version'>;

/** A fact as it would be told, among the amendments that there are. */
interface Amended {
  readonly fact: RecordedEvent;
  readonly after: RecordedEvent | undefined;
  readonly amendments: Amendments;
  readonly moved: Moved;
}

/** What the history would come to. */
interface Retold {
  state: State;
  /** Facts that rest on the fact itself, or on an id that it would give no more, the first {@link NAMED_MAX} + 1 of each. */
  readonly resting: Map<string, readonly Place[]>;
  /** The fact that gives an id that is watched, beside the one that is amended. */
  readonly givenBy: Map<string, Place>;
}

/** Under which those stand that rest on the fact itself. */
const ITSELF = '';

/** The ids that a fact would give no more, would give anew, and would name anew. */
interface Moved {
  readonly lost: readonly Reference[];
  readonly gained: readonly Reference[];
  readonly wanted: readonly Reference[];
}

/**
 * What stands in the way of an amendment: facts that rest on the fact, ids that would be given twice or not at all, and what would
 * contradict itself and does not now. `undefined`: nothing.
 */
export const brokenBy = (
  rules: AmendingRules,
  { fact, amendments }: { readonly fact: RecordedEvent; readonly amendments: Amendments },
  amendment: Amendment,
  state: State,
  context: Context,
): Need | Rejection<AmendmentCode> | undefined => {
  const before = toldBy(amendmentsOf(amendments, fact), fact);
  const after = before && toldBy([amendment], before);
  const moved = movedBy(rules, before, after);
  const name = nameOf(fact.id, amendment.kind);
  const retold = context.history<Retold>(name);
  if (retold === undefined) return needHistory(name, retelling(rules, { fact, after, amendments, moved }));
  return inUse(fact, retold) ?? twiceOrNever(moved, retold) ?? contradiction(rules.facts.invariants, state, retold.state);
};

/** The state that the stream would come to by the amendment that was just decided; `undefined` for any other event. */
export const retoldState = (context: Context, fact: string, type: string): State | undefined =>
  type === 'FactWithdrawn' || type === 'FactCorrected'
    ? context.history<Retold>(nameOf(fact, type === 'FactWithdrawn' ? 'withdrawn' : 'corrected'))?.state
    : undefined;

/** The question that {@link brokenBy} puts to the history. */
const nameOf = (fact: string, kind: Amendment['kind']): string => `${fact} ${kind}`;

const movedBy = ({ facts: { introduces, refersTo } }: AmendingRules, before?: RecordedEvent, after?: RecordedEvent): Moved => {
  const of = (list: (event: Message<MessageMap>) => readonly Reference[], event?: RecordedEvent) =>
    event === undefined ? [] : list(event as unknown as Message<MessageMap>);
  const without = (some: readonly Reference[], others: readonly Reference[]) => {
    const known = new Set(others.map(keyOf));
    return some.filter((reference) => !known.has(keyOf(reference)));
  };
  return {
    lost: without(of(introduces, before), of(introduces, after)),
    gained: without(of(introduces, after), of(introduces, before)),
    wanted: without(of(refersTo, after), [...of(refersTo, before), ...of(introduces, after)]),
  };
};

/** The second reading: the history as it would be told, and who rests on what. */
const retelling = ({ aggregate, facts, amending }: AmendingRules, { fact, after, amendments, moved }: Amended): HistoryFold<Retold> => {
  const lost = new Set(moved.lost.map(keyOf));
  const watched = new Set([...moved.lost, ...moved.gained, ...moved.wanted].map(keyOf));
  const founds = fact.version === 1 && amending.founded !== false;
  const restsOnIt = ({ meta }: RecordedEvent) => after === undefined && (founds || meta.evidence?.includes(fact.id) === true);
  return {
    begin: () => ({ state: aggregate.initial, resting: new Map(), givenBy: new Map() }),
    step: (retold, event) => {
      if (isAmendment(aggregate.amendments, event)) return retold;
      const isIt = event.id === fact.id;
      const told = isIt ? after : toldBy(amendmentsOf(amendments, event), event);
      retold.state = told ? aggregate.evolve(retold.state, asFact(told)) : aggregate.evolveWithdrawn(retold.state, asFact(event));
      if (told === undefined || isIt) return retold;
      const { id, type, version } = told;
      const names = facts.refersTo(asMessage(told)).map(keyOf);
      for (const key of [...(restsOnIt(told) ? [ITSELF] : []), ...names.filter((name) => lost.has(name))]) {
        const known = retold.resting.get(key) ?? [];
        if (known.length <= NAMED_MAX) retold.resting.set(key, [...known, { id, type, version }]);
      }
      for (const key of facts.introduces(asMessage(told)).map(keyOf)) {
        if (watched.has(key)) retold.givenBy.set(key, { id, type, version });
      }
      return retold;
    },
  };
};

const inUse = (fact: RecordedEvent, { resting, givenBy }: Retold): Rejection<AmendmentCode> | undefined => {
  const standing = [...resting].filter(([key]) => !givenBy.has(key)).flatMap(([, facts]) => facts);
  const facts = [...new Map(standing.map((place) => [place.id, place])).values()];
  if (facts.length === 0) return undefined;
  const named = facts.slice(0, NAMED_MAX).map(({ type, version, id }) => `${type} (version ${version}, ${id})`);
  const more = facts.length > NAMED_MAX ? ' and more' : '';
  const fix = 'withdraw or correct those first';
  return reject('FACT_IN_USE', `On ${fact.type} (version ${fact.version}, ${fact.id}) rest ${named.join(', ')}${more}: ${fix}.`, '/fact');
};

const twiceOrNever = ({ gained, wanted }: Moved, { givenBy }: Retold): Rejection<AmendmentCode> | undefined => {
  const twice = gained.find((reference) => givenBy.has(keyOf(reference)));
  if (twice !== undefined) {
    const { type, version } = givenBy.get(keyOf(twice))!;
    const detail = `${twice.kind} ${twice.id} is that of ${type} (version ${version}) already: name another one.`;
    return reject('CORRECTION_INVALID', detail, `/changes${twice.pointer ?? ''}`);
  }
  const never = wanted.find((reference) => !givenBy.has(keyOf(reference)));
  if (never === undefined) return undefined;
  const detail = `There is no ${never.kind} ${never.id}: check the id, or record it first.`;
  return reject('CORRECTION_INVALID', detail, `/changes${never.pointer ?? ''}`);
};

const contradiction = (
  invariants: (state: State) => readonly Violation[],
  before: State,
  after: State,
): Rejection<AmendmentCode> | undefined => {
  const known = new Set(invariants(before).map(signOf));
  const fresh = invariants(after).filter((violation) => !known.has(signOf(violation)));
  if (fresh.length === 0) return undefined;
  const details = fresh.slice(0, NAMED_MAX).map(({ code, detail }) => `${code}: ${detail}`);
  return reject('HISTORY_CONTRADICTED', `What is known would contradict itself. ${details.join(' ')}`, '/fact');
};

const keyOf = ({ kind, id }: Reference): string => `${kind} ${id}`;

const signOf = ({ code, subject, detail }: Violation): string => `${code} ${subject ?? detail}`;

const asFact = (event: RecordedEvent) => event as unknown as Fact<MessageMap>;

const asMessage = (event: RecordedEvent) => event as unknown as Message<MessageMap>;
