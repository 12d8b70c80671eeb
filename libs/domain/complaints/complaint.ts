import { type Violation } from '#libs/kernel/decider.js';
import { type Day, type Instant } from '#libs/kernel/message.js';
import { type DatedLine, type Since } from '../dated-line.js';
import { type Life } from '../life-cycle.js';
import { type Credit } from '../values.js';

/** A complaint as it stands; it ends with its resolution, and goes on where it is reopened. */
export interface ComplaintState extends Life<'resolved'> {
  readonly recordedOn: Day;
  readonly acknowledgedAt?: Instant;
  readonly moves: DatedLine<ComplaintMove>;
  readonly credit: Credit;
  readonly orderNumber: string | undefined;
}

export type ComplaintMove = 'resolved' | 'reopened';

/** A dispute as it stands. */
export interface DisputeState extends Life<'settled'> {
  readonly openedOn: Day;
  readonly escalations: DatedLine<string>;
  readonly orderNumber: string | undefined;
  /** The complaint that it comes from. */
  readonly complaintId: string | undefined;
  /** It is said to have been settled more than once. */
  readonly settledTwice?: true;
}

/** How a line of resolutions and reopenings leaves it: the end that holds at present. */
export const endOf = (moves: DatedLine<ComplaintMove>): Life<'resolved'>['ended'] => {
  const last = moves.at(-1);
  return last?.value === 'resolved' ? { as: 'resolved', at: last.since } : undefined;
};

type Contradiction = readonly [code: string, isSo: boolean, detail: string];

/** What contradicts itself about a complaint: no command comes to it, a correction of what was told could. */
export const contradictionsOf = (
  complaintId: string,
  { begun, recordedOn, acknowledgedAt = begun, moves, orderNumber }: ComplaintState,
  orderPlacedOn: Day | undefined,
): readonly Violation[] => {
  const earliest = [acknowledgedAt, ...moves.map(({ since }) => since)].toSorted()[0]!;
  return violations(`complaint ${complaintId}`, [
    ['COMPLAINT_CHANGED_BEFORE_RECORDED', earliest < begun, `reached us on ${recordedOn} (${begun}), and something came of it before`],
    ['COMPLAINT_MOVES_CONTRADICT', !alternates(moves), 'is said to be resolved when it was, or reopened when it was open'],
    [
      'COMPLAINT_BEFORE_ORDER',
      orderPlacedOn !== undefined && recordedOn < orderPlacedOn,
      `of order ${orderNumber} reached us on ${recordedOn}, before the order was placed on ${orderPlacedOn}`,
    ],
  ]);
};

/** The same about a dispute. */
export const disputeContradictions = (
  disputeId: string,
  { begun, openedOn, ended, escalations, settledTwice, orderNumber, complaintId }: DisputeState,
  { orderPlacedOn, complaint }: { readonly orderPlacedOn: Day | undefined; readonly complaint: ComplaintState | undefined },
): readonly Violation[] =>
  violations(`dispute ${disputeId}`, [
    [
      'DISPUTE_CHANGED_BEFORE_OPENED',
      [ended?.at, escalations[0]?.since].some((at) => at !== undefined && at < begun),
      `was opened on ${openedOn} (${begun}), and something came of it before`,
    ],
    [
      'DISPUTE_ESCALATED_AFTER_END',
      ended !== undefined && (escalations.at(-1)?.since ?? '') > ended.at,
      'was settled, and escalated afterwards',
    ],
    ['DISPUTE_SETTLED_TWICE', settledTwice === true, 'is said to have been settled more than once'],
    [
      'DISPUTE_BEFORE_ORDER',
      orderPlacedOn !== undefined && openedOn < orderPlacedOn,
      `was opened on ${openedOn}, before order ${orderNumber} was placed on ${orderPlacedOn}`,
    ],
    [
      'DISPUTE_BEFORE_COMPLAINT',
      complaint !== undefined && begun < complaint.begun,
      `was opened on ${openedOn}, before complaint ${complaintId} reached us on ${complaint?.recordedOn}`,
    ],
  ]);

const violations = (subject: string, holds: readonly Contradiction[]): readonly Violation[] => {
  const found = holds.filter(([, isSo]) => isSo);
  return found.map(([code, , detail]) => ({ code, subject, detail: `${subject.charAt(0).toUpperCase()}${subject.slice(1)} ${detail}.` }));
};

/** Resolved, reopened, resolved …: each ends what the one before began. */
const alternates = (moves: DatedLine<ComplaintMove>): boolean =>
  moves.every(({ value }: Since<ComplaintMove>, index) => value === (index % 2 === 0 ? 'resolved' : 'reopened'));
