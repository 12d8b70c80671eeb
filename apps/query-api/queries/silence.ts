import { oneOf } from '#libs/kernel/kinds.js';
import { type SilenceLine, silenceLine, withAbsorbed } from '#libs/read-models/silence-radar/judged.js';
import { silenceRadar } from '#libs/read-models/silence-radar/silence-radar.js';
import { spokenForBy } from '../absorbed.js';
import { type Listed } from '../answers.js';
import { list } from '../list.js';
import { silenceRulesOf } from '../silence.js';

export type SilenceAnswer = Listed<SilenceLine>;

/** Accounts by when they were last heard, the longest silent first. */
export const silence = list({
  name: 'Silence',
  path: '/v1/silence',
  summary: 'Accounts by when they were last heard, the longest silent first',
  readModel: silenceRadar,
  parameters: { state: oneOf(['heard', 'silent', 'over']), asked: oneOf(['again']) },
  prepare: ({ sources, moment, until }) => silenceRulesOf(sources, moment, until),
  gather: async ({ sources, moment }, { documents, view }) => {
    const spoken = await spokenForBy(
      sources,
      documents.map(({ accountId }) => accountId),
      moment,
    );
    const absorbed = new Set([...spoken.values()].flatMap(([, ...others]) => others));
    const lines = new Map(await Promise.all([...absorbed].map(async (id) => [id, await view.get(id)] as const)));
    return (accountId: string) => (spoken.get(accountId) ?? []).slice(1).flatMap((one) => lines.get(one) ?? []);
  },
  sort: { field: 'heardAt' },
  item: (line, { until }, { policy, askAgainDays }, absorbedBy): SilenceLine =>
    silenceLine(withAbsorbed(line, absorbedBy(line.accountId)), until, policy, askAgainDays),
  keep: ({ status, state, askAgain }: SilenceLine, { parameters }) =>
    status !== 'merged' && (parameters.state === undefined || state === parameters.state) && (parameters.asked === undefined || askAgain),
});
