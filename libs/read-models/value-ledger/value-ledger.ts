import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { own } from '#libs/kernel/own.js';
import { type Projection } from '#libs/kernel/projection.js';
import { addAmounts, type Amounts, amountsOf } from '#libs/analytics/money.js';
import { type CommerceEvents } from '#libs/domain/commerce/messages.js';
import { type RelationshipEvents } from '#libs/domain/relationship/messages.js';
import { type ResourceEvents } from '#libs/domain/resources/messages.js';
import { type ValueEvents } from '#libs/domain/value/messages.js';

/** What both sides have of each other, beside orders. */
export interface ValueLedgerDocument {
  readonly accountId: string;
  /** By month of the business day. */
  readonly months: Readonly<Record<string, ValueOfMonth>>;
  readonly initiatives: Readonly<Record<string, JointInitiative>>;
  readonly tailorings: Readonly<Record<string, Tailoring>>;
  readonly investments: Readonly<Record<string, InvestmentRecord>>;
  readonly briefings: number;
  readonly lastBriefedAt: Instant | null;
}

export interface ValueOfMonth {
  /** What we were worth to them; of that, what one of theirs confirmed. */
  readonly theirs?: Amounts;
  readonly confirmed?: Amounts;
  readonly tailoring?: Amounts;
  readonly costToServe?: Amounts;
  /** Discounts that were granted, and the sum of their percentages. */
  readonly discounts?: { readonly count: number; readonly percentSum: number };
}

export interface JointInitiative {
  readonly title: string;
  readonly startedAt: Instant | null;
  readonly measurements: number;
}

export interface Tailoring {
  readonly what: string | null;
  readonly cost: Amounts;
  /** What it brought them. */
  readonly benefit: Amounts;
}

export interface InvestmentRecord {
  readonly purpose: string | null;
  readonly title: string | null;
  readonly planned: Amounts;
  readonly expected: Amounts;
  readonly spent: Amounts;
  readonly returned: Amounts;
}

/** Things of one kind that a ledger keeps; what comes beyond them counts in the months alone. */
export const ENTRIES_MAX = 200;

type Events = Pick<ValueEvents, 'CustomerValueRecorded' | 'DeliveryTailored' | 'MutualBenefitBriefed'>
  & Pick<ResourceEvents, 'AccountInvestmentPlanned' | 'InvestmentSpent' | 'InvestmentReturned'>
  & Pick<CommerceEvents, 'DiscountGranted' | 'CostToServeRecorded'>
  & Pick<RelationshipEvents, 'JointInitiativeStarted' | 'JointInitiativeMeasured'>;

/** The value ledger of every account: their side and ours. */
export const valueLedger: Projection<ValueLedgerDocument, Events> = {
  name: 'value-ledger',
  version: 1,
  gathers: 'one-stream',
  indexes: [['accountId']],
  keys: ({ stream }) => [idOf(stream)],
  on: {
    CustomerValueRecorded: (document, event) => {
      const { amount, confirmedBy, tailoringId } = event.data;
      const amounts = amountsOf(amount);
      const ledger = inMonth(known(document, event), businessDayOf(event), (month) => ({
        ...month,
        theirs: addAmounts(month.theirs ?? {}, amounts),
        ...(confirmedBy === undefined ? {} : { confirmed: addAmounts(month.confirmed ?? {}, amounts) }),
      }));
      if (tailoringId === undefined) return ledger;
      return {
        ...ledger,
        tailorings: put(ledger.tailorings, tailoringId, NO_TAILORING, (one) => ({ ...one, benefit: addAmounts(one.benefit, amounts) })),
      };
    },
    DeliveryTailored: (document, event) => {
      const { tailoringId, what, cost } = event.data;
      const ledger = inMonth(known(document, event), businessDayOf(event), (month) => ({
        ...month,
        tailoring: addAmounts(month.tailoring ?? {}, amountsOf(cost)),
      }));
      return {
        ...ledger,
        tailorings: put(ledger.tailorings, tailoringId, NO_TAILORING, (one) => ({ ...one, what, cost: amountsOf(cost) })),
      };
    },
    MutualBenefitBriefed: (document, event) => {
      const ledger = known(document, event);
      const at = event.meta.occurredAt;
      const isLater = ledger.lastBriefedAt === null || ledger.lastBriefedAt < at;
      return { ...ledger, briefings: ledger.briefings + 1, lastBriefedAt: isLater ? at : ledger.lastBriefedAt };
    },
    AccountInvestmentPlanned: (document, event) => {
      const { investmentId, purpose, title, amount, expectedReturn } = event.data;
      const plan = { purpose, title, planned: amountsOf(amount), expected: expectedReturn ? amountsOf(expectedReturn) : {} };
      return invested(document, event, investmentId, (one) => ({ ...one, ...plan }));
    },
    InvestmentSpent: (document, event) =>
      invested(document, event, event.data.investmentId, (one) => ({ ...one, spent: addAmounts(one.spent, amountsOf(event.data.amount)) })),
    InvestmentReturned: (document, event) =>
      invested(document, event, event.data.investmentId, (one) => ({
        ...one,
        returned: addAmounts(one.returned, amountsOf(event.data.amount)),
      })),
    DiscountGranted: (document, event) =>
      inMonth(known(document, event), businessDayOf(event), (month) => {
        const { count, percentSum } = month.discounts ?? { count: 0, percentSum: 0 };
        return { ...month, discounts: { count: count + 1, percentSum: percentSum + event.data.percent } };
      }),
    CostToServeRecorded: (document, event) =>
      inMonth(known(document, event), event.data.month, (month) => ({
        ...month,
        costToServe: addAmounts(month.costToServe ?? {}, amountsOf(event.data.cost)),
      })),
    JointInitiativeStarted: (document, event) => {
      const ledger = known(document, event);
      const { initiativeId, title } = event.data;
      const startedAt = event.meta.occurredAt;
      return { ...ledger, initiatives: put(ledger.initiatives, initiativeId, NO_INITIATIVE, (one) => ({ ...one, title, startedAt })) };
    },
    JointInitiativeMeasured: (document, event) => {
      const ledger = known(document, event);
      const measured = (one: JointInitiative) => ({ ...one, measurements: one.measurements + 1 });
      return { ...ledger, initiatives: put(ledger.initiatives, event.data.initiativeId, NO_INITIATIVE, measured) };
    },
  },
};

const NO_TAILORING: Tailoring = { what: null, cost: {}, benefit: {} };
const NO_INITIATIVE: JointInitiative = { title: '', startedAt: null, measurements: 0 };
const NO_INVESTMENT: InvestmentRecord = { purpose: null, title: null, planned: {}, expected: {}, spent: {}, returned: {} };

const known = (document: ValueLedgerDocument | undefined, { stream }: Fact<Events>): ValueLedgerDocument =>
  document ?? {
    accountId: idOf(stream),
    months: {},
    initiatives: {},
    tailorings: {},
    investments: {},
    briefings: 0,
    lastBriefedAt: null,
  };

const inMonth = (ledger: ValueLedgerDocument, on: Day, change: (month: ValueOfMonth) => ValueOfMonth): ValueLedgerDocument => {
  const month = on.slice(0, 7);
  return { ...ledger, months: { ...ledger.months, [month]: change(ledger.months[month] ?? {}) } };
};

const put = <Entry>(
  entries: Readonly<Record<string, Entry>>,
  id: string,
  none: Entry,
  change: (entry: Entry) => Entry,
): Readonly<Record<string, Entry>> => {
  const entry = own(entries, id);
  return entry === undefined && Object.keys(entries).length >= ENTRIES_MAX ? entries : { ...entries, [id]: change(entry ?? none) };
};

const invested = (
  document: ValueLedgerDocument | undefined,
  event: Fact<Events>,
  investmentId: string,
  change: (investment: InvestmentRecord) => InvestmentRecord,
): ValueLedgerDocument => {
  const ledger = known(document, event);
  return { ...ledger, investments: put(ledger.investments, investmentId, NO_INVESTMENT, change) };
};
