import { type AccountCommands } from '#libs/domain/account.js';
import { type EmployeeCommands } from '#libs/domain/employee/employee.js';
import { type PolicyCommands } from '#libs/domain/policy/policy.js';
import { type AllCommands } from '#libs/domain/registry.js';
import { type TeamCommands } from '#libs/domain/team/team.js';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { CommandMessage } from './command-message.js';
import * as commerce from './commerce.commands.js';
import * as employee from './employee.commands.js';
import * as interactions from './interactions.commands.js';
import * as ownership from './ownership.commands.js';
import * as policy from './policy.commands.js';
import * as profile from './profile.commands.js';
import * as promises from './promises.commands.js';
import * as relationship from './relationship.commands.js';
import * as risk from './risk.commands.js';
import * as team from './team.commands.js';
import { type Complaint, validate } from './validate.js';

type ClassesOf<Commands> = { readonly [C in keyof Commands]: new () => CommandMessage & Commands[C] };

/** One class a command, by the category of the streams that it is addressed to. The compiler demands each of them. */
const classesByCategory = {
  account: {
    ...profile,
    ...ownership,
    ...interactions,
    ...relationship,
    ...commerce,
    ...promises,
    ...risk,
  } satisfies ClassesOf<AccountCommands>,
  employee: { ...employee } satisfies ClassesOf<EmployeeCommands>,
  team: { ...team } satisfies ClassesOf<TeamCommands>,
  policy: { ...policy } satisfies ClassesOf<PolicyCommands>,
} as const;

/** What a command is addressed to. */
export type Category = keyof typeof classesByCategory;

/** The name of a command, `RecordInteraction`. */
export type CommandType = keyof AllCommands;

/** What a command of that name carries. */
export type DataOf<Type extends CommandType> = AllCommands[Type];

/** The class of every command by its name. */
export const commandClasses: ClassesOf<AllCommands> = {
  ...classesByCategory.account,
  ...classesByCategory.employee,
  ...classesByCategory.team,
  ...classesByCategory.policy,
};

/** The names of all commands, sorted. */
export const commandTypes: readonly CommandType[] = (Object.keys(commandClasses) as CommandType[]).toSorted();

const categories = new Map<string, Category>(
  (Object.keys(classesByCategory) as Category[]).flatMap((category) =>
    Object.keys(classesByCategory[category]).map((type) => [type, category] as const),
  ),
);

/** Whether there is a command of that name. */
export const isCommandType = (type: string): type is CommandType => categories.has(type);

/** What a command of that name is addressed to. */
export const categoryOfCommand = (type: CommandType): Category => categories.get(type)!;

/**
 * Checks a command's data.
 * @returns the data in its normal form (declared fields in declared order, date-times in UTC), or everything that is wrong with it,
 *   each complaint with a JSON pointer such as `/data/net/amount`
 */
export const parseCommandData = (
  type: CommandType,
  data: unknown,
): { readonly value: object } | { readonly complaints: readonly Complaint[] } => validate<object>(commandClasses[type], data, '/data');

/** The instance of a command's class that travels over the command bus. The envelope's type and data have been checked. */
export const commandMessage = (envelope: CommandEnvelope & { readonly type: CommandType }): CommandMessage => {
  const shape: new () => CommandMessage = commandClasses[envelope.type];
  return CommandMessage.carry(shape, envelope);
};
