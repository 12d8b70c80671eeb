import { type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type ComplaintEvents } from '#libs/domain/complaints/messages.js';
import { type InteractionEvents } from '#libs/domain/interactions/messages.js';
import { type ProfileEvents } from '#libs/domain/profile/messages.js';
import { type VoiceEvents } from '#libs/domain/voice/messages.js';

/** How a customer is heard. */
export const SIGNALS = [
  'word',
  'disclosure',
  'complaint',
  'reopening',
  'dispute',
  'survey-response',
  'sentiment',
  'answer',
  'suggestion',
  'need',
  'perception',
] as const;
export type Signal = (typeof SIGNALS)[number];

/** When an account was heard, and when we asked it. Whether it is silent follows from the day and the policy: it is asked, not stored. */
export interface RadarLine {
  readonly accountId: string;
  readonly status: 'open' | 'closed' | 'merged';
  readonly statusSince: Instant;
  readonly openedAt: Instant;
  /** The latest {@link SIGNALS_MAX} words by when they were said. */
  readonly signals: readonly { readonly at: Instant; readonly kind: Signal }[];
  /** By which lines are sorted: the last word, and where there was none, the opening. */
  readonly heardAt: Instant;
  /** When we turned to them, the latest {@link SIGNALS_MAX}: from it follows how soon they were answered. */
  readonly outbound: readonly Instant[];
  /** The last time that we asked: a question or a survey; null: never. */
  readonly askedAt: Instant | null;
  readonly timesAsked: number;
}

/** Words that a line keeps; the timeline has all of them. */
export const SIGNALS_MAX = 40;

type Events = Pick<ProfileEvents, 'AccountOpened' | 'AccountClosed' | 'AccountReopened' | 'AccountsMerged' | 'AccountUnmerged'>
  & Pick<InteractionEvents, 'InteractionRecorded' | 'DissatisfactionDisclosed'>
  & Pick<ComplaintEvents, 'ComplaintRecorded' | 'ComplaintReopened' | 'DisputeOpened'>
  & Pick<
    VoiceEvents,
    | 'SurveySent'
    | 'SurveyResponseRecorded'
    | 'SentimentRecorded'
    | 'CustomerAsked'
    | 'CustomerAnswerRecorded'
    | 'SuggestionRecorded'
    | 'NeedRecorded'
    | 'NeedChanged'
    | 'PerceptionRecorded'
  >;

type Line = RadarLine | undefined;

const heard =
  (kind: Signal) =>
  (line: Line, { meta }: Fact<Events>): Line => {
    if (line === undefined) return undefined;
    const signals = [...line.signals, { at: meta.occurredAt, kind }].toSorted(byTime).slice(-SIGNALS_MAX);
    return { ...line, signals, heardAt: signals.at(-1)!.at };
  };

const asked = (line: Line, { meta: { occurredAt: at } }: Fact<Events>): Line =>
  line && { ...line, askedAt: line.askedAt === null || line.askedAt < at ? at : line.askedAt, timesAsked: line.timesAsked + 1 };

/** What is told late does not undo what is newer. */
const standing =
  (status: RadarLine['status']) =>
  (line: Line, { meta: { occurredAt: at } }: Fact<Events>): Line =>
    line && (line.statusSince > at ? line : { ...line, status, statusSince: at });

/** Who is heard, and who is not. */
export const silenceRadar: Projection<RadarLine, Events> = {
  name: 'silence-radar',
  version: 1,
  gathers: 'one-stream',
  indexes: [['heardAt'], ['accountId', 'heardAt'], ['status', 'heardAt']],
  keys: ({ stream }) => [idOf(stream)],
  on: {
    AccountOpened: (_, { stream, meta: { occurredAt: openedAt } }) => ({
      accountId: idOf(stream),
      status: 'open',
      statusSince: openedAt,
      openedAt,
      signals: [],
      heardAt: openedAt,
      outbound: [],
      askedAt: null,
      timesAsked: 0,
    }),
    AccountClosed: standing('closed'),
    AccountReopened: standing('open'),
    AccountsMerged: standing('merged'),
    AccountUnmerged: standing('open'),
    InteractionRecorded: (line, event) => {
      const { direction, sentiment } = event.data;
      const turned = direction === 'outbound' ? line && turnedTo(line, event.meta.occurredAt) : line;
      return direction === 'inbound' || sentiment !== undefined ? heard('word')(turned, event) : turned;
    },
    DissatisfactionDisclosed: heard('disclosure'),
    ComplaintRecorded: heard('complaint'),
    ComplaintReopened: heard('reopening'),
    DisputeOpened: heard('dispute'),
    SurveySent: asked,
    SurveyResponseRecorded: heard('survey-response'),
    SentimentRecorded: heard('sentiment'),
    CustomerAsked: asked,
    CustomerAnswerRecorded: heard('answer'),
    SuggestionRecorded: heard('suggestion'),
    NeedRecorded: heard('need'),
    NeedChanged: heard('need'),
    PerceptionRecorded: heard('perception'),
  },
};

const turnedTo = (line: RadarLine, at: Instant): RadarLine => ({
  ...line,
  outbound: [...line.outbound, at].toSorted().slice(-SIGNALS_MAX),
});

const byTime = (left: { readonly at: Instant }, right: { readonly at: Instant }): number =>
  Number(left.at > right.at) - Number(left.at < right.at);
