import { DESIGNATION_CRITERIA, SEGMENTATION_BUCKETS, SEGMENTATION_METRICS } from '../values.js';
import { added, type Field, integer, number, share, subset, word } from './fields.js';

/**
 * How many of the criteria a key account meets, each with a score of `scoreMet` or above, and what each weighs in its points; what makes
 * a breadwinner by its share of the profit; between which shares of the sales all key accounts together should lie; from which share
 * of the sales on a loss would hurt; from which part of a wallet that goes elsewhere its potential is large; after how many months a
 * designation is asked whether its bet paid off, and by how much sales must have grown until then; above which share of the sales, for
 * how many months in a row, an account or a channel is big enough to have a key account manager.
 */
const designationFields = {
  criteria: subset(DESIGNATION_CRITERIA, DESIGNATION_CRITERIA),
  criteriaMin: integer(3, 1, 6),
  breadwinnerProfitShareMin: share(0.1),
  scoreMet: added(integer(4, 1, 5)),
  weights: {
    'good-income': added(number(1, 0, 100)),
    'reliable-partner': added(number(1, 0, 100)),
    'plans-long-term': added(number(1, 0, 100)),
    'sales-growth': added(number(1, 0, 100)),
    'new-revenue': added(number(1, 0, 100)),
    reputation: added(number(1, 0, 100)),
  } satisfies Readonly<Record<(typeof DESIGNATION_CRITERIA)[number], Field<number>>>,
  revenueShareBand: { min: added(share(0.3)), max: added(share(0.55)) },
  dependencyShareMin: added(share(0.05)),
  potentialHeadroomMin: added(share(0.5)),
  growing: { shareAbove: added(share(0.1)), months: added(integer(6, 1, 60)) },
  payoff: { months: added(integer(12, 1, 60)), growthMin: added(number(0, -1, 10)) },
};

/**
 * ABC by cumulative share, XYZ by coefficient of variation over at least `bucketsMin` full buckets, with a warning below
 * `bucketsWarnBelow`; tiers by rank; promising: below them, with a slope of at least so much of the mean a bucket, and a fit (R²) of at
 * least so much; after how many months another run is due. `coreHoldsAt`: from which share of the value on the first tier is a core;
 * `paretoShare`: the first part of the accounts that is looked at for sales and for profit.
 */
const segmentationFields = {
  metric: word('revenue', SEGMENTATION_METRICS),
  bucket: word('quarter', SEGMENTATION_BUCKETS),
  windowMonths: integer(12, 3, 120),
  abc: { aBelow: share(0.8), bBelow: share(0.95) },
  xyz: {
    xMax: number(0.5, 0, 10),
    yMax: number(1, 0, 10),
    bucketsMin: added(integer(4, 2, 120)),
    bucketsWarnBelow: added(integer(6, 2, 120)),
  },
  tiers: {
    coreShare: share(0.05),
    secondShare: share(0.25),
    coreHoldsAt: added(share(0.5)),
    paretoShare: added(share(0.2)),
  },
  promising: { slopeMin: added(number(0.1, 0, 10)), fitMin: added(share(0.5)) },
  everyMonths: added(integer(3, 1, 24)),
};

/** Customers as assets: for how many months from now on what they will buy is worth something today, and how much less a year later. */
const assetFields = { horizonMonths: integer(36, 1, 120), discountRate: share(0.1) };

/** What a programme for key accounts is to bring against its baseline: growth of sales, of profit, of key accounts' sales; accounts kept. */
const programmeFields = {
  salesGrowth: { min: number(0.05, -1, 10), max: number(0.2, -1, 10) },
  profitGrowth: { min: number(0.05, -1, 10), max: number(0.2, -1, 10) },
  keyAccountGrowth: { min: number(0.1, -1, 10), max: number(0.3, -1, 10) },
  retention: { min: share(0.9), max: share(1) },
};

/** The lower bound of each band first. */
export const programmeOrder = [
  ['/salesGrowth/min', '/salesGrowth/max'],
  ['/profitGrowth/min', '/profitGrowth/max'],
  ['/keyAccountGrowth/min', '/keyAccountGrowth/max'],
  ['/retention/min', '/retention/max'],
] as const;

/** What the portfolio is judged by. */
export const portfolioPolicies = {
  'designation-criteria': designationFields,
  segmentation: segmentationFields,
  'customer-assets': assetFields,
  programme: programmeFields,
};
