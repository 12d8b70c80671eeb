import { TARGET_FIELDS } from '#libs/contracts/command-request.js';
import { commandExamples } from '#libs/contracts/examples.js';
import { CORRELATION_ID, EVENT_TYPE_PREFIX, SOURCE } from '#libs/contracts/command-event.js';
import { commandAttributes, commandOutcome } from '#libs/contracts/message-schemas.js';
import { categoryOfCommand, type CommandType, commandTypes } from '#libs/contracts/registry.js';
import { commandSchemas } from '#libs/contracts/schemas.js';
import { id, instant, integer, listOf, text } from '#libs/kernel/kinds.js';
import { ACTOR_PARAMETER, type OpenApiPart, problemResponses } from '#libs/platform/openapi.js';

/** As the read store gives them out. */
const CURSOR = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,2048}$' };

const ID = id.schema;
const INSTANT = instant.schema;

const outcome = (description: string, headers: object = {}): object => ({
  description,
  headers,
  content: { 'application/json': { schema: { $ref: '#/components/schemas/CommandOutcome' } } },
});

const RETRY_AFTER = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } };

const HEADERS = [
  { name: 'Idempotency-Key', in: 'header', description: 'Serves as commandId.', schema: ID },
  {
    name: 'Prefer',
    in: 'header',
    description: '`wait=<seconds>`: answer when the read models contain it (RFC 7240).',
    schema: { type: 'string' },
  },
  {
    name: 'X-Correlation-Id',
    in: 'header',
    description: 'What the command belongs to: kept on its events, 1 to 128 printable ASCII characters.',
    schema: { type: 'string', pattern: CORRELATION_ID.source },
  },
  { name: 'traceparent', in: 'header', description: 'W3C Trace Context: the trace goes on behind the log.', schema: { type: 'string' } },
  ACTOR_PARAMETER,
];

const LETTER = {
  type: 'object',
  required: ['commandId', 'type', 'code', 'detail', 'since'],
  properties: {
    commandId: ID,
    source: { type: 'string', description: 'Of the command, where it names it together with the id.' },
    accountId: ID,
    employeeId: ID,
    teamId: ID,
    policy: ID,
    type: { type: 'string', description: 'Of the command.' },
    code: { enum: ['DEFECT', 'STREAM_NEWER'], description: 'DEFECT: it failed. STREAM_NEWER: it waits for a newer program.' },
    detail: { type: 'string', description: 'What is wrong and what to do, for people.' },
    since: INSTANT,
    message: { type: 'object', description: 'As it was sent: key, headers, value. Where one is asked for.' },
  },
};

const letters = (description: string, schema: object): object => ({ description, content: { 'application/json': { schema } } });

/** Which sender's command is meant; a query as the id is a part of the address. */
const SOURCE_PARAMETER = {
  name: 'source',
  in: 'query',
  description: 'The source that the command was sent with; only where several senders have used the id. `http` for JSON without one.',
  schema: { type: 'string', pattern: SOURCE.source },
};

const LETTER_ID = { name: 'id', in: 'path', required: true, description: 'The command id.', schema: ID };

const deadLetterPaths = {
  '/v1/dead-letters': {
    get: {
      tags: ['outcomes'],
      summary: 'Commands that could not be decided, the oldest first',
      operationId: 'listDeadLetters',
      parameters: [{ name: 'cursor', in: 'query', description: '`next` of the page before.', schema: CURSOR }],
      responses: {
        200: letters('A page.', {
          type: 'object',
          required: ['items'],
          properties: { items: { type: 'array', items: LETTER }, next: { type: 'string' } },
        }),
        ...problemResponses([400, 503]),
      },
    },
  },
  '/v1/dead-letters/{id}': {
    get: {
      tags: ['outcomes'],
      summary: 'A command that could not be decided, with its message',
      operationId: 'getDeadLetter',
      parameters: [LETTER_ID, SOURCE_PARAMETER],
      responses: { 200: letters('It waits.', LETTER), ...problemResponses([400, 404, 409, 503]) },
    },
  },
  '/v1/dead-letters/{id}/retry': {
    post: {
      tags: ['outcomes'],
      summary: 'Has it decided again',
      operationId: 'retryDeadLetter',
      parameters: [LETTER_ID, SOURCE_PARAMETER],
      responses: {
        202: outcome('On its way again.', { Location: { schema: { type: 'string' } } }),
        ...problemResponses([400, 404, 409, 503]),
      },
    },
  },
};

/** The command side's part of the OpenAPI document: one operation a command. */
export const commandOpenApi = (): OpenApiPart => ({
  paths: {
    ...Object.fromEntries(commandTypes.map((type) => [`/v1/commands/${type}`, { post: operation(type) }])),
    '/v1/commands/{id}': {
      get: {
        tags: ['outcomes'],
        summary: 'The outcome of a command, as it was given',
        description:
          'Any process of the command API answers, whichever took the command. 404 says that neither an outcome is known nor that the '
          + 'command is on its way: one that is being taken at this moment may be among them, hence `Retry-After`. To send it again with '
          + 'the same id is harmless. 409 says that several senders have used the id, and names them for `source`.',
        operationId: 'getOutcome',
        parameters: [LETTER_ID, SOURCE_PARAMETER, ACTOR_PARAMETER],
        responses: {
          200: outcome('Settled; or UNKNOWN with a `failure`: it could not be decided, and is when it is sent again after that is mended.'),
          202: outcome('Taken, and not decided yet.', RETRY_AFTER),
          ...problemResponses([400, 404, 409, 503]),
        },
      },
    },
    ...deadLetterPaths,
  },
  schemas: { CommandOutcome: commandOutcome, CommandEvent: commandAttributes, ...commandSchemas() },
});

const operation = (type: CommandType): object => {
  const category = categoryOfCommand(type);
  const target = TARGET_FIELDS[category];
  return {
    tags: [`commands: ${category}`],
    summary: type.replaceAll(/\B[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`),
    operationId: type,
    parameters: HEADERS,
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: [target, 'data'],
            additionalProperties: false,
            properties: {
              commandId: { ...ID, description: 'Made where it is left out. The same id again is the same command.' },
              [target]: ID,
              occurredAt: { ...INSTANT, description: 'When it happened; the time of the decision where it is left out.' },
              expectedVersion: {
                ...integer(0, Number.MAX_SAFE_INTEGER).schema,
                description: 'Refuse unless the stream is at this version.',
              },
              note: text(10_000).schema,
              evidence: { ...listOf(id).schema, description: 'Ids of the events that it rests on.' },
              data: { $ref: `#/components/schemas/${type}` },
            },
          },
          example: { [target]: 'acme', data: commandExamples[type] },
        },
        'application/cloudevents+json': {
          schema: {
            allOf: [{ $ref: '#/components/schemas/CommandEvent' }],
            properties: { type: { const: `${EVENT_TYPE_PREFIX}${type}` }, data: { $ref: `#/components/schemas/${type}` } },
          },
        },
      },
    },
    responses: {
      200: outcome('Accepted.'),
      202: outcome('Taken, and not decided yet.', {
        Location: { schema: { type: 'string' } },
        ...RETRY_AFTER,
      }),
      ...problemResponses([400, 404, 409, 413, 415, 422, 500, 503]),
    },
  };
};
