import { CHANNELS } from '#libs/domain/values.js';
import { oneOf } from '#libs/kernel/kinds.js';
import { type InteractionEntry, interactionLog } from '#libs/read-models/interaction-log/interaction-log.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';

export type InteractionsAnswer = Listed<InteractionEntry>;

/** What was said and done with an account, the latest first. */
export const interactions = list({
  name: 'Interactions',
  path: '/v1/accounts/{id}/interactions',
  summary: 'Interactions and workshops: who of ours with whom of theirs, how long, about what, with which outcome',
  readModel: interactionLog,
  parameters: { channel: oneOf(CHANNELS) },
  where: ({ parameters: { channel } }) => ({ kind: 'interaction', ...(channel === undefined ? {} : { channel }) }),
  sort: { by: { at: 'at' }, unless: '-at' },
  item: (entry): InteractionEntry => entry as InteractionEntry,
});
