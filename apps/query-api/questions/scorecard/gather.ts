import { type Service } from '#libs/analytics/allocation.js';
import { type CadenceDocument } from '#libs/read-models/cadence/cadence.js';
import { clocksOf } from '#libs/read-models/complaint-desk/clocks.js';
import { type ComplaintRecord, type DeskDocument } from '#libs/read-models/complaint-desk/complaint-desk.js';
import { type DirectoryEntry, type EmployeeEntry } from '#libs/read-models/directory/directory.js';
import { type OpportunityDocument } from '#libs/read-models/opportunity-board/opportunity-board.js';
import { type PredictionRecord } from '#libs/read-models/predictions/predictions.js';
import { type ResourceDocument, type TimeCell } from '#libs/read-models/resource-allocation/resource-allocation.js';
import { type SatisfactionDocument, type StandingRecord } from '#libs/read-models/satisfaction/satisfaction.js';
import { type SegmentedAccount, type SegmentsDocument } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { type KpiPresence, type TeamKpiDocument } from '#libs/read-models/team-kpis/documents.js';
import { type KpiMaterial } from '#libs/read-models/team-kpis/material.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { walletLines } from '#libs/read-models/wallet/shares.js';
import { type WalletDocument, type WalletEstimate } from '#libs/read-models/wallet/wallet.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { survivors } from '../../absorbed.js';
import { type Moment } from '../../answers.js';
import { deskOf } from '../../desk.js';
import { policyInForce } from '../../policy-in-force.js';
import { type Sources } from '../../sources.js';
import { type View } from '../../view.js';
import { monthsUpTo } from '../../window.js';
import { dealsOf } from '../deals.js';
import { resourceLines } from '../resources.js';
import { walletFacts, walletJudging } from '../wallet.js';
import { endOf, type ScorecardMaterial } from './material.js';

/** The views that scorecards are made of. */
export interface ScorecardViews {
  readonly figures: View<TeamKpiDocument>;
  readonly names: View<DirectoryEntry>;
  readonly portfolio: View<SegmentsDocument>;
  readonly wallets: View<WalletDocument>;
  readonly heard: View<SatisfactionDocument>;
  readonly board: View<StageBoardLine>;
  readonly desk: View<DeskDocument>;
  readonly deals: View<OpportunityDocument>;
  readonly discipline: View<CadenceDocument>;
  readonly usage: View<ResourceDocument>;
  readonly foreseen: View<PredictionRecord>;
}

interface Circumstances {
  readonly sources: Sources;
  readonly moment: Moment | undefined;
  readonly until: Instant;
  readonly reporting: Reporting;
  readonly kpis: KpiMaterial;
}

/** Reads what scorecards are made of, once for all of a page. */
export const gatherScorecards = async (views: ScorecardViews, asked: Circumstances): Promise<ScorecardMaterial> => {
  const { sources, moment, until, reporting, kpis } = asked;
  const policy = async <Name extends 'voice' | 'cadence' | 'capacity'>(name: Name) => policyInForce(sources.store, name, moment, until);
  const lines = await views.board.all({});
  const into = survivors(
    lines.filter(({ mergedInto }) => mergedInto !== null).map(({ accountId: id, mergedInto }) => ({ id, mergedInto })),
  );
  const speakerOf = (accountId: string) => into.get(accountId) ?? accountId;
  const accounts = (await views.portfolio.all({ kind: 'account' })) as readonly SegmentedAccount[];
  const standings = (await views.heard.all({ kind: 'standing' })) as readonly StandingRecord[];
  const people = (await views.names.all({ kind: 'employee' })) as readonly EmployeeEntry[];
  const presences = (await views.figures.all({ kind: 'presence', by: 'employee' })) as readonly KpiPresence[];
  const time = (await views.usage.all({ kind: 'time' })) as readonly TimeCell[];
  const material = {
    reporting,
    until,
    policies: { voice: await policy('voice'), cadence: await policy('cadence'), capacity: await policy('capacity') },
    speakerOf,
    accounts: new Map(accounts.filter(({ accountId }) => !into.has(accountId)).map((account) => [account.accountId, account])),
    presences: new Map(presences.map((presence) => [presence.key, presence])),
    capacities: new Map(people.flatMap(({ id, keyAccountsMax }) => (keyAccountsMax === null ? [] : [[id, keyAccountsMax] as const]))),
    cells: Map.groupBy(kpis.cells, ({ accountId }) => accountId),
    margins: Map.groupBy(kpis.margins, ({ accountId }) => speakerOf(accountId)),
    standings: Map.groupBy(standings, ({ accountId }) => speakerOf(accountId)),
    board: new Map(lines.map((line) => [line.accountId, line])),
    cadences: new Map((await views.discipline.all({})).map((document) => [document.accountId, document])),
    time,
    predictions: await views.foreseen.all({}),
    contests: (await dealsOf(views.deals, {}, { sources, moment, fiscalYearStartsIn: reporting.fiscalYearStartsIn })).contests,
    complaints: await complaintsOf(views, asked),
    quadrantsOn: await quadrants(lines, time, speakerOf, asked),
  };
  return { ...material, ...(await walletsOf(views, speakerOf, asked)) };
};

const complaintsOf = async (
  { desk }: Pick<ScorecardViews, 'desk'>,
  { sources, moment, until }: Circumstances,
): Promise<ScorecardMaterial['complaints']> => {
  const judging = await deskOf(sources, moment, until);
  const complaints = (await desk.all({ kind: 'complaint' })) as readonly ComplaintRecord[];
  return complaints.map((complaint) => ({
    complaint,
    clocks: clocksOf(complaint, judging.levelOf(complaint.accountId, complaint.at), judging.policy, judging),
  }));
};

const walletsOf = async (
  { wallets }: Pick<ScorecardViews, 'wallets'>,
  speakerOf: (accountId: string) => string,
  { sources, moment, until }: Circumstances,
): Promise<Pick<ScorecardMaterial, 'wallets' | 'walletReporting'>> => {
  const { policy, reporting } = await walletJudging(sources, moment, until);
  const estimates = (await wallets.all({ kind: 'estimate' })) as readonly WalletEstimate[];
  const lines = new Map<string, ReturnType<typeof walletLines>>();
  const parts = Map.groupBy(new Set(estimates.map(({ accountId }) => accountId)), speakerOf);
  for (const [accountId, own] of parts)
    lines.set(accountId, walletLines(await walletFacts(wallets, [...new Set([accountId, ...own])]), policy, reporting));
  return { wallets: lines, walletReporting: reporting };
};

/** What accounts are worth against the time that they take, in the window of policy `resource-allocation` up to a day. */
const quadrants = async (
  lines: readonly StageBoardLine[],
  time: readonly TimeCell[],
  speakerOf: (accountId: string) => string,
  { sources, moment, until, reporting }: Circumstances,
): Promise<ScorecardMaterial['quadrantsOn']> => {
  const policy = await policyInForce(sources.store, 'resource-allocation', moment, until);
  const parts = Map.groupBy(lines, ({ accountId }) => speakerOf(accountId));
  const known = new Map<Day, ReadonlyMap<string, Service>>();
  const on = (day: Day): ReadonlyMap<string, Service> => {
    const months = monthsUpTo(day, policy.windowDays);
    const worked = Map.groupBy(
      time.filter(({ month }) => month >= months.from && month <= months.to),
      ({ accountId }) => speakerOf(accountId),
    );
    const all = lines
      .filter(({ mergedInto }) => mergedInto === null)
      .map((line) => {
        const merged = (parts.get(line.accountId) ?? []).filter(({ accountId }) => accountId !== line.accountId);
        return { line, merged, cells: worked.get(line.accountId) ?? [], allocation: undefined };
      });
    const at = endOf(day, { reporting, until });
    return new Map(
      resourceLines(all, { policy, reporting, months, until: at, hours: 0 }).map(({ accountId, quadrant }) => [accountId, quadrant]),
    );
  };
  return (day) => {
    const found = known.get(day) ?? on(day);
    known.set(day, found);
    return found;
  };
};
