import { type Admission } from '#libs/kernel/amending.js';
import { type Command, type Context, type Need, type State } from '#libs/kernel/decider.js';
import { type Instant, type MessageMap } from '#libs/kernel/message.js';
import { reject, type Rejection } from '#libs/kernel/rejection.js';
import { requireEvidence } from './evidence.js';
import { requireOpenAt, requireOpened } from './guards.js';
import { commandDeclarations } from './messages.js';
import { type RecordingPolicy } from './policy/documents.js';
import { type Profile } from './profile/profile.js';
import { refuseMerged } from './profile/structure.js';
import { requireReferences } from './references.js';

/**
 * What every command must pass before its own rule: business time may lie in the past, but in the future only as far as policy
 * `recording` tolerates; its account must be open, or as its declaration says; what it names must have been there at that time; and what an
 * account's command rests on must stand in its history.
 */
export const admit: Admission = (command, state, context) =>
  requireOccurred(command, context)
  ?? requireStanding(command, state, context)
  ?? requireNamed(command, state, context)
  ?? (state['profile'] === undefined ? undefined : requireEvidence(command, context));

const requireOccurred = (command: Command<MessageMap>, context: Context): Rejection<'OCCURRED_IN_FUTURE'> | undefined => {
  const { ref, document } = context.policy<RecordingPolicy>('recording');
  const latest = Date.parse(context.now) + document.futureToleranceMinutes * 60_000;
  if (Date.parse(command.occurredAt) <= latest) return undefined;
  return reject(
    'OCCURRED_IN_FUTURE',
    `occurredAt ${command.occurredAt} is later than ${new Date(latest).toISOString()}, the latest that policy ${ref} tolerates: record it when it has happened.`,
    '/occurredAt',
  );
};

/** What commands ask of their account, by the word of their declaration; left out: that it was open when it happened. */
const STANDINGS: Readonly<Record<string, (profile: Profile, stream: string, at: Instant) => Rejection | undefined>> = {
  /** The rule looks itself. */
  any: () => undefined,
  /** Whatever became of it: what is known of it can be told otherwise. */
  known: requireOpened,
  /** What was begun while it was open may be settled after it was closed or merged: it is known by ids of its own account. */
  settling: requireOpened,
  /** Undoes its merger; the rule looks itself. */
  merged: () => undefined,
};

/** Standings in which an account takes a command although it was merged. */
const ALSO_MERGED: ReadonlySet<string | undefined> = new Set(['known', 'settling', 'merged']);

const requireStanding = (
  { type, stream, occurredAt }: Command<MessageMap>,
  state: State,
  context: Context,
): Rejection | Need | undefined => {
  const profile = state['profile'] as Profile | undefined;
  if (profile === undefined) return undefined;
  const { standing } = declarationOf(type);
  const elsewhere = ALSO_MERGED.has(standing) ? undefined : refuseMerged(stream, profile, context);
  if (elsewhere !== undefined) return elsewhere;
  return (standing === undefined ? requireOpenAt : STANDINGS[standing]!)(profile, stream, occurredAt);
};

const declarationOf = (type: string) => commandDeclarations[type as keyof typeof commandDeclarations];

/** A person or a team that was never there: the rule says so before anything that its command names. */
const isAbsent = (slice: unknown): boolean => (slice as { readonly stage?: string } | undefined)?.stage === 'absent';

const requireNamed = ({ type, data, occurredAt }: Command<MessageMap>, state: State, context: Context) => {
  if (isAbsent(state['employee']) || isAbsent(state['team'])) return undefined;
  const { fields } = declarationOf(type);
  return requireReferences(fields, data, occurredAt, state, context);
};
