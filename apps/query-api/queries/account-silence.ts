import { daysBetween } from '#libs/analytics/calendar.js';
import { type Instant } from '#libs/kernel/message.js';
import { type SilenceLine, silenceLine, withAbsorbed } from '#libs/read-models/silence-radar/judged.js';
import { type RadarLine, silenceRadar } from '#libs/read-models/silence-radar/silence-radar.js';
import { stageBoard } from '#libs/read-models/stage-board/stage-board.js';
import { type AsOf } from '../answers.js';
import { found } from '../problems.js';
import { question } from '../question.js';
import { silenceRulesOf } from '../silence.js';

/** An account's silence, and where it was lost, how long before it could have been seen. */
export type AccountSilence = SilenceLine & {
  readonly lostAt: Instant | null;
  /** Whole days from the day on which it fell silent to the loss; null: it is not lost, or was heard until then. */
  readonly leadDays: number | null;
};

export type AccountSilenceAnswer = AccountSilence & { readonly asOf: AsOf };

/** How long an account has said nothing, against what is usual for it. */
export const accountSilence = question({
  name: 'AccountSilence',
  path: '/v1/accounts/{id}/silence',
  summary: 'How long an account has said nothing, against its own baseline and the policy, and when it was last asked',
  read: { radar: silenceRadar, board: stageBoard },
  answer: async ({ radar, board, id, spokenFor, moment, until, sources }): Promise<AccountSilence> => {
    const line = found(await radar.get(id), id, moment);
    const others = await Promise.all(spokenFor.slice(1).map((one) => radar.get(one)));
    const { policy, askAgainDays } = await silenceRulesOf(sources, moment, until);
    const judged = silenceLine(
      withAbsorbed(
        line,
        others.filter((one): one is RadarLine => one !== undefined),
      ),
      until,
      policy,
      askAgainDays,
    );
    const { lostSince: lostAt } = found(await board.get(id), id, moment);
    const lead = lostAt === null ? -1 : Math.floor(daysBetween(judged.silentFrom, lostAt));
    return { ...judged, lostAt, leadDays: lead >= 0 ? lead : null };
  },
});
