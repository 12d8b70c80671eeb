import { type Amendments, amendmentsIn, amendmentsOf, isAmendment, toldBy } from '#libs/kernel/amend.js';
import { type Command, type Context, type HistoryFold, type Need, needHistory } from '#libs/kernel/decider.js';
import { idOf, type MessageMap, type RecordedEvent } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { amendments as types } from './amendments.js';

/** Events that one command may name as what it rests on; whoever has more names those that decide. */
export const EVIDENCE_MAX = 50;

/** The name of the question; no event has it for an id. */
const QUESTION = 'evidence of the command';

/** What the history holds of the events that are named, and all that amends it. */
interface Found {
  readonly named: RecordedEvent[];
  readonly amending: RecordedEvent[];
}

/**
 * Refuses evidence that there is not: what an account's command rests on is in its own history, was not withdrawn, and had happened by
 * then. The history is read only where evidence is named, and no more of it is kept than the events that are.
 */
export const requireEvidence = (
  { stream, occurredAt, evidence = [] }: Command<MessageMap>,
  context: Context,
): Need | Rejection | undefined => {
  if (evidence.length === 0) return undefined;
  if (evidence.length > EVIDENCE_MAX)
    return reject('EVIDENCE_TOO_LONG', `${evidence.length} events are named as evidence: name up to ${EVIDENCE_MAX}.`, '/evidence');
  const found = context.history<Found>(QUESTION);
  if (found === undefined) return needHistory(QUESTION, reading(new Set(evidence)));
  const amendments = amendmentsIn(types, found.amending);
  for (const [index, id] of evidence.entries()) {
    const wrong = whyNone(
      found.named.find((event) => event.id === id),
      amendments,
      occurredAt,
    );
    if (wrong !== undefined)
      return reject('EVIDENCE_NOT_FOUND', `Event ${id} is no evidence for account ${idOf(stream)}: ${wrong}.`, `/evidence/${index}`);
  }
  return undefined;
};

const reading = (ids: ReadonlySet<string>): HistoryFold<Found> => ({
  begin: () => ({ named: [], amending: [] }),
  step: (found, event) => {
    if (ids.has(event.id)) found.named.push(event);
    if (isAmendment(types, event)) found.amending.push(event);
    return found;
  },
});

const whyNone = (event: RecordedEvent | undefined, amendments: Amendments, at: string): string | undefined => {
  if (event === undefined) return 'its history has none of that id; the timeline has the ids of its events';
  const now = toldBy(amendmentsOf(amendments, event), event);
  if (now === undefined) return `it was withdrawn; name what stands in its place`;
  return now.meta.occurredAt > at ? `it happened on ${now.meta.occurredAt}, after what is told (${at}); correct occurredAt` : undefined;
};
