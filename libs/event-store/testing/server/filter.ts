import { type LogEvent } from './log.js';
import { type streams } from './protocol.js';

type Options = InstanceType<typeof streams.ReadReq.Options.FilterOptions>;

/** Which events a subscription wants, and how often it hears of those that it does not want. */
export interface Filter {
  matches(event: LogEvent): boolean;
  /** Events that one page looks through. */
  readonly searchWindow: number;
  /** Events looked through between two checkpoints. */
  readonly checkpointInterval: number;
}

/** Events of a page of history, and of a search unless the subscriber asks for another window. */
export const PAGE_EVENTS = 32;

export const toFilter = (options: Options): Filter => {
  const searchWindow = options.hasMax() ? options.getMax() : PAGE_EVENTS;
  const expression = options.getStreamIdentifier() ?? options.getEventType();
  const test = textMatcher(expression?.getRegex() ?? '', expression?.getPrefixList() ?? []);
  return {
    matches: options.hasStreamIdentifier() ? ({ stream }) => test(stream) : ({ type }) => test(type),
    searchWindow,
    checkpointInterval: searchWindow * options.getCheckpointintervalmultiplier(),
  };
};

const textMatcher = (regex: string, prefixes: readonly string[]): ((text: string) => boolean) => {
  if (regex === '') return (text) => prefixes.some((prefix) => text.startsWith(prefix));
  const expression = new RegExp(regex, 'u');
  return (text) => expression.test(text);
};
