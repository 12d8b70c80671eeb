/** The media type of the live form of an answer. */
export const EVENT_STREAM = 'text/event-stream';

/** What else the same addresses answer with, also where a client leaves the choice to the server. */
const PLAIN: ReadonlySet<string> = new Set(['application/json', 'application/*', '*/*']);

/** Whether a client prefers a stream of events to one answer (RFC 9110, 12.5.1); between equals the first named wins. */
export const prefersStream = (accept = ''): boolean =>
  accept
    .split(',')
    .map(mediaRange)
    .filter(({ type, weight }) => weight > 0 && (type === EVENT_STREAM || PLAIN.has(type)))
    .toSorted((left, right) => right.weight - left.weight)[0]?.type === EVENT_STREAM;

const mediaRange = (text: string): { readonly type: string; readonly weight: number } => {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, weight: weight === undefined ? 1 : Number(weight.slice(2)) };
};
