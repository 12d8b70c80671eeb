import { type CommandEnvelope, type Instant, type Outcome, type RecordedEvent } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';

/** An answer that never changes. */
export type FinalOutcome = Exclude<Outcome, { outcome: 'UNKNOWN' }>;

/** A final answer with the hash of the command that it answers, and the sending that it was first given to, where that is known. */
export interface Settled {
  readonly hash: string;
  readonly request?: string;
  readonly outcome: FinalOutcome;
}

const answerTo = ({ commandId, stream }: CommandEnvelope) => ({ commandId, stream, duplicate: false });

/** The answer that the command's events are: read from the log, or just appended. */
export const acceptedBy = (command: CommandEnvelope, written: readonly RecordedEvent[]): FinalOutcome => {
  const { meta, version, position } = written.at(-1)!;
  const events = written.map(({ id, type, version: at }) => ({ id, type, version: at }));
  return { ...answerTo(command), outcome: 'ACCEPTED', version, position, occurredAt: meta.occurredAt, events };
};

/** Nothing was left to do. */
export const alreadySo = (command: CommandEnvelope, version: number, at: Instant): FinalOutcome => ({
  ...answerTo(command),
  outcome: 'ACCEPTED',
  version,
  occurredAt: command.occurredAt ?? at,
  events: [],
});

export const rejected = (command: CommandEnvelope, { rejected: code, detail, field, survivor }: Rejection): FinalOutcome => ({
  ...answerTo(command),
  outcome: 'REJECTED',
  rejection: { code, detail, ...(field === undefined ? {} : { field }), ...(survivor === undefined ? {} : { survivor }) },
});

/** No answer yet. */
export const unknown = (command: CommandEnvelope): Outcome => ({
  ...answerTo(command),
  outcome: 'UNKNOWN',
  detail: 'Not settled yet: ask again, or send the same command again.',
});

/**
 * What was settled before, for whoever asks now: the recorded answer for the same command, a refusal for another one under its id.
 * It is no duplicate for the very sending that it was first given to, which is then only handed out again.
 */
export const answerAgain = (command: CommandEnvelope, { hash, request }: Omit<Settled, 'outcome'>, settled: Settled): FinalOutcome =>
  hash === settled.hash
    ? { ...settled.outcome, duplicate: request === undefined || request !== settled.request }
    : rejected(
        command,
        reject(
          'COMMAND_ID_REUSED',
          `Command id ${command.commandId} was used for another command on ${settled.outcome.stream}: give every new command an id of its own.`,
          '/commandId',
        ),
      );
