import { lastDayOf, monthOf, shiftMonth } from '#libs/analytics/calendar.js';
import { type Story } from './story.js';

/** What makes partners of the former adversaries: people of several functions talk, the leaders too, data flow, and trust is said. */
export const partnershipInFacts = (story: Story): void => {
  const stream = 'account-helios-retail';
  for (const [employeeId, department] of [
    ['ana', 'sales'],
    ['ben', 'logistics'],
    ['chloe', 'management'],
  ] as const)
    story.tell(stream, story.at(340, 10), 'AddTeamMember', { employeeId, department, role: 'partner of theirs' });
  for (const days of [335, 250, 165, 80, 20])
    story.tell(stream, story.at(days, 15), 'RecordInteraction', {
      channel: 'meeting',
      ourPeople: ['chloe', 'ana', 'ben'],
      stakeholders: ['chief', 'supply', 'buyer', 'stores', 'data'],
      topics: ['joint plan', 'replenishment'],
      executive: true,
      sentiment: 'positive',
    });
  story.tell(stream, story.at(300), 'RecordOfferingLevel', { level: 'solution', reason: 'Their shelves are filled by their sell-out.' });
  for (let days = 180; days > 10; days -= 30)
    story.tell(stream, story.at(days, 8), 'RecordSellOut', {
      period: story.day(days + 31).slice(0, 7),
      quantities: { 'all brands': `${12_000 - 10 * days} cases` },
    });
  story.tell(stream, story.at(150), 'ShareAccountPlan', { planVersion: '3', sharedWith: ['Chief executive', 'Head of supply'] });
  story.tell(stream, story.at(140), 'AcknowledgeAccountPlan', { planVersion: '3', by: 'Chief executive' });
  story.tell(stream, story.at(130), 'AssessTrust', { by: 'Chief executive', mark: 5, about: 'You tell us before we ask.' });
  story.tell(stream, story.at(550), 'SetAccountStrategy', {
    horizonYears: 5,
    goals: ['One replenishment for all brands'],
    targetScore: 22,
  });
};

/** Months before the last day that were reviewed by the facts; what people thought before them stands as their opinion. */
const REVIEWED_MONTHS = 6;

/** `isCustomer`: whether the account is one of ours at the end of a month. */
export const monthlyReviews = (
  story: Story,
  lastDay: string,
  isCustomer: (id: string, end: string) => boolean,
  accounts: readonly { readonly id: string }[],
): void => {
  for (let back = REVIEWED_MONTHS; back >= 1; back -= 1) {
    const month = shiftMonth(monthOf(lastDay), -back);
    const end = lastDayOf(month);
    for (const { id } of accounts) {
      if (!isCustomer(id, end)) continue;
      story.tell(`account-${id}`, `${shiftMonth(month, 1)}-01T00:00:00.000Z`, 'ReviewRelationship', { month }, { actor: 'reviews' });
    }
  }
};
