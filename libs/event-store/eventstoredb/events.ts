import { InvariantBroken } from '#libs/kernel/errors.js';
import { type NewEvent, type RecordedEvent } from '#libs/kernel/message.js';
import { STREAM_NAME } from '#libs/kernel/ports.js';
import { type Upcasters } from '#libs/kernel/upcast.js';
import { type AppendRequest } from '../append-request.js';
import { decode } from '../decode.js';
import { type NewWireEvent, type WireEvent } from './driver.js';
import { toPosition } from './position.js';

/** Names that the engine's own tools know these fields of the metadata by. */
const CORRELATION = '$correlationId';
const CAUSATION = '$causationId';

/** From the text that was made while the caller held the events: the driver encodes later, and cannot take text. */
export const toWireEvents = ({ events }: AppendRequest): readonly NewWireEvent[] =>
  events.map(({ id, type, data, meta }) => ({
    id,
    type,
    data: JSON.parse(data) as object,
    meta: toWireMeta(JSON.parse(meta) as NewEvent['meta']),
  }));

const toWireMeta = ({ correlationId, causationId, ...meta }: NewEvent['meta']): object => ({
  ...(correlationId === undefined ? {} : { [CORRELATION]: correlationId }),
  ...(causationId === undefined ? {} : { [CAUSATION]: causationId }),
  ...meta,
});

/** Events of the engine itself, and of programs that name their streams in another way, are none of this log. */
export const isEventOfLog = ({ stream, type }: WireEvent): boolean => !type.startsWith('$') && STREAM_NAME.test(stream);

/** @throws InvariantBroken for a version that no number holds exactly */
export const fromWireEvent = (upcasters: Upcasters, event: WireEvent): RecordedEvent => {
  const { stream, id, type, revision, place, data, meta } = event;
  return decode(upcasters, {
    stream,
    id,
    type,
    version: versionOf(stream, revision),
    position: toPosition(place),
    data,
    meta: fromWireMeta(meta),
  });
};

const fromWireMeta = (meta: unknown): unknown => {
  if (typeof meta !== 'object' || meta === null || meta instanceof Uint8Array) return undefined;
  if (!(CORRELATION in meta || CAUSATION in meta)) return meta;
  const { [CORRELATION]: correlationId, [CAUSATION]: causationId, ...rest } = meta as Record<string, unknown>;
  return {
    ...rest,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(causationId === undefined ? {} : { causationId }),
  };
};

/** Revision 0 is version 1. */
export const versionOf = (stream: string, revision: bigint): number => {
  if (revision >= BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new InvariantBroken(
      `${stream} has an event at revision ${revision}, beyond what numbers hold exactly: it was not written by this program.`,
    );
  }
  return Number(revision) + 1;
};
