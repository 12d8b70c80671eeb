import { added, addedDays, days, integer, number, share } from './fields.js';

const weight = number(1, 0, 100);

/**
 * Days without a word from the customer: at any account, in its first year, and from executives. Where at least `baselineSignalsMin` words
 * of an account are known, also `baselineFactor` times its own median distance between two, but never below `baselineDaysMin`.
 */
export const silenceFields = {
  quietDays: days(90),
  honeymoonDays: days(365),
  honeymoonQuietDays: days(45),
  executiveQuietDays: days(90),
  baselineFactor: added(number(3, 1, 100)),
  baselineSignalsMin: added(integer(5, 3, 40)),
  baselineDaysMin: addedDays(14),
};

/**
 * Clocks of a complaint, sooner for key accounts, the soonest for accounts of type expert, who know the market; and of a reply to whoever writes or calls. A theme that comes up `themeRepeats` times within `themeWindowDays` is
 * no accident; a dispute is old after `disputeDays`; an account that complained `loudComplaints` times within that window is loud.
 */
export const serviceLevelFields = {
  keyAccount: { acknowledgeHours: integer(24, 1, 720), resolveDays: days(5) },
  standard: { acknowledgeHours: integer(48, 1, 720), resolveDays: days(10) },
  expert: { acknowledgeHours: added(integer(8, 1, 720)), resolveDays: addedDays(3) },
  replyHours: added(integer(24, 1, 720)),
  themeRepeats: added(integer(2, 2, 100)),
  themeWindowDays: addedDays(365),
  disputeDays: addedDays(30),
  loudComplaints: added(integer(3, 2, 100)),
};

/**
 * How what customers say is counted: for how many days an answer stands, from which answer of 1 to 5 on somebody is satisfied, and after
 * how many days we ask again.
 */
export const voiceFields = { windowDays: days(365), satisfiedMin: integer(4, 2, 5), askAgainDays: days(180) };

/**
 * Loyalty by the signals that show it, and stickiness by what makes leaving hard, over `windowDays`: weights of those that are known, and
 * what each is full at. A share of sales spent on keeping them of `careShareMax` or more shows no loyalty any longer.
 */
export const loyaltyFields = {
  windowDays: days(365),
  repeatOrders: integer(4, 1, 1_000),
  suggestions: integer(2, 1, 100),
  careShareMax: share(0.1),
  integrationLinks: integer(3, 1, 100),
  breadthCategories: integer(4, 1, 100),
  signals: { repeat: weight, upgrade: weight, competitorImmune: weight, suggestions: weight, lowMarketingCost: weight },
  stickiness: { switchingCost: weight, regularity: weight, breadth: weight, integration: weight },
};
