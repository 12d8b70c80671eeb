import { type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { type CallError, deleteRefused, streamDeleted, unforeseen } from './errors.js';
import { type Expected } from './expected.js';
import { streams } from './protocol.js';
import { expectedOf } from './requests.js';
import { nameOf } from './responses.js';
import { type Services } from './services.js';
import { type DeleteRequest } from './writer.js';

type Message = InstanceType<typeof streams.DeleteReq> | InstanceType<typeof streams.TombstoneReq>;

/** Soft: the stream looks as if it were not there, until somebody appends to it. Hard: it is gone for ever, with a tombstone. */
export const remove =
  (services: Services, { isHard }: Pick<DeleteRequest, 'isHard'>) =>
  (call: ServerUnaryCall<Message, Uint8Array>, callback: sendUnaryData<Uint8Array>): void => {
    const request = services.faults.refusal(call.metadata) ?? toRequest(call.request, isHard);
    if ('code' in request) callback(request);
    else void answer(services, request, callback);
  };

const toRequest = (message: Message, isHard: boolean): DeleteRequest | CallError => {
  const options = message.getOptions();
  const stream = nameOf(options?.getStreamIdentifier());
  if (options === undefined || stream === '') return unforeseen();
  return { stream, expected: expectedOf(options, options.getRevision()), isHard };
};

const answer = async (services: Services, request: DeleteRequest, callback: sendUnaryData<Uint8Array>): Promise<void> => {
  const outcome = await services.writer.delete(request);
  if (services.faults.losesAcknowledgement()) return services.connections.drop();
  await services.faults.delay();
  if (outcome.kind === 'deleted') return callback(streamDeleted(request.stream));
  if (outcome.kind === 'wrong-version') return callback(deleteRefused(request.stream, numberOf(request.expected), String(outcome.actual)));
  return callback(null, request.isHard ? tombstoned(outcome.position) : deleted(outcome.position));
};

/** How expectations are numbered where they stand in a text. */
const numberOf = (expected: Expected): string => String({ any: -2, no_stream: -1, stream_exists: -4 }[expected as string] ?? expected);

const deleted = (position: number): Uint8Array => {
  const at = new streams.DeleteResp.Position();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  const response = new streams.DeleteResp();
  response.setPosition(at);
  return response.serializeBinary();
};

const tombstoned = (position: number): Uint8Array => {
  const at = new streams.TombstoneResp.Position();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  const response = new streams.TombstoneResp();
  response.setPosition(at);
  return response.serializeBinary();
};
