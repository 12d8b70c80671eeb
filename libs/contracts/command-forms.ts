import { categoryOfCommand, isCommandType, parseCommandData } from './registry.js';
import { parseStrictJson } from './strict-json.js';

/** Bytes of one command, whichever door it comes through. */
export const COMMAND_BYTES_MAX = 256 * 1_024;

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
  categoryOf: (type: string) => (isCommandType(type) ? categoryOfCommand(type) : undefined),
  read: (type: string, data: unknown) => {
    if (!isCommandType(type)) return { malformed: { code: 'UNKNOWN_COMMAND_TYPE', detail: `There is no command ${type}.` } };
    const parsed = parseCommandData(type, data);
    if ('value' in parsed) return { data: parsed.value };
    const { pointer } = parsed.complaints[0]!;
    const detail = parsed.complaints.map((complaint) => `${complaint.pointer}: ${complaint.detail}`).join(' ');
    return { malformed: { code: 'INVALID_COMMAND', detail, pointer } };
  },
};
