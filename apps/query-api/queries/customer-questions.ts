import { calendarDaysBetween } from '#libs/analytics/calendar.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { type QuestionEntry, voiceRegister } from '#libs/read-models/voice-register/voice-register.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';

/** A question with how long it waited for its answer, or has waited. */
export type QuestionLine = QuestionEntry & { readonly daysWaited: number };

export type CustomerQuestionsAnswer = Listed<QuestionLine>;

/** What we asked customers, and what they answered. */
export const customerQuestions = list({
  name: 'CustomerQuestions',
  path: '/v1/customer-questions',
  summary: 'The log of what we asked customers and what they answered',
  readModel: voiceRegister,
  filters: { accountId: id },
  parameters: { status: oneOf(['waiting', 'answered']) },
  accountIn: 'accountId',
  where: ({ parameters: { status } }) => ({ kind: 'question', ...(status === undefined ? {} : { status }) }),
  sort: { field: 'at' },
  item: (entry, { until }): QuestionLine => {
    const asked = entry as QuestionEntry;
    return { ...asked, daysWaited: Math.max(0, calendarDaysBetween(asked.at, asked.answeredAt ?? until)) };
  },
});
