import { EXTERNAL_CHANGES } from '#libs/domain/values.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { type ExternalChangeEntry, externalChanges as changes } from '#libs/read-models/external-changes/external-changes.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';

export type ExternalChangesAnswer = Listed<ExternalChangeEntry>;

/** What happened outside and affects accounts, the latest first. */
export const externalChanges = list({
  name: 'ExternalChanges',
  path: '/v1/external-changes',
  summary: 'Changes of market, industry, technology and policy that affect accounts, and who is behind them',
  readModel: changes,
  filters: { accountId: id, kind: oneOf(EXTERNAL_CHANGES) },
  accountIn: 'accountId',
  sort: { by: { at: 'at' }, unless: '-at' },
  item: (change): ExternalChangeEntry => change,
});
