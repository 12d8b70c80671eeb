import { SOURCE } from '#libs/contracts/command-event.js';
import { Problem } from '#libs/platform/problem.js';

/**
 * The source in a question for a command; `undefined` where only its id is asked for.
 * @throws Problem INVALID_QUERY for what can be no source
 */
export const sourceAsked = (source: unknown): string | undefined => {
  if (source === undefined || (typeof source === 'string' && SOURCE.test(source))) return source;
  const detail = 'Expected the source that the command was sent with, percent-encoded, once: 1 to 512 printable ASCII characters.';
  throw new Problem('INVALID_QUERY', `Wrong parameters: source. ${detail}`, { errors: [{ pointer: '/source', detail }] });
};

/** Several senders have used an id: which of their commands is meant? */
export const ambiguous = (id: string, senders: readonly (string | undefined)[]): Problem => {
  const sources = senders.map((sender) => sender ?? OWN);
  const choices = sources.map((source) => `?source=${encodeURIComponent(source)}`).join(' or ');
  const detail = `Several senders have used command id ${JSON.stringify(id.slice(0, 128))}: ask again with ${choices}.`;
  return new Problem('COMMAND_ID_AMBIGUOUS', detail, {
    errors: sources.map((source) => ({ pointer: '/source', detail: source })),
  });
};

/** A source that stands for all of our own doors, whose ids are one space. */
const OWN = 'http';
