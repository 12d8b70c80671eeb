import { commandDeclarations } from '#libs/domain/messages.js';
import { exampleOf } from '#libs/kernel/fields.js';
import { type CommandType, type DataOf } from './registry.js';

/** One example of every command's data with all of its fields: for the documentation, and for the tests to take apart. */
export const commandExamples = Object.fromEntries(
  Object.entries(commandDeclarations).map(([type, { fields }]) => [type, exampleOf(fields)]),
) as { readonly [C in CommandType]: Required<DataOf<C>> };
