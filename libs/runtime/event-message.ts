import { categoryOf, idOf, type RecordedEvent } from '#libs/kernel/message.js';
import { type BusMessage, MESSAGE_BYTES_MAX } from '#libs/kernel/ports.js';
import { schemaUriOf } from '#libs/kernel/upcast.js';
import { CLOUD_EVENT_JSON } from './cloud-events.js';

/** Every committed event, for other services; CloudEvents 1.0 in JSON, keyed like the commands. */
export const EVENTS_TOPIC = 'rapport.events.v1';

/** A committed event as it is published. */
export const encodeEvent = (event: RecordedEvent): BusMessage => messageOf(event, { data: event.data });

/** Whether every bus takes a message. */
export const isCarried = ({ key, value, headers }: BusMessage): boolean =>
  Buffer.byteLength(key ?? '') + (value?.length ?? 0) + Buffer.byteLength(JSON.stringify(headers)) <= MESSAGE_BYTES_MAX;

/**
 * The event without its data, for a bus that does not take it whole: nothing is skipped, and whoever needs the data fetches it.
 * `dataref` (CloudEvents extension "claim check") says where; `databytes`, how many bytes of JSON were left out.
 */
export const encodeWithoutData = (event: RecordedEvent): BusMessage =>
  messageOf(event, { dataref: dataRefOf(event), databytes: Buffer.byteLength(JSON.stringify(event.data)) });

/** Accounts have a history to ask for; of other streams an event is named by its id. */
const dataRefOf = ({ id, stream, type }: RecordedEvent): string =>
  categoryOf(stream) === 'account' ? `/v1/accounts/${encodeURIComponent(idOf(stream))}/history?type=${type}` : `urn:uuid:${id}`;

const messageOf = ({ id, type, stream, version, position, meta }: RecordedEvent, body: object): BusMessage => {
  const subject = idOf(stream);
  const event = {
    specversion: '1.0',
    id,
    type: `rapport.${type}`,
    source: 'rapport',
    subject,
    time: meta.occurredAt,
    datacontenttype: 'application/json',
    dataschema: schemaUriOf(type, meta.schema),
    recordedat: meta.recordedAt,
    zone: meta.zone,
    stream,
    streamversion: version,
    position,
    actor: meta.actor,
    commandid: meta.commandId,
    correlationid: meta.correlationId,
    causationid: meta.causationId,
    traceparent: meta.traceparent,
    policy: meta.policy,
    evidence: meta.evidence?.join(' '),
    note: meta.note,
    origin: meta.source,
    ...body,
  };
  return { key: subject, headers: { 'content-type': CLOUD_EVENT_JSON }, value: Buffer.from(JSON.stringify(event)) };
};
