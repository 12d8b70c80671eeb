import { type sendUnaryData, type ServerReadableStream } from '@grpc/grpc-js';
import { serialiseAppended } from './append-answers.js';
import { appendTimedOut, appendTooLarge, type CallError, messageTooLarge, streamDeleted, unforeseen } from './errors.js';
import { OVERSIZED, type streams } from './protocol.js';
import { type ProposedEvent } from './record.js';
import { APPEND_DATA_BYTES_MAX, dataBytesOf, expectedOf, toProposedEvent } from './requests.js';
import { nameOf } from './responses.js';
import { type Services } from './services.js';
import { type AppendRequest } from './writer.js';

type Message = InstanceType<typeof streams.AppendReq> | typeof OVERSIZED;

/** One append in a call of its own: first what it expects, then its events. */
export const append =
  (services: Services) =>
  (call: ServerReadableStream<Message, Uint8Array>, callback: sendUnaryData<Uint8Array>): void => {
    const messages: Message[] = [];
    call.on('data', (message: Message) => messages.push(message));
    call.on('end', () => {
      // What breaks off ends as what is complete does, and says so within the same turn: half an append may be all that came.
      setImmediate(() => {
        if (call.cancelled) return;
        const request = services.faults.refusal(call.metadata) ?? toRequest(messages);
        if ('code' in request) callback(request);
        else void answer(services, request, callback);
      });
    });
  };

const answer = async (services: Services, request: AppendRequest, callback: sendUnaryData<Uint8Array>): Promise<void> => {
  const outcome = await services.writer.append(request);
  if (services.faults.losesAcknowledgement()) return services.connections.drop();
  if (services.faults.timesOut()) return callback(appendTimedOut());
  await services.faults.delay();
  if (outcome.kind === 'deleted') return callback(streamDeleted(request.stream));
  return callback(null, serialiseAppended(outcome, request.expected));
};

const toRequest = (messages: readonly Message[]): AppendRequest | CallError => {
  const readable = messages.filter((message) => message !== OVERSIZED);
  if (readable.length < messages.length) return messageTooLarge();
  const options = readable[0]?.getOptions();
  const stream = nameOf(options?.getStreamIdentifier());
  if (options === undefined || stream === '') return unforeseen();
  const events: ProposedEvent[] = [];
  for (const message of readable.slice(1)) {
    const proposed = message.getProposedMessage();
    const event = proposed && toProposedEvent(proposed);
    if (event === undefined) return unforeseen();
    events.push(event);
  }
  if (dataBytesOf(events) > APPEND_DATA_BYTES_MAX) return appendTooLarge(APPEND_DATA_BYTES_MAX);
  return { stream, expected: expectedOf(options, options.getRevision()), events };
};
