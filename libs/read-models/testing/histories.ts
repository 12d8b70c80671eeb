import fc from 'fast-check';
import { type AccountEvents, type AllEvents } from '#libs/domain/messages.js';
import { type Message, type RecordedEvent, type TypeOf } from '#libs/kernel/message.js';
import { CHANNELS, type Credit, DIRECTIONS, RISK_LEVELS, STAGES } from '#libs/domain/values.js';
import { dealDeeds } from './deal-deeds.js';
import { designationDeeds } from './designation-deeds.js';
import { type DeedOf, type Known, of } from './known.js';
import { maturityDeeds } from './maturity-deeds.js';
import { teamworkDeeds } from './teamwork-deeds.js';
import { CONTACTS, stakeholderDeeds } from './stakeholder-deeds.js';
import { churnDeeds } from './churn-deeds.js';
import { voiceDeeds } from './voice-deeds.js';
import { practiceDeed, programDeeds, resourceDeeds, skillDeed, valueDeeds, workDeeds } from './work-deeds.js';

export type AnyEvents = AllEvents;

/** Writes events into streams: versions 1..n a stream, positions over all. */
export class Log {
  readonly events: RecordedEvent[] = [];
  readonly #versions = new Map<string, number>();

  /** The id of the next event of a stream. */
  nextIdOf(stream: string): string {
    return `${stream}#${(this.#versions.get(stream) ?? 0) + 1}`;
  }

  /** Appends one event; it happened and was recorded at noon of the given day unless told otherwise. */
  append(stream: string, { type, data }: Message<AnyEvents>, day: string, recordedDay = day): RecordedEvent {
    const version = (this.#versions.get(stream) ?? 0) + 1;
    this.#versions.set(stream, version);
    const event: RecordedEvent = {
      id: `${stream}#${version}`,
      stream,
      version,
      position: String(this.events.length + 1).padStart(16, '0'),
      type,
      data,
      meta: {
        commandId: `command-${this.events.length + 1}`,
        commandHash: '',
        actor: 'tester',
        occurredAt: `${day}T12:00:00.000Z`,
        recordedAt: `${recordedDay}T12:00:00.000Z`,
      },
    };
    this.events.push(event);
    return event;
  }
}

/** What amends is not amended. */
const AMENDING = /^(Fact|Interaction)(Corrected|Withdrawn|Retracted)$/;

/** One choice of the generator: which account, what to do there, when it happened, and which of several. */
interface Choice {
  readonly account: number;
  readonly what: number;
  readonly day: number;
  readonly pick: number;
}

type Deed = DeedOf<AccountEvents>;

const PEOPLE = ['ann', 'ben', 'cid'] as const;
/** Nobody, a person without a team, and people in teams. */
const CREDITS: readonly Credit[] = [
  {},
  { employeeId: 'cid' },
  { employeeId: 'ann', teamId: 'north' },
  { employeeId: 'ben', teamId: 'south' },
];

/** Takes one of a list out of it. */
const take = <Item>(items: Item[], pick: number): Item | undefined => items.splice(pick % Math.max(1, items.length), 1)[0];

const deeds: { readonly [E in TypeOf<AccountEvents>]?: Deed } = {
  AccountRenamed: (account, pick) => ({ type: 'AccountRenamed', data: { name: `Name ${pick}`, previous: `Name ${account.made}` } }),
  AccountClosed: (account) => {
    account.open = false;
    return { type: 'AccountClosed', data: { reason: 'dormant' } };
  },
  OwnershipTransferred: (account, pick) => {
    const [from, to] = [account.owner, of(PEOPLE, pick)];
    account.owner = to;
    return from === undefined
      ? { type: 'OwnerAssigned', data: { employeeId: to } }
      : { type: 'OwnershipTransferred', data: { from, to, reason: 'balance' } };
  },
  ...stakeholderDeeds,
  ...teamworkDeeds,
  ...maturityDeeds,
  ...churnDeeds,
  ...voiceDeeds,
  InteractionRecorded: (account, pick) => {
    const interactionId = `i-${(account.made += 1)}`;
    account.interactions.push({ id: interactionId, lastEventId: account.nextEventId });
    return {
      type: 'InteractionRecorded',
      data: {
        interactionId,
        channel: of(CHANNELS, pick),
        direction: of(DIRECTIONS, pick),
        executive: pick % 2 === 0,
        ourPeople: PEOPLE.slice(0, pick % 3),
        contacts: [of(CONTACTS, pick), 'the buyer'].slice(pick % 3),
        stakeholders: CONTACTS.slice(pick % 4),
        minutesLate: pick,
        credit: of(CREDITS, pick),
      },
    };
  },
  InteractionCorrected: (account, pick) => {
    const interaction = account.interactions[pick % Math.max(1, account.interactions.length)];
    if (interaction === undefined) return undefined;
    const { id: interactionId, lastEventId: corrects } = interaction;
    interaction.lastEventId = account.nextEventId;
    const changes = { outcome: 'better', executive: pick % 2 === 1 };
    return { type: 'InteractionCorrected', data: { interactionId, corrects, changes, reason: 'misheard' } };
  },
  InteractionRetracted: (account, pick) => {
    const interaction = take(account.interactions, pick);
    if (interaction === undefined) return undefined;
    const { id: interactionId, lastEventId: retracts } = interaction;
    return { type: 'InteractionRetracted', data: { interactionId, retracts, reason: 'another account' } };
  },
  FactWithdrawn: ({ facts }, pick) => {
    const fact = take(facts, pick);
    return fact && { type: 'FactWithdrawn', data: { fact: fact.id, reason: 'another account' } };
  },
  FactCorrected: ({ facts }, pick, day) => {
    const fact = facts.at(-1 - (pick % Math.max(1, facts.length)));
    if (fact === undefined) return undefined;
    const date = pick % 2 === 0 ? { occurredAt: `${dayOf(day)}T09:00:00.000Z` } : {};
    const credit = pick % 3 === 0 && 'credit' in fact.data ? { credit: { ...of(CREDITS, pick + 1) } } : {};
    const changes = pick % 2 === 1 && 'net' in fact.data ? { changes: { net: { amount: `${pick}.25`, currency: 'EUR' } } } : {};
    return { type: 'FactCorrected', data: { fact: fact.id, reason: 'misread', ...date, ...credit, ...changes } };
  },
  RelationshipAssessed: (_, pick) => ({
    type: 'RelationshipAssessed',
    data: {
      scores: { contactStructure: 1, functions: 1, executiveCadence: 1, offering: 1, informationSharing: 1, trust: 1 },
      total: 6 + pick,
      supports: of(STAGES, pick),
    },
  }),
  RelationshipStageChanged: (account, pick) => {
    const step = account.stage === 0 || (account.stage === 1 && pick % 2 === 0) ? 1 : -1;
    const [from, to] = [of(STAGES, account.stage), of(STAGES, (account.stage += step))];
    const override = pick % 3 === 0 ? { override: { reason: 'the board wants it', missing: ['score'] } } : {};
    return { type: 'RelationshipStageChanged', data: { from, to, direction: step > 0 ? 'advance' : 'regress', ...override } };
  },
  OrderRecorded: (account, pick) => {
    const orderNumber = `o-${(account.made += 1)}`;
    account.orders.push(orderNumber);
    const net = { amount: `${pick * 10}.${pick}5`, currency: pick % 4 === 0 ? 'USD' : 'EUR' };
    return { type: 'OrderRecorded', data: { orderNumber, net, credit: of(CREDITS, pick) } };
  },
  ReturnRecorded: (account, pick) => {
    const orderNumber = take(account.orders, pick);
    if (orderNumber === undefined) return undefined;
    const net = { amount: '0.05', currency: 'EUR' };
    return { type: 'ReturnRecorded', data: { returnNumber: `r-${orderNumber}`, orderNumber, net, credit: of(CREDITS, pick) } };
  },
  DeliveryRecorded: (account, pick) => ({
    type: 'DeliveryRecorded',
    data: {
      orderNumber: of(account.orders.length > 0 ? account.orders : ['o-0'], pick),
      deliveryNumber: `d-${(account.made += 1)}`,
      ...(pick % 3 === 0 ? {} : { net: { amount: `${pick}.10`, currency: 'EUR' } }),
      credit: of(CREDITS, pick),
    },
  }),
  InvoiceRecorded: (account, pick) => ({
    type: 'InvoiceRecorded',
    data: { invoiceNumber: `v-${(account.made += 1)}`, net: { amount: `${pick - 4}.05`, currency: 'EUR' }, credit: of(CREDITS, pick) },
  }),
  CostToServeRecorded: (_, pick) => ({
    type: 'CostToServeRecorded',
    data: { month: `2025-0${(pick % 9) + 1}`, cost: { amount: '1.50', currency: 'EUR' }, credit: of(CREDITS, pick) },
  }),
  PromiseMade: (account, pick) => {
    const promiseId = `p-${(account.made += 1)}`;
    account.promises.push(promiseId);
    return { type: 'PromiseMade', data: { promiseId, what: 'call back', due: '2025-06-01', credit: of(CREDITS, pick) } };
  },
  PromiseKept: (account, pick) => {
    const promiseId = take(account.promises, pick);
    const data = { due: '2025-06-01', daysLate: pick % 3, credit: of(CREDITS, pick) };
    return promiseId === undefined ? undefined : { type: 'PromiseKept', data: { promiseId, ...data } };
  },
  PromiseBroken: (account, pick) => {
    const promiseId = take(account.promises, pick);
    const data = { due: '2025-06-01', reason: 'forgotten', credit: of(CREDITS, pick) };
    return promiseId === undefined ? undefined : { type: 'PromiseBroken', data: { promiseId, ...data } };
  },
  PromiseRenegotiated: (account, pick) => {
    const promiseId = account.promises[0];
    const data = { due: `2025-07-0${(pick % 9) + 1}`, previousDue: '2025-06-01', reason: 'parts are late' };
    return promiseId === undefined ? undefined : { type: 'PromiseRenegotiated', data: { promiseId, ...data } };
  },
  ChurnRiskFlagged: (_, pick) => ({
    type: 'ChurnRiskFlagged',
    data: { level: of(RISK_LEVELS, pick), reasons: ['service'], basis: 'person' },
  }),
  ChurnRiskCleared: () => ({ type: 'ChurnRiskCleared', data: { previous: 'watch', reason: 'they answered' } }),
  AccountDeclaredLost: () => ({ type: 'AccountDeclaredLost', data: { reasons: ['price'], criterion: 'churn-criterion@0' } }),
  AccountWonBack: () => ({ type: 'AccountWonBack', data: {} }),
};

/** What histories are about now and then: two of these at most, so that each is told at length however many there are. */
const MORE: readonly Readonly<Record<string, unknown>>[] = [
  workDeeds,
  valueDeeds,
  resourceDeeds,
  programDeeds,
  designationDeeds,
  { ...dealDeeds },
];

const dayOf = (days: number): string => new Date(Date.UTC(2025, 0, 1 + days)).toISOString().slice(0, 10);

const historyOf = ([more, choices]: readonly [typeof MORE, readonly Choice[]]): readonly RecordedEvent[] => {
  const told = [deeds, ...more].flatMap((kind) => Object.values(kind as Readonly<Record<string, Deed>>));
  const log = new Log();
  for (const name of PEOPLE) log.append(`employee-${name}`, { type: 'EmployeeRegistered', data: { name } }, dayOf(0));
  for (const name of ['north', 'south']) log.append(`team-${name}`, { type: 'TeamFormed', data: { name } }, dayOf(0));
  const accounts = new Map<number, Known>();
  for (const { account, what, day, pick } of choices) {
    const stream = `account-${account}`;
    const known = accounts.get(account);
    if (known === undefined) {
      accounts.set(account, {
        open: true,
        stage: 0,
        owner: undefined,
        promises: [],
        interactions: [],
        orders: [],
        deals: [],
        tenders: [],
        begun: { complaint: [], dispute: [], survey: [], question: [], suggestion: [], need: [] },
        made: 0,
        contacts: 0,
        facts: [],
        nextEventId: '',
      });
      log.append(stream, { type: 'AccountOpened', data: { name: `Name ${account}` } }, dayOf(day));
    } else if (!known.open) {
      known.open = true;
      log.append(stream, { type: 'AccountReopened', data: { reason: 'they called' } }, dayOf(day));
    } else {
      known.nextEventId = log.nextIdOf(stream);
      const message = of(told, what)(known, pick, (day * 7) % 600);
      const event = message && log.append(stream, message, dayOf(day), dayOf(day + pick));
      if (event && !AMENDING.test(event.type)) known.facts.push(event);
    }
    const team = pick % 2 === 0 ? 'north' : 'south';
    if (what % 10 === 2) log.append(`employee-${of(PEOPLE, pick)}`, { type: 'EmployeeDeparted', data: {} }, dayOf(day));
    if (what % 10 === 0) log.append(`employee-${of(PEOPLE, pick)}`, { type: 'TeamJoined', data: { teamId: team } }, dayOf(day));
    if (what % 10 === 3) log.append(`employee-${of(PEOPLE, pick)}`, skillDeed(pick), dayOf(day));
    if (what % 10 === 4) log.append('portfolio-company', practiceDeed(pick), dayOf(day));
    if (what % 10 === 1)
      log.append(`team-${team}`, { type: 'TeamTargetSet', data: { kpi: 'netSales', period: '2025', value: `${pick}` } }, dayOf(day));
  }
  return log.events;
};

/** Far more than there are deeds, so that each of them is as likely as the others. */
const WHAT_MAX = 9_999;

const historiesOf = (size: fc.SizeForArbitrary): fc.Arbitrary<readonly RecordedEvent[]> =>
  fc
    .tuple(
      fc.subarray([...MORE], { maxLength: 2 }),
      fc.array(fc.record({ account: fc.nat(2), what: fc.nat(WHAT_MAX), day: fc.nat(600), pick: fc.nat(9) }), { maxLength: 60, size }),
    )
    .map(historyOf);

/** Valid histories of three accounts, three people and two teams; days come in any order, as back-dated facts do. */
export const histories = historiesOf('small');

/** The same, each as long as they get: together a few of them have something for every read model. */
export const longHistories = historiesOf('max');
