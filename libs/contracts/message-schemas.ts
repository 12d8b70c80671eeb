import { ACTOR_NAME } from '#libs/kernel/message.js';
import { DEAD_LETTER_HEADERS } from '#libs/kernel/ports.js';
import { CORRELATION_ID, EVENT_TYPE_PREFIX, JSON_TYPE } from './command-event.js';
import { ENTRIES_MAX, id, instant, integer, text } from '#libs/kernel/kinds.js';
import { type JsonSchema } from '#libs/kernel/fields.js';

/** Attributes that every CloudEvent has. */
const CLOUD_EVENT = ['specversion', 'id', 'type', 'source'] as const;

const ID = id.schema;
const INSTANT = instant.schema;
const URI_REFERENCE = { type: 'string', minLength: 1, maxLength: 512, format: 'uri-reference' };
const SPEC_VERSION = { const: '1.0', description: 'Of CloudEvents.' };
const JSON_CONTENT = { type: 'string', description: 'Of the data: application/json.' };
const JSON_DATA = { ...JSON_CONTENT, pattern: JSON_TYPE.source };
const CORRELATION = { type: 'string', pattern: CORRELATION_ID.source };
const TRACE = { type: 'string', description: 'W3C Trace Context: the trace goes on in the metadata of the events.' };
const ONE_ID = String(id.schema['pattern']).slice(1, -1).replace('$)', '(?: |$))');
/** As many as a list of ids may have. */
const SPACED_IDS = `^${ONE_ID}(?: ${ONE_ID}){0,${ENTRIES_MAX - 1}}$`;
const EVIDENCE = { type: 'string', description: 'Ids of the events that it rests on, with a space between.' };

/** Attributes of a command's CloudEvent but its data. */
export const commandAttributes: JsonSchema = {
  type: 'object',
  description: 'A command as a CloudEvent. Sent again with the same source and id it is the same command: one effect, the same answer.',
  required: [...CLOUD_EVENT, 'subject', 'data'],
  properties: {
    specversion: SPEC_VERSION,
    id: { ...ID, description: 'The id of the command: yours to give, in your source unique for ever.' },
    type: { type: 'string', description: `${EVENT_TYPE_PREFIX}<Command>` },
    source: {
      ...URI_REFERENCE,
      description: 'The sender: together with the id it names the command, so send it the same again. Kept on the events.',
    },
    subject: {
      ...ID,
      description:
        'The target: an account, an employee, a team, the portfolio `company`, or the name of a policy. Also the key of the message.',
    },
    time: { ...INSTANT, description: 'When it happened; the time of the decision where it is left out.' },
    datacontenttype: JSON_DATA,
    actor: { type: 'string', pattern: ACTOR_NAME.source, description: 'Who says so, or who asks; `anonymous` where it is left out.' },
    correlationid: CORRELATION,
    causationid: CORRELATION,
    traceparent: TRACE,
    expectedversion: {
      ...integer(0, Number.MAX_SAFE_INTEGER).schema,
      description: 'Refuse unless the stream is at this version (0: must not exist).',
    },
    note: text(10_000).schema,
    evidence: { ...EVIDENCE, pattern: SPACED_IDS },
  },
};

/** What every answer to a command says; the target stands under its own name. */
export const commandOutcome: JsonSchema = {
  type: 'object',
  required: ['commandId', 'outcome'],
  properties: {
    commandId: ID,
    source: {
      ...URI_REFERENCE,
      description: 'The source of the command, which names it together with the id; absent for JSON over HTTP and for imports.',
    },
    accountId: ID,
    employeeId: ID,
    teamId: ID,
    portfolio: ID,
    policy: ID,
    duplicate: { type: 'boolean', description: 'The command had been settled before; this is the same answer again.' },
    outcome: { enum: ['ACCEPTED', 'REJECTED', 'UNKNOWN'], description: 'UNKNOWN settles to one of the others and never changes then.' },
    version: { type: 'integer', description: 'Of the stream after the command.' },
    position: { type: 'string', description: 'Of the last event; absent where there was nothing left to do.' },
    occurredAt: INSTANT,
    events: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'type', 'version'],
        properties: { id: { type: 'string' }, type: { type: 'string' }, version: { type: 'integer' } },
      },
    },
    rejection: {
      type: 'object',
      required: ['code', 'detail'],
      properties: {
        code: { type: 'string', description: 'Stable: decide by it.' },
        detail: { type: 'string', description: 'What is wrong and what to do, for people.' },
        field: { type: 'string', description: 'JSON pointer.' },
        survivor: { type: 'string', description: 'The account that the target was merged into: send the command there.' },
      },
    },
    detail: { type: 'string' },
    failure: {
      type: 'object',
      required: ['code', 'detail', 'since'],
      description: 'Why it could not be decided, where that is so; over HTTP only.',
      properties: { code: { enum: ['DEFECT', 'STREAM_NEWER'] }, detail: { type: 'string' }, since: INSTANT },
    },
  },
};

/** A final answer: what the topic of outcomes carries. */
export const finalOutcome: JsonSchema = {
  oneOf: [
    { required: ['version', 'occurredAt', 'events'], properties: { outcome: { const: 'ACCEPTED' } } },
    { required: ['rejection'], properties: { outcome: { const: 'REJECTED' } } },
  ],
};

/** Attributes of an outcome's CloudEvent but its data. */
export const outcomeAttributes: JsonSchema = {
  type: 'object',
  required: [...CLOUD_EVENT, 'subject', 'time', 'causationid', 'data'],
  properties: {
    specversion: SPEC_VERSION,
    id: { type: 'string', description: '<command id>/outcome, and behind that /<source> where the source is in `data`.' },
    type: { const: `${EVENT_TYPE_PREFIX}CommandOutcome` },
    source: URI_REFERENCE,
    subject: { ...ID, description: 'The target of the command. Also the key of the message.' },
    time: INSTANT,
    datacontenttype: JSON_CONTENT,
    causationid: { ...ID, description: 'The id of the command: by this, and `source` in `data`, a sender finds its answer.' },
  },
};

/** Attributes of a committed event's CloudEvent but its data. More may be added. */
export const eventAttributes: JsonSchema = {
  type: 'object',
  description: 'A committed event. Delivered at least once and in order per subject: pass over what is at or below the version you know.',
  required: [...CLOUD_EVENT, 'subject', 'time', 'dataschema', 'recordedat', 'stream', 'streamversion', 'position', 'actor', 'commandid'],
  anyOf: [{ required: ['data'] }, { required: ['dataref'] }],
  properties: {
    specversion: SPEC_VERSION,
    id: { type: 'string', description: 'A UUID, the same however often it is delivered or replayed.' },
    type: { type: 'string', description: `${EVENT_TYPE_PREFIX}<Event>` },
    source: { const: 'rapport' },
    subject: { ...ID, description: 'The account, employee, team, portfolio or policy that it happened to. Also the key of the message.' },
    time: { ...INSTANT, description: 'When it happened. Nothing is ordered by it.' },
    datacontenttype: JSON_CONTENT,
    dataschema: { type: 'string', description: 'The `$id` of the JSON Schema of the data.' },
    zone: { type: 'string', description: 'The company’s time zone (IANA): `time` in it is the business day; UTC where it is left out.' },
    recordedat: { ...INSTANT, description: 'When it was written.' },
    stream: { type: 'string', description: 'account-<id>, employee-<id>, team-<id>, portfolio-company or policy-<name>.' },
    streamversion: { type: 'integer', minimum: 1, description: 'Of the stream with this event: 1, 2, 3 … without holes.' },
    position: { type: 'string', description: 'In the whole log: opaque, and it sorts as text.' },
    actor: { type: 'string', description: 'Who said so.' },
    commandid: { type: 'string', description: 'The command that caused it.' },
    correlationid: { type: 'string' },
    causationid: { type: 'string' },
    traceparent: TRACE,
    policy: { type: 'string', description: 'The policy version that the decision rests on, `stage-evidence@3`.' },
    evidence: EVIDENCE,
    note: { type: 'string', description: 'Free text of the person who spoke.' },
    origin: { type: 'string', description: 'Where the fact came from: the source of its command.' },
    dataref: { type: 'string', description: 'Where the data is, which was too large for the bus; there is no `data` then.' },
    databytes: { type: 'integer', description: 'Bytes of data that `dataref` stands for.' },
  },
};

/** Headers of a dead letter beside those that the message had. */
export const deadLetterHeaders: JsonSchema = {
  type: 'object',
  required: [DEAD_LETTER_HEADERS.code, DEAD_LETTER_HEADERS.detail, DEAD_LETTER_HEADERS.topic],
  properties: {
    [DEAD_LETTER_HEADERS.code]: { type: 'string', pattern: '^[A-Z0-9]+(_[A-Z0-9]+)*$', description: 'Why, stable: decide by it.' },
    [DEAD_LETTER_HEADERS.detail]: { type: 'string', description: 'What is wrong, where, and what to do, for people.' },
    [DEAD_LETTER_HEADERS.topic]: { type: 'string', description: 'The topic that it was on.' },
    [DEAD_LETTER_HEADERS.cut]: { type: 'string', description: 'What is missing of a message that did not fit with these headers.' },
  },
};
