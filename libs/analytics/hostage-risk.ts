/** What is known of an account where one person may hold it. Shares and growth are parts of one; `undefined`: not known. */
export interface HostageInputs {
  /** The account's part of all sales. */
  readonly accountRevenueShare: number | undefined;
  /** The part of all sales that counts for the person with most of the contacts. */
  readonly employeeRevenueShare: number | undefined;
  /** That person's part of the contacts. */
  readonly topShare: number | undefined;
  /** Of the account's sales over those of the same span before. */
  readonly growth: number | undefined;
  /** The part of its wallet that others have. */
  readonly headroom: number | undefined;
}

/** Thresholds, as policy `hostage-risk` has them. */
export interface HostageThresholds {
  readonly revenueShareMin: number;
  readonly topEmployeeShareMin: number;
  readonly growthMax: number;
  readonly headroomAbove: number;
}

/** Which conditions hold; what is not known does not hold. */
export interface HostageRisk {
  readonly isHostage: boolean;
  readonly weighty: boolean;
  readonly oneSided: boolean;
  readonly stagnant: boolean;
  readonly headroom: boolean;
}

/**
 * One person holds an account: (the account's or the person's part of sales ≥ 15 %) ∧ (the person's part of the contacts ≥ 80 %) ∧
 * (growth ≤ 0 ∨ headroom > 50 %). Thresholds are the policy's; the figures are priors from practice, without a primary source.
 */
export const hostageRisk = (inputs: HostageInputs, policy: HostageThresholds): HostageRisk => {
  const { accountRevenueShare = 0, employeeRevenueShare = 0, topShare = 0 } = inputs;
  const weighty = Math.max(accountRevenueShare, employeeRevenueShare) >= policy.revenueShareMin;
  const oneSided = topShare >= policy.topEmployeeShareMin;
  const stagnant = inputs.growth !== undefined && inputs.growth <= policy.growthMax;
  const headroom = inputs.headroom !== undefined && inputs.headroom > policy.headroomAbove;
  return { isHostage: weighty && oneSided && (stagnant || headroom), weighty, oneSided, stagnant, headroom };
};
