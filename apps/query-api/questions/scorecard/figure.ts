import { type Service } from '#libs/analytics/allocation.js';
import { type AccountBehind, type Unsaid } from './contract.js';

/** What a KPI came to in a span, or why that cannot be said. */
export interface Figure {
  readonly actual: number | null;
  readonly reason?: Unsaid;
  readonly behind: readonly AccountBehind[];
  readonly split?: Readonly<Partial<Record<Service, number>>>;
}

/** The figure, or why it is none. */
export const said = (actual: number | null | undefined, behind: readonly AccountBehind[], otherwise: Unsaid): Figure =>
  actual === undefined || actual === null ? { actual: null, reason: otherwise, behind } : { actual, behind };
