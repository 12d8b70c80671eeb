import { nearest } from '#libs/kernel/nearest.js';
import { isKpi, type Kpi, KPI_NAMES } from '../kpis.js';
import { type Field, share } from './fields.js';

/** KPIs that one headline may have. */
const KPIS_MAX = 5;

/** One of the four: the KPIs that it is told by. */
const headline = (...byDefault: readonly Kpi[]): Field<readonly Kpi[]> => ({
  default: byDefault,
  allowed: `a list of 1 to ${KPIS_MAX} distinct KPIs among ${KPI_NAMES.join(', ')}`,
  accepts: (value) =>
    Array.isArray(value)
    && value.length > 0
    && value.length <= KPIS_MAX
    && new Set(value).size === value.length
    && value.every((name) => typeof name === 'string' && isKpi(name)),
  problem: (value) => {
    if (!Array.isArray(value)) return undefined;
    const unknown = value.find((name): name is string => typeof name === 'string' && !isKpi(name));
    const [close] = unknown === undefined ? [] : nearest(unknown, KPI_NAMES);
    return close === undefined ? undefined : `names ${unknown}, which is no KPI: did you mean ${close}?`;
  },
});

/**
 * The four key KPIs are an assumption: the figure of the source is lost. They are share of wallet, relationship and satisfaction, retention, and
 * growth of key accounts. A KPI is off track where it misses what is expected by more than `toleranceShare` of it.
 */
export const teamKpiFields = {
  headlines: {
    first: headline('shareOfWallet'),
    second: headline('satisfiedShare', 'relationshipScore'),
    third: headline('grossRevenueRetention', 'netRevenueRetention', 'logoRetention'),
    fourth: headline('keyAccountSalesGrowth', 'keyAccountProfitGrowth'),
  },
  toleranceShare: share(0.1),
};
