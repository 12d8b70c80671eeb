import { id, oneOf } from '#libs/kernel/kinds.js';
import { type SuggestionEntry, voiceRegister } from '#libs/read-models/voice-register/voice-register.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';

export type SuggestionsAnswer = Listed<SuggestionEntry>;

/** What customers suggest, and what became of it. */
export const suggestions = list({
  name: 'Suggestions',
  path: '/v1/suggestions',
  summary: 'Suggestions of customers, and what became of them',
  readModel: voiceRegister,
  filters: { accountId: id },
  parameters: { status: oneOf(['open', 'implemented', 'declined']) },
  accountIn: 'accountId',
  where: ({ parameters: { status } }) => ({ kind: 'suggestion', ...(status === undefined ? {} : { status }) }),
  sort: { field: 'at' },
  item: (entry): SuggestionEntry => entry as SuggestionEntry,
});
