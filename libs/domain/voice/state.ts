import { type Violation } from '#libs/kernel/decider.js';
import { type Instant } from '#libs/kernel/message.js';
import { PersistentMap } from '#libs/kernel/persistent-map.js';
import { type DatedLine } from '../dated-line.js';
import { type Life, type Lives } from '../life-cycle.js';
import { type PositionAttribute, type ServiceForm, type SurveyMeasure } from '../values.js';

/** What we heard of the customer, and what we asked. */
export interface Voice {
  readonly surveys: PersistentMap<string, SurveyState>;
  readonly questions: Lives<Thread<'answered'>>;
  readonly suggestions: Lives<Thread<'implemented' | 'declined'>>;
  readonly needs: Lives<NeedState>;
  readonly serviceForms: DatedLine<ServiceForm>;
  readonly positions: PersistentMap<PositionAttribute, DatedLine<number>>;
  /** Ids that are taken and name nothing: of responses, and of what was withdrawn, each with its noun before it. */
  readonly taken: PersistentMap<string, true>;
  /** What names the commands of facts that have no id. */
  readonly commands: PersistentMap<string, true>;
}

/** A survey with what came back. */
export interface SurveyState {
  readonly sentAt: Instant;
  readonly asks: readonly SurveyMeasure[];
  readonly recipients: number;
  readonly responses: number;
  /** When the first answer came. */
  readonly firstAt?: Instant;
}

/** Something that waits for its end, once. */
export interface Thread<End extends string> extends Life<End> {
  /** It is said to have ended more than once. */
  readonly endedTwice?: true;
}

export interface NeedState extends Thread<'met'> {
  /** When it was said to have changed, first and last. */
  readonly changedFirst?: Instant;
  readonly changedLast?: Instant;
}

export const NOTHING_HEARD: Voice = {
  surveys: PersistentMap.empty(),
  questions: PersistentMap.empty(),
  suggestions: PersistentMap.empty(),
  needs: PersistentMap.empty(),
  serviceForms: [],
  positions: PersistentMap.empty(),
  taken: PersistentMap.empty(),
  commands: PersistentMap.empty(),
};

/** What contradicts itself in what we heard: no command comes to it, a correction of what was told could. */
export const contradictionsIn = ({ surveys, questions, suggestions, needs }: Voice): readonly Violation[] => [
  ...surveys.entries().flatMap(([surveyId, { sentAt, firstAt, recipients, responses }]) =>
    violations(`survey ${surveyId}`, [
      ['SURVEY_ANSWERED_BEFORE_SENT', firstAt !== undefined && firstAt < sentAt, `was sent at ${sentAt}, and answered before`],
      ['SURVEY_ANSWERED_BY_TOO_MANY', responses > recipients, `was sent to ${recipients}, and answered by ${responses}`],
    ]),
  ),
  ...threads('question', questions),
  ...threads('suggestion', suggestions),
  ...threads('need', needs),
  ...needs.entries().flatMap(([needId, { begun, ended, changedFirst, changedLast }]) =>
    violations(`need ${needId}`, [
      ['NEED_CHANGED_BEFORE_RECORDED', changedFirst !== undefined && changedFirst < begun, `was told at ${begun}, and changed before`],
      [
        'NEED_CHANGED_AFTER_MET',
        ended !== undefined && changedLast !== undefined && changedLast > ended.at,
        'was met, and changed afterwards',
      ],
    ]),
  ),
];

const threads = (noun: string, lives: Lives<Thread<string>>): readonly Violation[] =>
  lives.entries().flatMap(([id, { begun, ended, endedTwice }]) =>
    violations(`${noun} ${id}`, [
      [
        `${noun.toUpperCase()}_ENDED_BEFORE_BEGUN`,
        ended !== undefined && ended.at < begun,
        `was told at ${begun}, and ${ended?.as} before`,
      ],
      [`${noun.toUpperCase()}_ENDED_TWICE`, endedTwice === true, `is said to be ${ended?.as} more than once`],
    ]),
  );

const violations = (subject: string, holds: readonly (readonly [code: string, isSo: boolean, detail: string])[]): readonly Violation[] => {
  const found = holds.filter(([, isSo]) => isSo);
  return found.map(([code, , detail]) => ({ code, subject, detail: `${subject.charAt(0).toUpperCase()}${subject.slice(1)} ${detail}.` }));
};
