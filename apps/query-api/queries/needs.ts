import { NEED_DIMENSIONS } from '#libs/domain/values.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { type NeedEntry, voiceRegister } from '#libs/read-models/voice-register/voice-register.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';

export type NeedsAnswer = Listed<NeedEntry>;

/** What customers need, met or not, and how it changes. */
export const needs = list({
  name: 'Needs',
  path: '/v1/needs',
  summary: 'The register of needs: met or unmet, by dimension, with how they change',
  readModel: voiceRegister,
  filters: { accountId: id },
  parameters: { status: oneOf(['unmet', 'met']), dimension: oneOf(NEED_DIMENSIONS) },
  accountIn: 'accountId',
  where: ({ parameters: { status } }) => ({ kind: 'need', ...(status === undefined ? {} : { status }) }),
  sort: { field: 'at' },
  item: (entry): NeedEntry => entry as NeedEntry,
  keep: ({ dimension }: NeedEntry, { parameters }) => parameters.dimension === undefined || dimension === parameters.dimension,
});
