import { describe, expect, it } from '@jest/globals';
import { DiagnosticSeverity, Parser } from '@asyncapi/parser';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { commandForms } from '#libs/contracts/command-forms.js';
import { eventTypes } from '#libs/contracts/schemas.js';
import { commandExamples } from '#libs/contracts/examples.js';
import { categoryOfCommand, type CommandType, commandTypes } from '#libs/contracts/registry.js';
import { aggregates } from '#libs/domain/registry.js';
import { goldens } from '#libs/domain/testing/goldens.js';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { type BusMessage } from '#libs/kernel/ports.js';
import { encodeCommand, encodeOutcome } from '#libs/runtime/cloud-events.js';
import { encodeEvent, encodeWithoutData } from '#libs/runtime/event-message.js';
import { asyncApiDocument } from './asyncapi.js';

const read = async (document: object) => {
  const { document: parsed, diagnostics } = await new Parser().parse(JSON.stringify(document));
  return { parsed, found: diagnostics.map(({ severity, code, message, path }) => ({ severity, code, message, path: path.join('/') })) };
};

/** Read once: the parser takes many seconds for a megabyte. */
let reading: ReturnType<typeof read> | undefined;
const readOurs = () => (reading ??= read(asyncApiDocument()));

describe('the AsyncAPI document', () => {
  it('is one, without a fault and without a warning', async () => {
    const { parsed, found } = await readOurs();
    expect(found.filter(({ severity }) => severity <= DiagnosticSeverity.Warning)).toEqual([]);
    expect(
      parsed!
        .channels()
        .all()
        .map((channel) => channel.address()),
    ).toEqual(['rapport.commands.v1', 'rapport.outcomes.v1', 'rapport.events.v1', 'rapport.dead-letters.v1']);
    expect(
      parsed!
        .operations()
        .all()
        .map((operation) => [operation.action(), operation.id()]),
    ).toEqual([
      ['receive', 'decide'],
      ['send', 'answer'],
      ['send', 'relay'],
      ['send', 'bury'],
    ]);
  });

  it('has a message for every command, with an example that it describes, and for every event', async () => {
    const { parsed } = await readOurs();
    const names = (channel: string) =>
      parsed!
        .channels()
        .get(channel)!
        .messages()
        .all()
        .map((message) => message.name() ?? message.id());
    expect(names('commands')).toEqual([...commandTypes.map((type) => `rapport.${type}`), 'command.binary']);
    expect(names('events')).toEqual(eventTypes().map((type) => `rapport.${type}`));
    expect(eventTypes()).toEqual([...new Set(aggregates.flatMap((aggregate) => aggregate.eventTypes))].toSorted());
  });

  it('would be found out with a fault', async () => {
    const { found } = await read({
      ...asyncApiDocument(),
      operations: { decide: { action: 'shout', channel: { $ref: '#/channels/none' } } },
    });
    expect(found.filter(({ severity }) => severity === DiagnosticSeverity.Error)).not.toEqual([]);
  });
});

describe('the messages that it describes', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const { components } = asyncApiDocument();
  ajv.addSchema({ components }, 'document');
  /** What is wrong with a value of a message. */
  const faults = (message: string, value: unknown, part = 'payload'): readonly string[] => {
    const validate = ajv.getSchema(`document#/components/messages/${message}/${part}`)!;
    return validate(value) ? [] : validate.errors!.map(({ instancePath, message: text }) => `${instancePath} ${text}`);
  };
  const parsed = ({ value }: BusMessage): Record<string, unknown> =>
    JSON.parse(Buffer.from(value!).toString('utf8')) as Record<string, unknown>;
  const envelope = (type: CommandType): CommandEnvelope => ({
    commandId: 'c1',
    stream: `${categoryOfCommand(type)}-acme`,
    type,
    data: commandExamples[type],
    actor: 'ana',
    occurredAt: '2026-03-01T09:30:00.000Z',
    correlationId: 'visit-7',
    note: 'By phone.',
    evidence: ['e-1', 'e-2'],
    expectedVersion: 3,
  });

  const examplesOf = (type: CommandType): readonly { readonly payload: object }[] => {
    const messages = (components as { readonly messages: Readonly<Record<string, { readonly examples: { readonly payload: object }[] }>> })
      .messages;
    return messages[`command.${type}`]!.examples;
  };

  it.each(commandTypes)('are those that are sent: %s, and its example', (type) => {
    expect(faults(`command.${type}`, parsed(encodeCommand(envelope(type))))).toEqual([]);
    const [example] = examplesOf(type);
    expect(faults(`command.${type}`, example!.payload)).toEqual([]);
    expect(commandForms.read({ mode: 'structured', attributes: { ...example!.payload } })).toHaveProperty('command');
    expect(faults(`command.${type}`, { ...example!.payload, subject: undefined, data: { surprise: 1 } })).not.toEqual([]);
  });

  it.each(goldens)('are those that are published: $file', ({ event }) => {
    const published = parsed(encodeEvent(event));
    expect(faults(`event.${event.type}`, published)).toEqual([]);
    expect(faults(`event.${event.type}`, { ...published, type: 'rapport.Other' })).toContainEqual(expect.stringContaining('/type'));
    expect(faults(`event.${event.type}`, { ...published, streamversion: 0 })).toContainEqual(expect.stringContaining('/streamversion'));
    expect(faults(`event.${event.type}`, parsed(encodeWithoutData(event)))).toEqual([]);
    const { data: _data, ...without } = published;
    expect(faults(`event.${event.type}`, without)).not.toEqual([]);
  });

  it('are those that answer', () => {
    const answer = { commandId: 'c1', stream: 'team-north', duplicate: false } as const;
    const at = new Date();
    const rejected = parsed(encodeOutcome({ ...answer, outcome: 'REJECTED', rejection: { code: 'TEAM_NOT_FOUND', detail: 'No.' } }, at));
    const accepted = { ...answer, outcome: 'ACCEPTED', version: 1, occurredAt: '2026-03-01T09:30:00.000Z', events: [] } as const;
    for (const good of [rejected, parsed(encodeOutcome(accepted, at))]) expect(faults('outcome', good)).toEqual([]);
    const unknown = parsed(encodeOutcome({ ...answer, outcome: 'UNKNOWN', detail: 'Later.' }, at));
    for (const bad of [unknown, { ...rejected, data: { ...Object(rejected['data']), rejection: undefined } }]) {
      expect(faults('outcome', JSON.parse(JSON.stringify(bad)))).not.toEqual([]);
    }
  });

  it('say in headers what a binary event is, and why a dead letter is one', () => {
    const headers = { ce_specversion: '1.0', ce_id: 'c1', ce_type: 'rapport.CloseAccount', ce_source: '/crm', ce_subject: 'acme' };
    expect(faults('command.binary', headers, 'headers')).toEqual([]);
    expect(faults('command.binary', { ce_id: 'c1' }, 'headers')).not.toEqual([]);
    const dead = { 'dead-letter-code': 'INVALID_COMMAND', 'dead-letter-detail': '/time: No.', 'dead-letter-topic': 'rapport.commands.v1' };
    expect(faults('deadLetter', dead, 'headers')).toEqual([]);
    expect(faults('deadLetter', { ...dead, 'dead-letter-code': 'no code' }, 'headers')).not.toEqual([]);
  });
});
