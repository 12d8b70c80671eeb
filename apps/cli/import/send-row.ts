import { type Door } from '../in-process-door.js';
import { messageOf, EXIT, Failure } from '../failure.js';
import { type Answer } from '../wire.js';
import { type CommandMapping } from './mapping.js';
import { columnAtFault, type PlannedCommand } from './plan.js';
import { type RowProblem } from './row-problem.js';

/** Ids that one command is tried under: one more than the imports in which it may have been refused before. */
const ATTEMPTS_MAX = 100;

/** What became of one row's commands. */
export interface RowOutcome {
  readonly accepted: number;
  readonly duplicates: number;
  readonly commands: number;
  /** A command was refused; those after it were not sent. */
  readonly problem?: RowProblem;
  /** Stopped in between: by Ctrl-C, or because the server went away. */
  readonly unfinished?: true;
  readonly failure?: Failure;
}

/** `once` commands that are settled in this import; one short text a target. */
export type Settled = Set<string>;

/**
 * Sends a row's commands in order, each after the one before it was accepted. Without a door they are only counted.
 * Never throws: what went wrong is part of the outcome.
 */
export const sendRow = async (
  commands: readonly PlannedCommand[],
  settled: Settled,
  signal: AbortSignal,
  door: Door | undefined,
): Promise<RowOutcome> => {
  const counts = { accepted: 0, duplicates: 0, commands: 0 };
  const done: string[] = [];
  for (const [index, command] of commands.entries()) {
    if (signal.aborted) return { ...counts, unfinished: true };
    const once = command.mapping.once === undefined ? undefined : command.idOf(0);
    if (once !== undefined && settled.has(once)) continue;
    counts.commands += 1;
    if (door !== undefined) {
      const answer = await guarded(door, command, signal);
      if (answer === undefined) return { ...counts, unfinished: true };
      if (answer instanceof Failure) return { ...counts, unfinished: true, failure: answer };
      if (isThere(answer, command)) counts.duplicates += 1;
      else if (answer.outcome === 'ACCEPTED') counts.accepted += 1;
      else return { ...counts, problem: refused(command, answer.rejection, done, commands.slice(index + 1)) };
    }
    done.push(command.mapping.type);
    if (once !== undefined) settled.add(once);
  }
  return counts;
};

const guarded = async (door: Door, command: PlannedCommand, signal: AbortSignal): Promise<Answer | Failure | undefined> => {
  try {
    return await decided(door, command);
  } catch (error) {
    if (error instanceof Failure) return error;
    return signal.aborted ? undefined : new Failure(EXIT.unexpected, messageOf(error));
  }
};

/**
 * What is decided on a command now. A refusal of an earlier import is no answer, for meanwhile the row may be corrected, or the rest of
 * the world: under its id it stays refused for ever, so the next id is tried. What an earlier import had accepted stays as it is.
 */
const decided = async (door: Door, { mapping, body, idOf }: PlannedCommand): Promise<Answer> => {
  for (let attempt = 0; ; attempt += 1) {
    const commandId = idOf(attempt);
    const answer = await door.send(mapping.type, { ...body, commandId });
    if (answer.outcome === 'ACCEPTED' || attempt === ATTEMPTS_MAX - 1 || isOpened(answer, mapping)) return answer;
    const isReused = answer.rejection.code === 'COMMAND_ID_REUSED';
    const isOld = isReused ? (await door.outcomeOf(commandId))?.outcome === 'REJECTED' : answer.duplicate;
    if (!isOld) return answer;
  }
};

/** Nothing was left to do: the command is in the log, the state already was so, or the target had its one command before. */
const isThere = (answer: Answer, { mapping }: PlannedCommand): boolean =>
  answer.outcome === 'ACCEPTED'
    ? answer.duplicate || answer.events.length === 0
    : isOpened(answer, mapping) || (mapping.once !== undefined && answer.rejection.code === 'COMMAND_ID_REUSED');

/** How the rules say that what is to be opened is open. */
const OPENED: ReadonlySet<string> = new Set(['ACCOUNT_ALREADY_OPEN', 'EMPLOYEE_ALREADY_REGISTERED', 'TEAM_ALREADY_FORMED']);

/** Somebody else opened it, perhaps by another mapping or under another name, and the mapping does not mind. */
const isOpened = (answer: Answer, { mayExist }: CommandMapping): boolean =>
  mayExist === true && answer.outcome === 'REJECTED' && OPENED.has(answer.rejection.code);

const refused = (
  command: PlannedCommand,
  { code, detail, field }: { readonly code: string; readonly detail: string; readonly field?: string },
  before: readonly string[],
  after: readonly PlannedCommand[],
): RowProblem => {
  const hint = code === 'COMMAND_ID_REUSED' ? ' A row with the same key was imported before with other content, and that stays.' : '';
  const sent = before.length > 0 ? `; accepted before it: ${before.join(', ')}` : '';
  const unsent = after.length > 0 ? `; not sent: ${after.map(({ mapping }) => mapping.type).join(', ')}` : '';
  const column = columnAtFault(command, field);
  const place = column === undefined && field !== undefined ? ` at ${field}` : '';
  return {
    column,
    why: code,
    reason: `${command.mapping.type} was refused: ${code}${place}, ${detail}${hint}${sent}${unsent}`,
  };
};
