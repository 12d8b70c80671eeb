import { type Instant } from '#libs/kernel/message.js';
import { type InteractionEntry, interactionLog, type LogEntry } from '#libs/read-models/interaction-log/interaction-log.js';
import { type AccountEntry, directory, type DirectoryEntry } from '#libs/read-models/directory/directory.js';
import { type AccountPeople, type OurPerson, type PeopleDocument, peopleRisk } from '#libs/read-models/people-risk/people-risk.js';
import { type KpiCell, type TeamKpiDocument } from '#libs/read-models/team-kpis/documents.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { survivors } from './absorbed.js';
import { type Moment } from './answers.js';
import { policyInForce } from './policy-in-force.js';
import { type Held, type PeopleMaterial, salesSince } from './questions/people-risk.js';
import { salesLines } from './questions/sales-lines.js';
import { reportingOf } from './reporting.js';
import { type Sources } from './sources.js';
import { openView } from './view.js';

/** All that the risk of people is told from, with every account that goes on under an id of its own. */
export interface Gathered extends PeopleMaterial {
  readonly accounts: ReadonlyMap<string, readonly AccountPeople[]>;
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Looks up sales, people and thresholds as of a moment. It folds everybody's sales, since shares are parts of all of them. `following`: far
 * enough back to find since when something is so.
 */
export const peopleMaterial = async (
  sources: Sources,
  moment: Moment | undefined,
  until: Instant,
  following: boolean,
): Promise<Gathered> => {
  const reporting = await reportingOf(sources, moment, until);
  const policy = await policyInForce(sources.store, 'hostage-risk', moment, until);
  await using figures = await openView<TeamKpiDocument>(sources, teamKpis, 'everything', moment);
  await using people = await openView<PeopleDocument>(sources, peopleRisk, 'everything', moment);
  await using entries = await openView<DirectoryEntry>(sources, directory, 'everything', moment);
  const month = { gte: salesSince(reporting.today, following), lte: reporting.today.slice(0, 7) };
  const cells = (await figures.all({ kind: 'cell', month })) as readonly KpiCell[];
  const speaking = survivors((await entries.all({ kind: 'account', mergedInto: { gte: '' } })) as readonly AccountEntry[]);
  const ours = (await people.all({ kind: 'employee' })) as readonly OurPerson[];
  const accounts = (await people.all({ kind: 'account' })) as readonly AccountPeople[];
  const speaker = ({ accountId }: AccountPeople) => speaking.get(accountId) ?? accountId;
  const grouped = Map.groupBy(accounts, speaker);
  return {
    policy,
    reporting,
    sales: salesLines(cells, speaking, reporting),
    departedOn: new Map(ours.flatMap(({ employeeId, departedOn }) => (departedOn === null ? [] : [[employeeId, departedOn] as const]))),
    names: new Map(ours.map(({ employeeId, name }) => [employeeId, name ?? employeeId])),
    accounts: new Map([...grouped].map(([id, parts]) => [id, parts.toSorted((one) => (one.accountId === id ? -1 : 1))])),
  };
};

/** Every account with its interactions of the window. */
export const everyAccount = async (sources: Sources, moment: Moment | undefined, gathered: Gathered): Promise<readonly Held[]> => {
  await using log = await openView<LogEntry>(sources, interactionLog, 'everything', moment);
  const { policy, reporting, accounts } = gathered;
  const from = new Date(Date.parse(reporting.today) - (policy.windowDays + 1) * DAY_MS).toISOString();
  const entries = (await log.all({ kind: 'interaction', at: { gte: from } })) as readonly InteractionEntry[];
  const byAccount = Map.groupBy(entries, ({ accountId }) => accountId);
  return [...accounts].map(([accountId, parts]) => ({
    accountId,
    parts,
    entries: parts.flatMap((part) => byAccount.get(part.accountId) ?? []),
  }));
};

const DAY_MS = 86_400_000;
