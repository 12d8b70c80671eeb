import { type CommandEnvelope } from '#libs/kernel/message.js';
import { type CommandEvent, EVENT_TYPE_PREFIX, parseCommandEvent, traceIdOf } from './command-event.js';
import { isCommandType } from './registry.js';
import { parseStrictJson } from './strict-json.js';
import { type Complaint } from '#libs/kernel/complaint.js';

/** Bytes of one command, whichever door it comes through. */
export const COMMAND_BYTES_MAX = 256 * 1_024;

/** Faults that a refusal tells; whoever has more begins with these. */
const FAULTS_TOLD_MAX = 10;

/** How the worker reads commands off the bus: as strictly as the front door. */
export const commandForms = {
  parse: (bytes: Uint8Array) => {
    if (bytes.length > COMMAND_BYTES_MAX) {
      const detail = `The command has ${bytes.length} bytes; ${COMMAND_BYTES_MAX} are allowed: split it, or keep documents elsewhere.`;
      return { malformed: { code: 'BODY_TOO_LARGE', detail } };
    }
    const parsed = parseStrictJson(bytes);
    return 'refused' in parsed ? { malformed: parsed.refused } : parsed;
  },
  /** The actor is believed: whoever may write to the topic is one of ours. */
  read: (event: CommandEvent) => {
    const { specversion, type } = event.attributes;
    if (specversion !== '1.0') {
      const detail = `specversion is ${shown(specversion)}; it must be "1.0": send a CloudEvent, structured or binary.`;
      return { malformed: { code: 'NOT_A_CLOUD_EVENT', detail, pointer: '/specversion' } };
    }
    const name = typeof type === 'string' && type.startsWith(EVENT_TYPE_PREFIX) ? type.slice(EVENT_TYPE_PREFIX.length) : '';
    if (!isCommandType(name)) {
      const detail = `type is ${shown(type)}; it must be ${EVENT_TYPE_PREFIX}<Command> of a known command.`;
      return { malformed: { code: 'UNKNOWN_COMMAND_TYPE', detail, pointer: '/type' } };
    }
    const result = parseCommandEvent(name, event);
    if ('complaints' in result) return { malformed: { code: 'INVALID_COMMAND', ...inOne(result.complaints) } };
    const { actor = 'anonymous', correlationId = traceIdOf(result.circumstances.traceparent), ...stated } = result.circumstances;
    // The id was demanded of the event.
    const command = { ...result.asked, commandId: result.asked.commandId!, ...stated, actor };
    return { command: correlationId === undefined ? command : { ...command, correlationId } };
  },
} satisfies {
  readonly parse: (bytes: Uint8Array) => object;
  readonly read: (event: CommandEvent) => { readonly command: CommandEnvelope } | { readonly malformed: object };
};

/** The first fault with its place, and the others after it. */
const inOne = ([first, ...others]: readonly Complaint[]): { readonly detail: string; readonly pointer: string } => {
  const told = others.slice(0, FAULTS_TOLD_MAX - 1).map(({ pointer, detail }) => `${pointer}: ${detail}`);
  const more = others.length - told.length;
  const rest = more > 0 ? [`And ${more} more.`] : [];
  return { pointer: first!.pointer, detail: [first!.detail, ...told, ...rest].join(' ') };
};

/** Characters of an attribute that a refusal shows. */
const SHOWN_MAX = 80;

const shown = (value: unknown): string => (value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value)).slice(0, SHOWN_MAX));
