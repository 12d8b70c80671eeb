import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { RISK_LEVELS, STAGES } from '#libs/domain/values.js';
import { id, oneOf } from '#libs/kernel/kinds.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';
import { spokenForBy } from '../absorbed.js';
import { type AccountLine, accountAnswer, linesOf } from '../questions/account.js';
import { judgingOf } from '../judging.js';

export type AccountsAnswer = Listed<AccountLine>;

/** The portfolio, filtered, sorted by names as people sort them, page by page. */
export const accounts = list({
  name: 'Accounts',
  path: '/v1/accounts',
  summary: 'The portfolio: accounts filtered, sorted, page by page',
  readModel: stageBoard,
  filters: {
    stage: oneOf(STAGES),
    status: oneOf(['open', 'closed', 'merged']),
    standing: oneOf(['customer', 'lost', 'win-back']),
    riskLevel: oneOf(RISK_LEVELS),
    owner: id,
    parentId: id,
  },
  parameters: { gap: oneOf(['none', 'stated-higher', 'supported-higher']) },
  // The gap follows from the policy in force and from the clock: it is asked of each line, and not stored with it.
  keep: ({ gap }: AccountLine, { parameters }) => parameters.gap === undefined || gap === parameters.gap,
  sort: { by: { name: 'nameKey', since: 'since', lastInteractionAt: 'lastInteractionAt' }, unless: 'name' },
  accountIn: 'parentId',
  prepare: ({ sources, moment, until }) => judgingOf(sources, moment, until),
  gather: async ({ sources, moment }, { documents, view }) => {
    const ids = documents.map(({ accountId }) => accountId);
    const spoken = await spokenForBy(sources, ids, moment);
    const lines = await linesOf(view, new Set([...spoken.values()].flatMap(([, ...absorbed]) => absorbed)));
    return (accountId: string) => (spoken.get(accountId) ?? []).slice(1).flatMap((one) => lines.get(one) ?? []);
  },
  item: (line, _, judging, absorbedBy): AccountLine => accountAnswer(line, absorbedBy(line.accountId), judging),
});
