import { type Aggregate } from '#libs/kernel/decider.js';
import { categoryOf } from '#libs/kernel/message.js';
import { aggregates } from '../registry.js';

const byCategory: ReadonlyMap<string, Aggregate> = new Map(aggregates.map((aggregate) => [aggregate.category, aggregate]));
const targets: ReadonlyMap<string, string> = new Map(
  aggregates.flatMap(({ category, commandTypes }) => commandTypes.map((type) => [type, category] as const)),
);

/** The aggregate that decides a stream, `undefined` for a category that does not exist. */
export const aggregateOf = (stream: string): Aggregate | undefined => byCategory.get(categoryOf(stream));

/** The category that a command is sent to, `undefined` for a command that does not exist: `account` for `OpenAccount`. */
export const targetOf = (commandType: string): string | undefined => targets.get(commandType);
