import { type Text, textOf } from '#libs/contracts/texts.js';
import { account } from '#libs/domain/registry.js';
import { accountTimeline, type TimelineEntry } from '#libs/read-models/account-timeline/account-timeline.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';

/** An entry with its words in the language of whoever asks. */
export type ToldEntry = TimelineEntry & Text;

export type TimelineAnswer = Listed<ToldEntry>;

/** What happened to an account, in words, the latest first. */
export const timeline = list({
  name: 'Timeline',
  path: '/v1/accounts/{id}/timeline',
  summary: 'What happened to an account, in words',
  live: true,
  readModel: accountTimeline,
  filters: { type: oneOf(account.eventTypes) },
  sort: { by: { at: 'order' }, unless: '-at' },
  item: (entry, { language }): ToldEntry => ({ ...entry, ...textOf(entry.type, entry.data, language) }),
});
