import { type Fact, idOf, type Instant } from '#libs/kernel/message.js';
import { type Projection } from '#libs/kernel/projection.js';
import { type DatedLine, withValue } from '#libs/domain/dated-line.js';
import {
  type Channel,
  type Credit,
  type NeedDimension,
  type NeedDirection,
  type PositionAttribute,
  type ServiceForm,
  type SurveyOccasion,
} from '#libs/domain/values.js';
import { type VoiceEvents } from '#libs/domain/voice/messages.js';

interface Entry {
  readonly accountId: string;
  /** When it was first told. */
  readonly at: Instant;
}

/** What a customer needs, met or not. */
export interface NeedEntry extends Entry {
  readonly kind: 'need';
  readonly id: string;
  readonly need: string;
  readonly dimension: NeedDimension;
  readonly importance?: number;
  readonly toldBy?: string;
  readonly status: 'unmet' | 'met';
  readonly metAt?: Instant;
  readonly metBy?: string;
  /** How it changed, the latest {@link ENTRY_LINE_MAX}. */
  readonly changes: DatedLine<{ readonly direction: NeedDirection; readonly change: string }>;
  readonly credit: Credit;
}

/** What a customer suggested, and what became of it. */
export interface SuggestionEntry extends Entry {
  readonly kind: 'suggestion';
  readonly id: string;
  readonly suggestion: string;
  readonly suggestedBy?: string;
  readonly status: 'open' | 'implemented' | 'declined';
  readonly endedAt?: Instant;
  readonly words?: string;
  readonly credit: Credit;
}

/** What we asked, and what they answered. */
export interface QuestionEntry extends Entry {
  readonly kind: 'question';
  readonly id: string;
  readonly question: string;
  readonly askedOf?: string;
  readonly channel?: Channel;
  readonly status: 'waiting' | 'answered';
  readonly answeredAt?: Instant;
  readonly answer?: string;
  readonly answeredBy?: string;
  readonly credit: Credit;
}

/** How we want to be seen in one respect, and how we were. */
export interface PositionEntry extends Entry {
  readonly kind: 'position';
  readonly id: PositionAttribute;
  readonly targets: DatedLine<number>;
  readonly measured: DatedLine<{ readonly score: number; readonly respondents?: number; readonly after?: SurveyOccasion }>;
}

/** How a customer wants to be served. */
export interface ServiceFormEntry extends Entry {
  readonly kind: 'service-form';
  readonly forms: DatedLine<ServiceForm>;
}

export type VoiceEntry = NeedEntry | SuggestionEntry | QuestionEntry | PositionEntry | ServiceFormEntry;

/** Values that one line keeps, the latest; the timeline has all of them. */
export const ENTRY_LINE_MAX = 20;

type Events = Omit<VoiceEvents, 'SurveySent' | 'SurveyResponseRecorded' | 'SentimentRecorded'>;

const keyOf = ({ stream, data }: Fact<Events>): string => {
  const account = idOf(stream);
  if ('needId' in data) return `${account}/need/${data.needId}`;
  if ('suggestionId' in data) return `${account}/suggestion/${data.suggestionId}`;
  if ('questionId' in data) return `${account}/question/${data.questionId}`;
  return 'attribute' in data ? `${account}/position/${data.attribute}` : `${account}/service-form`;
};

type Of<Kind extends VoiceEntry['kind']> = Extract<VoiceEntry, { readonly kind: Kind }>;

/** The entry of a kind with a change; what was never begun stays unknown. */
const changing = <Kind extends VoiceEntry['kind']>(
  entry: VoiceEntry | undefined,
  kind: Kind,
  change: (entry: Of<Kind>) => Of<Kind>,
): VoiceEntry | undefined => (entry?.kind === kind ? change(entry as Of<Kind>) : entry);

const lined = <Value>(line: DatedLine<Value>, value: Value, at: Instant): DatedLine<Value> =>
  withValue(line, value, at).slice(-ENTRY_LINE_MAX);

/** What customers need, suggest and answer, how they want to be served, and how they see us. */
export const voiceRegister: Projection<VoiceEntry, Events> = {
  name: 'voice-register',
  version: 1,
  gathers: 'one-stream',
  indexes: [
    ['kind', 'at'],
    ['kind', 'status', 'at'],
    ['kind', 'accountId', 'at'],
    ['kind', 'accountId', 'status', 'at'],
    ['kind', 'dimension', 'at'],
  ],
  keys: (event) => [keyOf(event)],
  on: {
    NeedRecorded: (_, { stream, data: { needId: id, ...need }, meta }) => ({
      kind: 'need',
      accountId: idOf(stream),
      id,
      ...need,
      at: meta.occurredAt,
      status: 'unmet',
      changes: [],
    }),
    NeedChanged: (entry, { data: { direction, change }, meta }) =>
      changing(entry, 'need', (need) => ({ ...need, changes: lined(need.changes, { direction, change }, meta.occurredAt) })),
    NeedMet: (entry, { data: { by }, meta }) =>
      changing(entry, 'need', (need) => ({ ...need, status: 'met', metAt: meta.occurredAt, ...(by === undefined ? {} : { metBy: by }) })),
    SuggestionRecorded: (_, { stream, data: { suggestionId: id, ...suggestion }, meta }) => ({
      kind: 'suggestion',
      accountId: idOf(stream),
      id,
      ...suggestion,
      at: meta.occurredAt,
      status: 'open',
    }),
    SuggestionImplemented: (entry, { data: { remark }, meta }) =>
      changing(entry, 'suggestion', (suggestion) => ({
        ...suggestion,
        status: 'implemented',
        endedAt: meta.occurredAt,
        ...(remark === undefined ? {} : { words: remark }),
      })),
    SuggestionDeclined: (entry, { data: { reason: words }, meta }) =>
      changing(entry, 'suggestion', (suggestion) => ({ ...suggestion, status: 'declined', endedAt: meta.occurredAt, words })),
    CustomerAsked: (_, { stream, data: { questionId: id, ...question }, meta }) => ({
      kind: 'question',
      accountId: idOf(stream),
      id,
      ...question,
      at: meta.occurredAt,
      status: 'waiting',
    }),
    CustomerAnswerRecorded: (entry, { data: { answer, answeredBy }, meta }) =>
      changing(entry, 'question', (question) => ({
        ...question,
        status: 'answered',
        answeredAt: meta.occurredAt,
        answer,
        ...(answeredBy === undefined ? {} : { answeredBy }),
      })),
    ServiceFormPreferred: (entry, { stream, data: { form }, meta }) => {
      const forms = lined(entry?.kind === 'service-form' ? entry.forms : [], form, meta.occurredAt);
      return { kind: 'service-form', accountId: idOf(stream), at: forms[0]!.since, forms };
    },
    DesiredPositionSet: (entry, event) => {
      const { targets, ...position } = positionOf(entry, event);
      return dated({ ...position, targets: lined(targets, event.data.target, event.meta.occurredAt) });
    },
    PerceptionRecorded: (entry, event) => {
      const { attribute: _, ...seen } = event.data;
      const { measured, ...position } = positionOf(entry, event);
      return dated({ ...position, measured: lined(measured, seen, event.meta.occurredAt) });
    },
  },
};

const positionOf = (
  entry: VoiceEntry | undefined,
  { stream, data, meta }: Fact<Events, 'DesiredPositionSet' | 'PerceptionRecorded'>,
): PositionEntry =>
  entry?.kind === 'position'
    ? entry
    : { kind: 'position', accountId: idOf(stream), id: data.attribute, at: meta.occurredAt, targets: [], measured: [] };

const dated = (position: PositionEntry): PositionEntry => {
  const moments = [position.targets[0]?.since, position.measured[0]?.since].filter((at) => at !== undefined);
  return { ...position, at: moments.toSorted()[0]! };
};
