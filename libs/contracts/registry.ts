import { type AllCommands, type Category, commandDeclarations, messagesByCategory } from '#libs/domain/messages.js';
import { type Complaint } from '#libs/kernel/complaint.js';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { CommandMessage } from './command-message.js';
import { classOf, validate } from './validate.js';

export { type Category } from '#libs/domain/messages.js';

/** The name of a command, `RecordInteraction`. */
export type CommandType = keyof AllCommands;

/** What a command of that name carries. */
export type DataOf<Type extends CommandType> = AllCommands[Type];

/** The class of every command by its name: made from its declaration, checked by class-validator, carried by the command bus. */
export const commandClasses = Object.fromEntries(
  Object.entries(commandDeclarations).map(([type, { fields }]) => [type, classOf(type, fields, CommandMessage)]),
) as unknown as { readonly [C in CommandType]: new () => CommandMessage & AllCommands[C] };

/** The names of all commands, sorted. */
export const commandTypes: readonly CommandType[] = (Object.keys(commandClasses) as CommandType[]).toSorted();

const categories = new Map<string, Category>(
  (Object.keys(messagesByCategory) as Category[]).flatMap((category) =>
    Object.values(messagesByCategory[category]).flatMap(({ commands }) => Object.keys(commands).map((type) => [type, category] as const)),
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
