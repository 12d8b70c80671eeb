import { businessDayOf } from '#libs/kernel/calendar.js';
import { type Day, type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import { type DesignationEvents } from '#libs/domain/designation/messages.js';
import { type Designation, foldDesignation, NO_DESIGNATION } from '#libs/domain/designation/state.js';
import { type OwnershipEvents } from '#libs/domain/ownership/messages.js';
import { type PortfolioEvents } from '#libs/domain/portfolio/messages.js';
import { aboutOf, type Plan, type PlanType } from '#libs/domain/portfolio/plans.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';

/** What an account is by its attributes and by what was decided about it. Sales stand in `team-kpis`. */
export interface SegmentedAccount {
  readonly kind: 'account';
  readonly accountId: string;
  readonly name: string;
  readonly nameSince: Instant;
  readonly industry: string | null;
  readonly segment: string | null;
  readonly country: string | null;
  readonly city: string | null;
  readonly openedOn: Day;
  /** Each line has its latest {@link LINE_MAX} entries. */
  readonly standings: DatedLine<'open' | 'closed' | 'merged'>;
  readonly owners: DatedLine<string>;
  readonly territories: DatedLine<string>;
  readonly designation: Designation;
}

/** What was told of the company about one thing. */
export interface CompanyPlan<Type extends PlanType = PlanType> {
  readonly kind: Type;
  readonly about: string;
  readonly told: DatedLine<PortfolioEvents[Type]>;
  /** The events behind it, for runs: with what was recorded by then they come out the same. */
  readonly recordedAt: Instant;
  readonly policy: string | null;
}

export type SegmentsDocument = SegmentedAccount | CompanyPlan;

/** Entries that a line keeps. */
export const LINE_MAX = 50;

type Events = Pick<
  ProfileEvents,
  'AccountOpened' | 'AccountRenamed' | 'AccountsMerged' | 'AccountUnmerged' | 'AccountClosed' | 'AccountReopened'
>
  & Pick<OwnershipEvents, 'OwnerAssigned' | 'OwnershipTransferred' | 'TerritoryAssigned'>
  & DesignationEvents
  & Pick<PortfolioEvents, PlanType>;

type Document = SegmentsDocument | undefined;

/** Accounts with their attributes and designations, and the company's plans: what segments, tiers and key accounts are asked of. */
export const segmentsAndTiers: Projection<SegmentsDocument, Events> = {
  name: 'segments-and-tiers',
  version: 1,
  gathers: 'one-stream',
  indexes: [['kind']],
  keys: (event) => [isPlan(event) ? `${event.type} ${aboutOf(event as unknown as Plan)}` : event.stream],
  on: {
    AccountOpened: (_, event) => opened(event),
    AccountRenamed: (document, { data, meta }) =>
      ofAccount(document, (account) =>
        meta.occurredAt >= account.nameSince ? { ...account, name: data.name, nameSince: meta.occurredAt } : account,
      ),
    AccountsMerged: (document, { meta }) => stands(document, 'merged', meta.occurredAt),
    AccountUnmerged: (document, { meta }) =>
      ofAccount(document, (account) => {
        const before = account.standings.findLast(({ value }) => value !== 'merged')?.value ?? 'open';
        return stands(account, before, meta.occurredAt) as SegmentedAccount;
      }),
    AccountClosed: (document, { meta }) => stands(document, 'closed', meta.occurredAt),
    AccountReopened: (document, { meta }) => stands(document, 'open', meta.occurredAt),
    OwnerAssigned: (document, { data, meta }) => owned(document, data.employeeId, meta.occurredAt),
    OwnershipTransferred: (document, { data, meta }) => owned(document, data.to, meta.occurredAt),
    TerritoryAssigned: (document, { data }) =>
      ofAccount(document, (account) => ({
        ...account,
        territories: bounded(withValue(account.territories, data.territory, data.effectiveFrom)),
      })),
    KeyAccountNominated: designated,
    NominationDeclined: designated,
    AccountEvaluated: designated,
    KeyAccountDesignated: designated,
    KeyAccountRetired: designated,
    AccountClassified: designated,
    StrategicRoleSet: designated,
    CompanyGoalPublished: planned,
    StrategyLinkedToGoal: planned,
    MarketUniverseEstimated: planned,
    TargetGroupDefined: planned,
    AcquisitionTargetSet: planned,
    SegmentPolicyDefined: planned,
    SegmentationPublished: planned,
    BaselineFrozen: planned,
  },
};

const isPlan = ({ stream }: { readonly stream: string }): boolean => stream.startsWith('portfolio-');

const opened = ({ stream, data, meta }: Fact<Events, 'AccountOpened'>): SegmentedAccount => ({
  kind: 'account',
  accountId: idOf(stream),
  name: data.name,
  nameSince: meta.occurredAt,
  industry: data.industry ?? null,
  segment: data.segment ?? null,
  country: data.country ?? null,
  city: data.city ?? null,
  openedOn: businessDayOf({ meta }),
  standings: [{ value: 'open', since: meta.occurredAt }],
  owners: [],
  territories: [],
  designation: NO_DESIGNATION,
});

const bounded = <Value>(line: DatedLine<Value>): DatedLine<Value> => line.slice(-LINE_MAX);

const ofAccount = (document: Document, change: (account: SegmentedAccount) => SegmentedAccount): Document =>
  document?.kind === 'account' ? change(document) : document;

const stands = (document: Document, value: 'open' | 'closed' | 'merged', since: Instant): Document =>
  ofAccount(document, (account) => ({ ...account, standings: bounded(withValue(account.standings, value, since)) }));

const owned = (document: Document, employeeId: string, since: Instant): Document =>
  ofAccount(document, (account) => ({ ...account, owners: bounded(withValue(account.owners, employeeId, since)) }));

/** As the rule of designation folds it. */
function designated<Type extends keyof DesignationEvents>(document: Document, event: Fact<Events, Type>): Document {
  const fold = foldDesignation[event.type as keyof DesignationEvents] as (slice: Designation, event: unknown) => Designation;
  return ofAccount(document, (account) => {
    const { nominations, evaluations, designations, types, roles } = fold(account.designation, event);
    return {
      ...account,
      designation: {
        nominations: bounded(nominations),
        evaluations: bounded(evaluations),
        designations: bounded(designations),
        types: bounded(types),
        roles: bounded(roles),
      },
    };
  });
}

function planned<Type extends PlanType>(document: Document, { type, data, meta }: Fact<Events, Type>): Document {
  const known = document === undefined || document.kind === 'account' ? [] : document.told;
  return {
    kind: type,
    about: aboutOf({ type, data } as unknown as Plan),
    told: bounded(withValue(known as DatedLine<never>, data as never, meta.occurredAt)),
    recordedAt: meta.recordedAt,
    policy: meta.policy ?? null,
  };
}
