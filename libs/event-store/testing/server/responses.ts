import { shared, streams } from './protocol.js';
import { type LogRow } from './record.js';

/** The answer that shows one event to a reader. */
export const serialiseEvent = (row: LogRow): Uint8Array => {
  const position = String(row.position);
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuidOf(row.id));
  recorded.setStreamIdentifier(identifierOf(row.stream));
  recorded.setStreamRevision(String(row.revision));
  recorded.setCommitPosition(position);
  recorded.setPreparePosition(position);
  recorded.setData(row.data);
  recorded.setCustomMetadata(row.metadata);
  recorded
    .getMetadataMap()
    .set('type', row.type)
    .set('content-type', row.isJson ? JSON_CONTENT : BINARY_CONTENT)
    .set('created', `${row.created}${TICKS_OF_A_MILLISECOND}`);
  const event = new streams.ReadResp.ReadEvent();
  event.setEvent(recorded);
  event.setCommitPosition(position);
  const response = new streams.ReadResp();
  response.setEvent(event);
  return response.serializeBinary();
};

export const JSON_CONTENT = 'application/json';
const BINARY_CONTENT = 'application/octet-stream';

/** Times go over the wire in units of 100 ns; ours have milliseconds. */
const TICKS_OF_A_MILLISECOND = '0000';

/** A position of the whole log. `prepare` is 0 where it is the beginning of a page and not an event. */
export interface LogPosition {
  readonly commit: number;
  readonly prepare: number;
}

export const serialiseCheckpoint = ({ commit, prepare }: LogPosition): Uint8Array => {
  const checkpoint = new streams.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(commit));
  checkpoint.setPreparePosition(String(prepare));
  const response = new streams.ReadResp();
  response.setCheckpoint(checkpoint);
  return response.serializeBinary();
};

export const serialiseConfirmation = (subscription: string): Uint8Array => {
  const confirmation = new streams.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(subscription);
  const response = new streams.ReadResp();
  response.setConfirmation(confirmation);
  return response.serializeBinary();
};

export const serialiseCaughtUp = (): Uint8Array => {
  const response = new streams.ReadResp();
  response.setCaughtUp(new streams.ReadResp.CaughtUp());
  return response.serializeBinary();
};

export const serialiseNotFound = (stream: string): Uint8Array => {
  const notFound = new streams.ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(identifierOf(stream));
  const response = new streams.ReadResp();
  response.setStreamNotFound(notFound);
  return response.serializeBinary();
};

export const uuidOf = (text: string): InstanceType<typeof shared.UUID> => {
  const id = new shared.UUID();
  id.setString(text);
  return id;
};

export const identifierOf = (stream: string): InstanceType<typeof shared.StreamIdentifier> => {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream));
  return identifier;
};

/** The name in a request; empty where there is none. */
export const nameOf = (identifier: InstanceType<typeof shared.StreamIdentifier> | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();
