import { type Instant } from '#libs/kernel/message.js';
import { collectionFor } from '#libs/kernel/ports.js';
import { type KpiPolicy, type KpiRate, type TeamKpiDocument } from '#libs/read-models/team-kpis/documents.js';
import { REPORTING_KEYS, type Reporting, reportingAt } from '#libs/read-models/team-kpis/reporting.js';
import { teamKpis } from '#libs/read-models/team-kpis/team-kpis.js';
import { type Moment } from './answers.js';
import { type Sources } from './sources.js';
import { openView } from './view.js';

/**
 * How figures are cut, counted and converted. The past by business time is told as we know it today, so that what sales are and what a
 * currency was worth is asked of today; by recorded time it is asked of what was known then.
 */
export const reportingOf = async (sources: Sources, moment: Moment | undefined, until: Instant): Promise<Reporting> => {
  const known = moment?.time === 'recorded' ? moment : undefined;
  await using view = await openView<TeamKpiDocument>(sources, teamKpis, 'everything', known);
  const policies = await Promise.all(REPORTING_KEYS.map((key) => view.get(key)));
  const rates = await view.all({ kind: 'rate' });
  const documents = [...policies, ...rates].filter((document): document is KpiPolicy | KpiRate => document !== undefined);
  const now = sources.now().toISOString();
  return reportingAt(documents, { until, at: known === undefined ? now : until, now });
};

/** The company's time zone as it is now: days that are asked for end in it. */
export const timeZoneOf = async ({ readStore, now }: Pick<Sources, 'readStore' | 'now'>): Promise<string> => {
  const [key] = REPORTING_KEYS;
  const calendar = (await readStore.load<KpiPolicy>(collectionFor(teamKpis), [key])).get(key)?.document;
  const at = now().toISOString();
  return reportingAt(calendar === undefined ? [] : [calendar], { until: at, at, now: at }).timeZone;
};
