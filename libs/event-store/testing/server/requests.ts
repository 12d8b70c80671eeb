import { type Expected } from './expected.js';
import { type ProposedEvent } from './record.js';
import { JSON_CONTENT } from './responses.js';

/** Bytes of event data that one append may hold; types and metadata are not counted. */
export const APPEND_DATA_BYTES_MAX = 1_048_576;

/** What the expectations of all the requests that have one look like: at most one of them is set. */
interface ExpectingOptions {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
}

export const expectedOf = (options: ExpectingOptions, revision: string): Expected => {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : Number(revision);
};

/** An event as both kinds of append propose it. */
interface ProposedMessage {
  getId(): { getString(): string } | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The event; `undefined` where its id is no UUID or it has no type: EventStoreDB takes neither. */
export const toProposedEvent = (message: ProposedMessage): ProposedEvent | undefined => {
  const id = message.getId()?.getString().toLowerCase() ?? '';
  const type = message.getMetadataMap().get('type');
  if (!UUID.test(id) || !type) return undefined;
  return {
    id,
    type,
    isJson: message.getMetadataMap().get('content-type') === JSON_CONTENT,
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
};

export const dataBytesOf = (events: readonly ProposedEvent[]): number => events.reduce((bytes, { data }) => bytes + data.length, 0);
