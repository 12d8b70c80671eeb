import { type Condition } from '#libs/kernel/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { type AccountEntry, type DirectoryEntry } from '#libs/read-models/directory/directory.js';
import { cellsFrom } from '#libs/read-models/team-kpis/answer.js';
import {
  type Grouping,
  type KpiAccount,
  type KpiCell,
  type KpiMargin,
  type KpiPresence,
  type KpiPromise,
  type KpiTarget,
  type KpiTotal,
  type TeamKpiDocument,
  UNASSIGNED,
} from '#libs/read-models/team-kpis/documents.js';
import { firstDayOf, type KpiMaterial, materialOf } from '#libs/read-models/team-kpis/material.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { type KpiQuestion } from '#libs/read-models/team-kpis/rows.js';
import { survivors } from '../absorbed.js';
import { type View } from '../view.js';

/** The key of the company's own figures. */
const ALL = 'all';

/** The field of a cell that says whose it is. */
const WHOSE = { employee: 'employeeId', team: 'teamId', territory: 'territory' } as const;

/** Nobody's figures look like those of somebody who did nothing. @throws Problem for a key that nobody has */
export const demandKey = ({ by, key }: KpiQuestion, rows: readonly unknown[], { nameOf }: Pick<KpiMaterial, 'nameOf'>): void => {
  if (key === undefined || key === ALL) return;
  if (by === 'company') {
    const detail = 'The company has no key: leave it out, or ask by=employee, by=team or by=territory.';
    throw new Problem('INVALID_QUERY', `Wrong parameters: key. ${detail}`, { errors: [{ pointer: '/key', detail }] });
  }
  if (key === UNASSIGNED || rows.length > 0 || nameOf(by, key) !== null) return;
  const code = ({ employee: 'EMPLOYEE_NOT_FOUND', team: 'TEAM_NOT_FOUND', territory: 'TERRITORY_NOT_FOUND' } as const)[by];
  throw new Problem(code, `There is no ${by} ${key}: check the id; GET /v1/kpis?by=${by} lists all that have figures.`);
};

/** What is asked, and whether the cells of everybody are needed for it, or those of its key. */
interface Gathering {
  readonly range: KpiQuestion;
  readonly reporting: Reporting;
  readonly cellsOf: 'everybody' | 'key';
}

/** Reads what team KPIs are made of. */
export const gatherKpis = async (
  { range, reporting, cellsOf }: Gathering,
  figures: View<TeamKpiDocument>,
  names: View<DirectoryEntry>,
): Promise<KpiMaterial> => {
  const { by, key, from, to } = range;
  const all = async <Kind extends TeamKpiDocument>(kind: Kind['kind'], where: Record<string, Condition> = {}): Promise<readonly Kind[]> =>
    (await figures.all({ kind, ...where })) as readonly Kind[];
  const whose: Record<string, Condition> = key === undefined || by === 'company' || cellsOf === 'everybody' ? {} : { [WHOSE[by]]: key };
  const known = new Map((by === 'employee' || by === 'team' ? await names.all({ kind: by }) : []).map((entry) => [entry.id, entry.name]));
  // What was sold to an account that was merged since was sold to the one that speaks for it: a merger is neither loss nor growth.
  const speaking = survivors((await names.all({ kind: 'account', mergedInto: { gte: '' } })) as readonly AccountEntry[]);
  const cells = await all<KpiCell>('cell', { ...whose, ...months(from && cellsFrom(from), to) });
  const [earliest] = (await figures.find({ where: { kind: 'total', by: 'company' }, sort: { field: 'month' }, limit: 1 })).items;
  const documents = {
    totals: await all<KpiTotal>('total', { by, ...months(undefined, to) }),
    cells: cells.map((cell) => ({ ...cell, accountId: speaking.get(cell.accountId) ?? cell.accountId })),
    targets: by === 'team' ? await all<KpiTarget>('target', { by }) : [],
    promises: await all<KpiPromise>('promise'),
    margins: await all<KpiMargin>('margin'),
    accounts: await all<KpiAccount>('account'),
    presences: by === 'company' || by === 'territory' ? [] : await all<KpiPresence>('presence'),
    firstDay: firstDayOf(earliest?.document as KpiTotal | undefined),
    reporting,
    nameOf: (_by: Grouping, one: string) => known.get(one) ?? null,
  };
  return materialOf(documents, by);
};

const months = (from: string | undefined, to: string | undefined): Record<string, Condition> => {
  const range = { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lte: to }) };
  return from === undefined && to === undefined ? {} : { month: range };
};
