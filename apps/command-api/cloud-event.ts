import { type CommandEvent } from '#libs/contracts/command-event.js';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The event in a request, structured (JSON with `data`) or binary (attributes in `ce-` headers); `undefined` where it is none. */
export const cloudEventOf = (contentType: string, headers: Headers, body: unknown): CommandEvent | undefined => {
  if (contentType === 'application/cloudevents+json') {
    const attributes = typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
    return { mode: 'structured', attributes };
  }
  if (headers['ce-specversion'] === undefined) return undefined;
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith('ce-'))
    .map(([name, value]) => [name.slice(3), decoded(String(value))] as const);
  return { mode: 'binary', attributes: { ...Object.fromEntries(attributes), data: body } };
};

/** Header values are percent-encoded (CloudEvents HTTP binding, 3.1.3.2); one that is not stays as it is. */
const decoded = (value: string): string => {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
};
