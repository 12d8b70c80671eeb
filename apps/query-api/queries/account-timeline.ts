import { account } from '#libs/domain/registry.js';
import { accountTimeline, type TimelineEntry } from '#libs/read-models/account-timeline/account-timeline.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';
import { oneOf } from '../parameters.js';

export type TimelineAnswer = Listed<TimelineEntry>;

/** What happened to an account, in words, the latest first. */
export const timeline = list({
  name: 'Timeline',
  path: '/v1/accounts/{id}/timeline',
  summary: 'What happened to an account, in words',
  live: true,
  readModel: accountTimeline,
  filters: { type: oneOf(account.eventTypes) },
  sort: { by: { at: 'order' }, unless: '-at' },
  item: (entry): TimelineEntry => entry,
});
