import { type Cell } from '#libs/analytics/segmentation.js';
import { type PortfolioEvents } from '#libs/domain/portfolio/messages.js';

/** What accounts of a class are offered and entitled to. */
export interface SegmentOffer {
  readonly segment: string;
  readonly valueProposition: string;
  readonly services: readonly string[];
  readonly responseHours: number | null;
  readonly visitsPerYear: number | null;
}

/** An offer as it is told. */
export const offerLine = (offer: PortfolioEvents['SegmentPolicyDefined']): SegmentOffer => ({
  segment: offer.segment,
  valueProposition: offer.valueProposition,
  services: offer.services,
  responseHours: offer.responseHours ?? null,
  visitsPerYear: offer.visitsPerYear ?? null,
});

/** The offer of a cell: its own, else that of its letter, ABC before XYZ; null: nothing was defined. */
export const offerOf = (cell: Cell, defined: readonly PortfolioEvents['SegmentPolicyDefined'][]): SegmentOffer | null => {
  const found = [cell, cell[0], cell[1]]
    .map((name) => defined.find(({ segment }) => segment === name))
    .find((offer) => offer !== undefined);
  return found === undefined ? null : offerLine(found);
};
