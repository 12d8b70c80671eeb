import { type Violation } from '#libs/kernel/decider.js';
import { type Day } from '#libs/kernel/message.js';
import { type DatedLine, present } from '../dated-line.js';
import { type Life } from '../life-cycle.js';
import { type Credit } from '../values.js';

/** A promise from its making to its end. Days are business days of the company. */
export interface PromiseState extends Life<'kept' | 'broken'> {
  readonly madeOn: Day;
  /** Due days, each with the day on which it was agreed; the first one was agreed when the promise was made. */
  readonly dues: DatedLine<DueDay>;
  readonly credit: Credit;
  readonly orderNumber: string | undefined;
  /** It is said to have ended more than once. */
  readonly endedTwice?: true;
}

export interface DueDay {
  readonly due: Day;
  readonly agreedOn: Day;
}

/** The due day in force. */
export const dueOf = ({ dues }: PromiseState): Day => present(dues)!.due;

/**
 * The first due day that had passed when another was agreed. It stays missed, whatever is agreed afterwards; a day that is moved while it
 * lies ahead, or on it, is none.
 */
export const missedDueOf = ({ dues }: PromiseState): Day | undefined =>
  dues.find(({ value: { due } }, index) => (dues[index + 1]?.value.agreedOn ?? due) > due)?.value.due;

/** What contradicts itself about a promise: no command comes to it, a correction of what was told could. */
export const contradictionsOf = (promiseId: string, promise: PromiseState, orderPlacedOn: Day | undefined): readonly Violation[] => {
  const { begun, dues, ended, madeOn, endedTwice = false } = promise;
  const past = dues.find(({ value: { due, agreedOn } }) => due < agreedOn)?.value;
  const holds: readonly (readonly [code: string, isSo: boolean, detail: string])[] = [
    ['PROMISE_CHANGED_BEFORE_MADE', dues[0]!.since < begun, `was made on ${madeOn}, and another day is agreed before`],
    ['PROMISE_ENDED_BEFORE_MADE', ended !== undefined && ended.at < begun, `was made on ${madeOn}, and ${ended?.as} before`],
    [
      'PROMISE_CHANGED_AFTER_END',
      ended !== undefined && dues.at(-1)!.since > ended.at,
      `was ${ended?.as}, and another day is agreed afterwards`,
    ],
    ['PROMISE_ENDED_TWICE', endedTwice, 'is said to have ended more than once'],
    ['PROMISE_DUE_IN_PAST', past !== undefined, `is due on ${past?.due}, which had passed when that was agreed`],
    [
      'PROMISE_BEFORE_ORDER',
      orderPlacedOn !== undefined && madeOn < orderPlacedOn,
      `was made on ${madeOn}, before its order was placed on ${orderPlacedOn}`,
    ],
  ];
  const found = holds.filter(([, isSo]) => isSo);
  return found.map(([code, , detail]) => ({ code, subject: `promise ${promiseId}`, detail: `Promise ${promiseId} ${detail}.` }));
};
