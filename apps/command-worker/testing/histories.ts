import fc from 'fast-check';
import { categoryOfCommand, type CommandType, commandTypes, parseCommandData } from '#libs/contracts/registry.js';
import { commandArbitraries, STREAMS } from '#libs/domain/testing/arbitraries.js';
import { type CommandEnvelope } from '#libs/kernel/message.js';

/** Commands of one history at the most; the small pools of ids make them meet. */
const COMMANDS_MAX = 18;

/** Ids that name streams of the pools: each history gets its own, so that histories do not meet. */
const POOL = new Set(['initrode', ...Object.values(STREAMS).flatMap((streams) => streams.map((stream) => stream.replace(/^[a-z]+-/, '')))]);

/** Policies and rates are one for all accounts: a history of them would be part of every other. */
const TYPES = commandTypes.filter((type) => !['policy', 'portfolio'].includes(categoryOfCommand(type)));

type Choice =
  | { readonly kind: 'new'; readonly command: Omit<CommandEnvelope, 'commandId'> }
  | { readonly kind: 'again'; readonly which: number; readonly otherNote: boolean };

const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-03-${String(number).padStart(2, '0')}T09:00:00.000Z`);

/** The first of a pool is the one that the beginnings make. */
const likelyFirst = ([first = '', ...others]: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(first, ...others) });

const rarely = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const fresh = fc.constantFrom<CommandType[]>(...TYPES).chain((type) =>
  fc.record({
    kind: fc.constant('new' as const),
    // What no door lets in gets no answer: it is a dead letter.
    command: fc.record(
      {
        stream: likelyFirst(STREAMS[categoryOfCommand(type)]!),
        type: fc.constant<string>(type),
        data: (commandArbitraries[type] as fc.Arbitrary<object>).filter((data) => 'value' in parseCommandData(type, data)),
        actor: fc.constantFrom('ana', 'importer'),
        occurredAt: day,
        expectedVersion: rarely(fc.nat(6)),
        note: fc.constantFrom('as they said', 'ключ ☕'),
      },
      { requiredKeys: ['stream', 'type', 'data', 'actor', 'occurredAt', 'expectedVersion'] },
    ),
  }),
);

const choice: fc.Arbitrary<Choice> = fc.oneof(
  { weight: 9, arbitrary: fresh as fc.Arbitrary<Choice> },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), which: fc.nat(COMMANDS_MAX), otherNote: fc.boolean() }) },
);

/** Most of what can be asked needs an account, a person and a team. */
const beginnings: readonly Omit<CommandEnvelope, 'commandId'>[] = [
  { stream: 'team-north', type: 'FormTeam', data: { name: 'North' } },
  { stream: 'employee-ann', type: 'RegisterEmployee', data: { name: 'Ann' } },
  { stream: 'employee-ann', type: 'JoinTeam', data: { teamId: 'north' } },
  { stream: 'account-acme', type: 'OpenAccount', data: { name: 'Acme' } },
  { stream: 'account-acme', type: 'AssignOwner', data: { employeeId: 'ann' } },
].map((command) => ({ ...command, actor: 'ana', occurredAt: '2026-02-01T08:00:00.000Z' }));

/**
 * Random sequences of commands, retries and reused ids among them, the same for the same seed. No two of them touch one stream, so
 * that they may run side by side and come out alike however they interleave. `mark` is part of all their ids, so that they do not meet
 * those of an earlier run either, where a log is kept.
 */
export const histories = (count: number, seed: number, mark = ''): readonly (readonly CommandEnvelope[])[] =>
  fc
    .sample(fc.array(choice, { minLength: 4, maxLength: COMMANDS_MAX }), { numRuns: count, seed })
    .map((choices, number) => commandsOf(choices, `${mark}h${number}`));

const commandsOf = (choices: readonly Choice[], history: string): readonly CommandEnvelope[] => {
  const named = beginnings.map((command, index) => ({ ...(own(command, history) as typeof command), commandId: `${history}.b${index}` }));
  const commands: CommandEnvelope[] = [...named];
  for (const [index, chosen] of choices.entries()) {
    if (chosen.kind === 'new') {
      commands.push({ ...(own(chosen.command, history) as typeof chosen.command), commandId: `${history}.${index}` });
    } else {
      const earlier = commands[chosen.which % commands.length]!;
      commands.push(chosen.otherNote ? { ...earlier, note: 'another body under the same id' } : earlier);
    }
  }
  return commands;
};

/** The same with ids of the history's own: `acme` becomes `acme.h7`, `account-acme` becomes `account-acme.h7`. */
const own = (value: unknown, history: string): unknown => {
  if (typeof value === 'string') return POOL.has(value.replace(/^(account|employee|team)-/, '')) ? `${value}.${history}` : value;
  if (Array.isArray(value)) return value.map((item) => own(item, history));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, own(member, history)]));
};
