import { categoryOfCommand, type CommandType, commandTypes } from '#libs/contracts/registry.js';
import { EVENT_TYPE_PREFIX } from '#libs/contracts/command-event.js';
import { TARGET_FIELDS } from '#libs/contracts/command-request.js';
import { eventSchemas, eventTypes, commandSchemas } from '#libs/contracts/schemas.js';
import { commandExamples } from '#libs/contracts/examples.js';
import * as messages from '#libs/contracts/message-schemas.js';
import { type JsonSchema } from '#libs/kernel/fields.js';
import { DEAD_LETTER_TOPIC } from '#libs/kernel/ports.js';
import { CLOUD_EVENT_JSON, COMMANDS_TOPIC, OUTCOMES_TOPIC } from '#libs/runtime/cloud-events.js';
import { REQUEST_HEADER, REQUEST_LENGTH_MAX } from '#libs/runtime/consume-commands.js';
import { EVENTS_TOPIC } from '#libs/runtime/event-message.js';

/** An AsyncAPI document as far as this program builds it. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly [part: string]: unknown;
}

/** The version of the interface, which is in the name of every topic: it changes when a reader or a sender has to. */
const API_VERSION = '1';

const schema = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
const message = (name: string): object => ({ $ref: `#/components/messages/${name}` });

/** Commands and events never share a name, commands being imperative and events past; messages are told apart all the same. */
const commandMessageName = (type: string): string => `command.${type}`;
const eventMessageName = (type: string): string => `event.${type}`;

/** The four topics as an AsyncAPI 3 document, from the sources that OpenAPI is made from. */
export const asyncApiDocument = (): AsyncApiDocument => ({
  asyncapi: '3.0.0',
  id: 'urn:rapport:asyncapi',
  info: {
    title: 'Rapport',
    version: API_VERSION,
    description:
      'Account relationships as events. Commands in, outcomes and committed events out, dead letters beside. Messages are CloudEvents 1.0 '
      + 'in JSON, the key is the target, and what has one key stays in order.',
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    tags: [{ name: 'commands' }, { name: 'events' }],
  },
  defaultContentType: CLOUD_EVENT_JSON,
  servers: { kafka: { host: 'localhost:9092', protocol: 'kafka', description: 'The Kafka cluster that MESSAGE_BUS_URL names.' } },
  channels: channels(),
  operations: operations(),
  components: { messages: componentMessages(), schemas: componentSchemas() },
});

const channels = (): object => ({
  commands: channel(COMMANDS_TOPIC, 'What services and people ask for.', [...commandTypes.map(commandMessageName), 'command.binary']),
  outcomes: channel(OUTCOMES_TOPIC, 'What became of each command: accepted or rejected, for good.', ['outcome']),
  events: channel(
    EVENTS_TOPIC,
    'Every committed event, at least once, in order per key. An account, an employee and a team of one id share a key: tell them by `stream`.',
    eventTypes().map(eventMessageName),
  ),
  deadLetters: channel(DEAD_LETTER_TOPIC, 'Messages that no retry would help, as they were, with the reason in headers.', ['deadLetter']),
});

const channel = (address: string, description: string, names: readonly string[]): object => ({
  address,
  description,
  messages: Object.fromEntries(names.map((name) => [name, message(name)])),
  bindings: { kafka: { topic: address, bindingVersion: '0.5.0' } },
});

const operations = (): object => ({
  decide: {
    action: 'receive',
    channel: { $ref: '#/channels/commands' },
    summary: 'Decides a command, appends what it comes to, and answers.',
    reply: { channel: { $ref: '#/channels/outcomes' } },
  },
  answer: { action: 'send', channel: { $ref: '#/channels/outcomes' }, summary: 'Says what became of a command.' },
  relay: { action: 'send', channel: { $ref: '#/channels/events' }, summary: 'Publishes what was committed.' },
  bury: { action: 'send', channel: { $ref: '#/channels/deadLetters' }, summary: 'Keeps a message that cannot be handled.' },
});

const componentMessages = (): object => ({
  ...Object.fromEntries(commandTypes.map((type) => [commandMessageName(type), commandMessage(type)])),
  'command.binary': {
    title: 'A command in binary mode',
    summary: 'The same attributes as headers, `ce_id` and so on (CloudEvents Kafka binding), and the data alone as the value.',
    contentType: 'application/json',
    headers: schema('CommandHeaders'),
    payload: { type: 'object', description: 'The data of the command that `ce_type` names.' },
    bindings: KEY,
  },
  outcome: {
    title: 'The outcome of a command',
    headers: { type: 'object', properties: { [REQUEST_HEADER]: REQUEST } },
    correlationId: { location: '$message.payload#/causationid' },
    payload: schema('OutcomeEvent'),
    bindings: KEY,
  },
  ...Object.fromEntries(eventTypes().map((type) => [eventMessageName(type), eventMessage(type)])),
  deadLetter: {
    title: 'A message that cannot be handled',
    contentType: 'application/octet-stream',
    headers: schema('DeadLetterHeaders'),
    payload: { description: 'The value as it came, or the beginning of it.' },
    bindings: KEY,
  },
});

const KEY = { kafka: { key: { type: 'string', description: 'The target, as in `subject`.' }, bindingVersion: '0.5.0' } };

const REQUEST = {
  type: 'string',
  maxLength: REQUEST_LENGTH_MAX,
  description: 'Put on a command it comes back on the answer: tells two sendings of one command apart.',
};

const commandMessage = (type: CommandType): object => ({
  name: `${EVENT_TYPE_PREFIX}${type}`,
  title: type,
  tags: [{ name: 'commands' }],
  headers: { type: 'object', properties: { [REQUEST_HEADER]: REQUEST } },
  correlationId: { location: '$message.payload#/id' },
  payload: {
    allOf: [
      schema('CommandEvent'),
      {
        type: 'object',
        properties: {
          type: { const: `${EVENT_TYPE_PREFIX}${type}` },
          subject: { type: 'string', description: TARGETS[TARGET_FIELDS[categoryOfCommand(type)]] },
          data: schema(type),
        },
      },
    ],
  },
  bindings: KEY,
  examples: [{ payload: commandEventExample(type) }],
});

const TARGETS = {
  accountId: 'The id of the account.',
  employeeId: 'The id of the employee.',
  teamId: 'The id of the team.',
  portfolio: 'The portfolio: company, there is no other.',
  policy: 'The name of the policy.',
};

/** A command as it is sent. */
const commandEventExample = (type: CommandType): object => ({
  specversion: '1.0',
  id: '01975b7e-6a3f-7cc4-9d5e-2f4a4f0c8b11',
  type: `${EVENT_TYPE_PREFIX}${type}`,
  source: '/crm',
  subject: 'acme',
  time: '2026-03-01T09:30:00Z',
  actor: 'ana',
  data: commandExamples[type],
});

const eventMessage = (type: string): object => ({
  name: `${EVENT_TYPE_PREFIX}${type}`,
  title: type,
  tags: [{ name: 'events' }],
  correlationId: { location: '$message.payload#/commandid' },
  payload: {
    allOf: [
      schema('RecordedEvent'),
      { type: 'object', properties: { type: { const: `${EVENT_TYPE_PREFIX}${type}` }, data: schema(type) } },
    ],
  },
  bindings: KEY,
});

const componentSchemas = (): Readonly<Record<string, JsonSchema>> => ({
  CommandEvent: messages.commandAttributes,
  CommandHeaders: inHeaders(messages.commandAttributes),
  OutcomeEvent: {
    allOf: [
      messages.outcomeAttributes,
      { type: 'object', properties: { data: { allOf: [schema('CommandOutcome'), messages.finalOutcome] } } },
    ],
  },
  CommandOutcome: messages.commandOutcome,
  RecordedEvent: messages.eventAttributes,
  DeadLetterHeaders: messages.deadLetterHeaders,
  ...commandSchemas(),
  ...eventSchemas(),
});

/** Attributes as headers: all of them text, and the data's type as the message's own. */
const inHeaders = ({ properties, required }: JsonSchema): JsonSchema => {
  const names = (required as readonly string[]).filter((name) => name !== 'data');
  const texts = Object.keys(properties as object).filter((name) => name !== 'datacontenttype');
  return {
    type: 'object',
    required: names.map((name) => `ce_${name}`),
    properties: {
      'content-type': { const: 'application/json' },
      ...Object.fromEntries(texts.map((name) => [`ce_${name}`, { type: 'string' }])),
    },
  };
};
