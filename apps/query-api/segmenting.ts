import { monthOf, shiftMonth } from '#libs/analytics/calendar.js';
import { type SegmentationPolicy } from '#libs/domain/policy/documents.js';
import { type Instant } from '#libs/kernel/message.js';
import { matching, oneOf } from '#libs/kernel/kinds.js';
import { SEGMENTATION_BUCKETS, SEGMENTATION_METRICS, type SegmentationBucket, type SegmentationMetric } from '#libs/domain/values.js';
import { Problem } from '#libs/platform/problem.js';
import { type AccountEntry, type DirectoryEntry } from '#libs/read-models/directory/directory.js';
import { type CompanyPlan, type SegmentedAccount, type SegmentsDocument } from '#libs/read-models/segments-and-tiers/segments-and-tiers.js';
import { figuresIn, type Window, windowBefore, type WindowFigures, monthsOf } from '#libs/read-models/team-kpis/account-window.js';
import { type KpiCell, type KpiMargin, type TeamKpiDocument } from '#libs/read-models/team-kpis/documents.js';
import { type Reporting } from '#libs/read-models/team-kpis/reporting.js';
import { survivors } from './absorbed.js';
import { type Moment } from './answers.js';
import { monthsBack, type ValuesOf } from './parameters.js';
import { policyInForce } from './policy-in-force.js';
import { reportingOf } from './reporting.js';
import { type Sources } from './sources.js';
import { type View } from './view.js';

/** A window reaches back from it by years: there are calendars enough before it. */
const lastOfWindow = matching(/^(19\d{2}|[2-9]\d{3})-(0[1-9]|1[0-2])$/, 'a month from 1900-01 on such as 2026-03', '2026-03');

/** Parameters of every question about a window. */
export const WINDOW = { until: lastOfWindow, windowMonths: monthsBack } as const;

/** Parameters of every question about classes. */
export const SEGMENTATION = { ...WINDOW, metric: oneOf(SEGMENTATION_METRICS), bucket: oneOf(SEGMENTATION_BUCKETS) } as const;

/** The views that figures of accounts are made of. */
export interface PortfolioViews {
  readonly board: View<SegmentsDocument>;
  readonly figures: View<TeamKpiDocument>;
  readonly names: View<DirectoryEntry>;
}

/** What is asked: which months, and how to cut them. */
export interface Segmenting {
  readonly policy: SegmentationPolicy;
  readonly reporting: Reporting;
  readonly window: Window;
  readonly metric: SegmentationMetric;
  readonly bucket: SegmentationBucket;
}

/** The parameters with what policy `segmentation` says where they say nothing; the window ends with the last month that is over. */
export const segmentingOf = async (
  asked: { readonly [Name in keyof typeof SEGMENTATION]?: ValuesOf<typeof SEGMENTATION>[Name] | undefined },
  sources: Sources,
  moment: Moment | undefined,
  until: Instant,
): Promise<Segmenting> => {
  const policy = await policyInForce(sources.store, 'segmentation', moment, until);
  const reporting = await reportingOf(sources, moment, until);
  return {
    policy,
    reporting,
    window: {
      until: asked.until ?? shiftMonth(monthOf(reporting.today), -1),
      months: asked.windowMonths ?? policy.windowMonths,
    },
    metric: asked.metric ?? policy.metric,
    bucket: asked.bucket ?? policy.bucket,
  };
};

/** Accounts, plans, and the figures of a window and of the one before it. */
export interface Gathered {
  readonly accounts: readonly SegmentedAccount[];
  readonly plans: readonly CompanyPlan[];
  readonly now: WindowFigures;
  readonly before: WindowFigures;
  readonly margins: readonly KpiMargin[];
  readonly speaking: ReadonlyMap<string, string>;
}

/** Reads what the questions about the portfolio are answered from. */
export const gather = async (views: PortfolioViews, { window, reporting }: Pick<Segmenting, 'window' | 'reporting'>): Promise<Gathered> => {
  const before = windowBefore(window);
  const [earliest] = monthsOf(before);
  const range = { gte: earliest!, lte: window.until };
  const cells = (await views.figures.all({ kind: 'cell', month: range })) as readonly KpiCell[];
  const margins = (await views.figures.all({ kind: 'margin' })) as readonly KpiMargin[];
  const speaking = survivors((await views.names.all({ kind: 'account', mergedInto: { gte: '' } })) as readonly AccountEntry[]);
  const material = { cells, margins, reporting, speaking };
  const documents = await views.board.all({});
  return {
    accounts: documents.filter((document): document is SegmentedAccount => document.kind === 'account'),
    plans: documents.filter((document): document is CompanyPlan => document.kind !== 'account'),
    now: figuresIn(window, material),
    before: figuresIn(before, material),
    margins,
    speaking,
  };
};

/** Buckets of a window that are enough to speak of regularity. @throws Problem where they are not */
export const demandBuckets = ({ policy, window, bucket }: Segmenting): number => {
  const buckets = Math.floor(window.months / (bucket === 'month' ? 1 : 3));
  if (buckets >= policy.xyz.bucketsMin) return buckets;
  const detail = `${window.months} months make ${buckets} full buckets, policy segmentation asks for ${policy.xyz.bucketsMin}: take a longer window, or bucket=month.`;
  throw new Problem('INVALID_QUERY', `Wrong parameters: windowMonths. ${detail}`, { errors: [{ pointer: '/windowMonths', detail }] });
};
