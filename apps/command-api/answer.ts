import { type CommandIdentity, senderOf } from '#libs/kernel/command-identity.js';
import { type CommandEnvelope, type RefusalReason } from '#libs/kernel/message.js';
import { RETRY_AFTER_SECONDS, PROBLEM_JSON, problemType } from '#libs/platform/problem.js';
import { wireOutcome } from '#libs/runtime/cloud-events.js';
import { type UndecidedCommand } from '#libs/runtime/undecided-commands.js';

/** An outcome in the words of the doors: the target under its own name (`wireOutcome`). UNKNOWN has a `failure`. */
export type WireOutcome = Readonly<Record<string, unknown>> & {
  readonly commandId: string;
  /** Of a sender that is none of our own doors. */
  readonly source?: string;
  readonly outcome: 'ACCEPTED' | 'REJECTED' | 'UNKNOWN';
};

/** An answer over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** Where a command's outcome can be asked for; with its source where the id alone does not name it. */
export const locationOf = ({ commandId, source }: CommandIdentity): string => {
  const sender = senderOf(source);
  const query = sender === undefined ? '' : `?source=${encodeURIComponent(sender)}`;
  return `/v1/commands/${encodeURIComponent(commandId)}${query}`;
};

/**
 * The answer to a decided command. A rejection is the outcome and a problem document in one: whoever knows either shape can read it.
 * 404: the target was never opened · 409: another version, or another command under this id · 422: a rule refused it · 500: it could
 * not be decided · 202: it waits for a newer program.
 */
export const answerOf = (outcome: WireOutcome): Answer => {
  if (outcome.outcome === 'ACCEPTED') return { status: 200, headers: {}, body: outcome };
  if (outcome.outcome === 'UNKNOWN') return undecidable(outcome);
  const { code, detail, field, survivor } = outcome['rejection'] as RefusalReason;
  const status = statusOfRejection(outcome, code, field);
  const problem = { type: problemType(code), title: TITLES[status]!, status, detail, code, retry: false, ...(survivor && { survivor }) };
  return { status, headers: { 'content-type': PROBLEM_JSON }, body: { ...problem, ...outcome } };
};

/** The answer for a command that was taken and is not decided yet. */
export const undecided = ({ commandId, source, stream }: Pick<CommandEnvelope, 'commandId' | 'source' | 'stream'>): Answer => {
  const location = locationOf({ commandId, source });
  const detail = `Taken, and not decided yet: ask for it at ${location}, or send the same command again.`;
  return {
    status: 202,
    headers: { location, 'retry-after': String(RETRY_AFTER_SECONDS) },
    body: wireOutcome({ commandId, stream, duplicate: false, outcome: 'UNKNOWN', detail }, source),
  };
};

/** What a worker could not decide, as an outcome. It is UNKNOWN: decided when it is sent again, once what is wrong is mended. */
export const failedOutcome = ({ commandId, source, stream, code, detail, since }: Omit<UndecidedCommand, 'message'>): WireOutcome => {
  const text =
    code === 'DEFECT'
      ? `It could not be decided, for no reason of its own: ${detail} It is kept as a dead letter. When that is mended, have it decided by \`rapport dead-letters retry ${commandId}${source === undefined ? '' : ' --source <its source>'}\`, or send it again with the same id.`
      : `It waits, and is decided when that is done: ${detail}`;
  const outcome = wireOutcome({ commandId, stream, duplicate: false, outcome: 'UNKNOWN', detail: text }, source);
  return { ...outcome, failure: { code, detail, since } } as unknown as WireOutcome;
};

const undecidable = (outcome: WireOutcome): Answer => {
  const { code } = outcome['failure'] as { readonly code: string };
  const retryLater = { location: locationOf(outcome), 'retry-after': String(RETRY_AFTER_SECONDS) };
  if (code === 'STREAM_NEWER') return { status: 202, headers: retryLater, body: outcome };
  const problem = { type: problemType(code), title: 'The command could not be decided', status: 500, code, retry: false };
  return {
    status: 500,
    headers: { 'content-type': PROBLEM_JSON, location: locationOf(outcome) },
    body: { ...problem, ...outcome },
  };
};

const TITLES: Readonly<Record<number, string>> = {
  404: 'The target does not exist',
  409: 'The command conflicts with what has happened',
  422: 'A rule refuses the command',
};

const statusOfRejection = (outcome: WireOutcome, code: string, field: string | undefined): number => {
  if (code === 'VERSION_CONFLICT' || code === 'COMMAND_ID_REUSED') return 409;
  // Another account that the data name may be missing, too; then a field is to blame, and the target is there.
  const isTarget = field === undefined && Object.entries(TARGET_MISSING).some(([target, missing]) => target in outcome && missing === code);
  return isTarget ? 404 : 422;
};

/** How the rules say that the target itself is not there, by the field that names it. */
const TARGET_MISSING = {
  accountId: 'ACCOUNT_NOT_FOUND',
  employeeId: 'EMPLOYEE_NOT_FOUND',
  teamId: 'TEAM_NOT_FOUND',
  policy: 'POLICY_UNKNOWN',
} as const;
