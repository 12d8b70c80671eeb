import { type CommandEnvelope } from '#libs/kernel/message.js';
import { offsetOf } from '#libs/kernel/offset.js';
import { document, id, instant, integer, listOf, text } from '#libs/kernel/kinds.js';
import { type Category, categoryOfCommand, type CommandType, parseCommandData } from './registry.js';
import { type Complaint, isRecord, pointTo } from '#libs/kernel/complaint.js';
import { Optional, Required, validate } from './validate.js';

/** The field of a request that names the target, by the category of its stream. */
export const TARGET_FIELDS = {
  account: 'accountId',
  employee: 'employeeId',
  team: 'teamId',
  portfolio: 'portfolio',
  policy: 'policy',
} as const satisfies Record<Category, string>;

/** The body of `POST /v1/commands/<Command>` as `application/json`. Who asks is not in it: that comes from the credential. */
class CommandRequest {
  @Optional(id) readonly commandId?: string;
  @Optional(id) readonly accountId?: string;
  @Optional(id) readonly employeeId?: string;
  @Optional(id) readonly teamId?: string;
  @Optional(id) readonly portfolio?: string;
  @Optional(id) readonly policy?: string;
  @Optional(instant) readonly occurredAt?: string;
  @Optional(integer(0, Number.MAX_SAFE_INTEGER)) readonly expectedVersion?: number;
  @Optional(text(10_000)) readonly note?: string;
  @Optional(listOf(id)) readonly evidence?: readonly string[];
  @Required(document({})) readonly data!: object;
}

/** What a request asks for: an envelope without its sender, perhaps still without an id. */
export type AskedCommand = Omit<CommandEnvelope, 'actor' | 'commandId'> & { readonly commandId?: string; readonly type: CommandType };

/**
 * Reads the body of a request for a command of a known type.
 * @returns what is asked, in its normal form, or everything that is wrong with the body
 */
export const parseCommandRequest = (
  type: CommandType,
  body: unknown,
): { readonly asked: AskedCommand } | { readonly complaints: readonly Complaint[] } => {
  const request = validate(CommandRequest, body);
  if (!isRecord(body)) return { complaints: 'complaints' in request ? request.complaints : [] };
  const data = isRecord(body['data']) ? parseCommandData(type, body['data']) : { complaints: [] };
  const complaints = [
    ...('complaints' in request ? request.complaints : []),
    ...misaddressed(type, body),
    ...('complaints' in data ? data.complaints : []),
  ];
  if (complaints.length > 0 || 'complaints' in request || 'complaints' in data) return { complaints };
  const { commandId, occurredAt, expectedVersion, note, evidence } = request.value;
  const category = categoryOfCommand(type);
  const occurredOffset = offsetOf(body['occurredAt']);
  return {
    asked: {
      type,
      stream: `${category}-${request.value[TARGET_FIELDS[category]]}`,
      data: data.value,
      ...(commandId === undefined ? {} : { commandId }),
      ...(occurredAt === undefined ? {} : { occurredAt }),
      ...(occurredOffset === undefined ? {} : { occurredOffset }),
      ...(expectedVersion === undefined ? {} : { expectedVersion }),
      ...(note === undefined ? {} : { note }),
      ...(evidence === undefined ? {} : { evidence }),
    },
  };
};

/** A command names its own target and no other. */
const misaddressed = (type: CommandType, sent: Readonly<Record<string, unknown>>): readonly Complaint[] => {
  const own = TARGET_FIELDS[categoryOfCommand(type)];
  const missing = sent[own] === undefined ? [{ pointer: pointTo('', own), detail: `Missing: ${type} names its target by ${own}.` }] : [];
  const foreign = Object.values(TARGET_FIELDS).filter((field) => field !== own && sent[field] !== undefined);
  return [
    ...missing,
    ...foreign.map((field) => ({ pointer: pointTo('', field), detail: `${type} names its target by ${own}, not by ${field}.` })),
  ];
};
