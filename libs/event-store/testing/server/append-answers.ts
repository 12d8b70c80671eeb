import { type Expected } from './expected.js';
import { rpcStatus, shared, streams, wellKnownTypes } from './protocol.js';
import { identifierOf, uuidOf } from './responses.js';
import { type Outcome } from './writer.js';

type Status = InstanceType<typeof rpcStatus.Status>;
type Success = Extract<Outcome, { kind: 'written' }>;

/** The answer to an append of its own call; a deleted stream is an error of the call instead. */
export const serialiseAppended = (outcome: Exclude<Outcome, { kind: 'deleted' }>, expected: Expected): Uint8Array => {
  const response = new streams.AppendResp();
  if (outcome.kind === 'written') response.setSuccess(successOf(outcome));
  else response.setWrongExpectedVersion(conflictOf(outcome.actual, expected));
  return response.serializeBinary();
};

const successOf = ({ revision, position }: Success): InstanceType<typeof streams.AppendResp.Success> => {
  const success = new streams.AppendResp.Success();
  if (revision < 0) success.setNoStream(new shared.Empty());
  else success.setCurrentRevision(String(revision));
  const at = new streams.AppendResp.Position();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  success.setPosition(at);
  return success;
};

const conflictOf = (actual: number, expected: Expected): InstanceType<typeof streams.AppendResp.WrongExpectedVersion> => {
  const conflict = new streams.AppendResp.WrongExpectedVersion();
  if (actual < 0) conflict.setCurrentNoStream(new shared.Empty());
  else conflict.setCurrentRevision(String(actual));
  if (expected === 'any') conflict.setExpectedAny(new shared.Empty());
  else if (expected === 'no_stream') conflict.setExpectedNoStream(new shared.Empty());
  else if (expected === 'stream_exists') conflict.setExpectedStreamExists(new shared.Empty());
  else conflict.setExpectedRevision(String(expected));
  return conflict;
};

/** The answer to one append of a call that carries many; a failure is an answer there, not the end of the call. */
export const serialiseBatchAnswer = (correlation: string, stream: string, answer: Status | Success): Uint8Array => {
  const response = new streams.BatchAppendResp();
  response.setCorrelationId(uuidOf(correlation));
  response.setStreamIdentifier(identifierOf(stream));
  if (answer instanceof rpcStatus.Status) response.setError(answer);
  else response.setSuccess(batchSuccessOf(answer));
  return response.serializeBinary();
};

const batchSuccessOf = ({ revision, position }: Success): InstanceType<typeof streams.BatchAppendResp.Success> => {
  const success = new streams.BatchAppendResp.Success();
  if (revision < 0) success.setNoStream(new wellKnownTypes.Empty());
  else success.setCurrentRevision(String(revision));
  const at = new shared.AllStreamPosition();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  success.setPosition(at);
  return success;
};

/** What the client reads of an append that was not written: it knows the detail by its name, any other by the message. */
export const batchFailure = {
  ofOutcome: (outcome: Exclude<Outcome, Success>, stream: string, expected: Expected): Status =>
    outcome.kind === 'deleted' ? deletedStatus(stream) : conflictStatus(outcome.actual, expected),
  tooLarge: (bytesMax: number): Status => {
    const detail = new shared.MaximumAppendSizeExceeded();
    detail.setMaxappendsize(bytesMax);
    return statusOf('Maximum Append Size Exceeded', detail.serializeBinary(), 'event_store.client.MaximumAppendSizeExceeded');
  },
  badRequest: (): Status => statusOf('BadRequest', new shared.BadRequest().serializeBinary(), 'event_store.client.BadRequest'),
  timeout: (): Status => statusOf('Timeout', new shared.Timeout().serializeBinary(), 'event_store.client.Timeout'),
  saying: (message: string): Status => statusOf(message, new Uint8Array(), 'google.protobuf.Empty'),
};

const deletedStatus = (stream: string): Status => {
  const detail = new shared.StreamDeleted();
  detail.setStreamIdentifier(identifierOf(stream));
  return statusOf('StreamDeleted', detail.serializeBinary(), 'event_store.client.StreamDeleted');
};

const conflictStatus = (actual: number, expected: Expected): Status => {
  const detail = new shared.WrongExpectedVersion();
  if (actual < 0) detail.setCurrentNoStream(new wellKnownTypes.Empty());
  else detail.setCurrentStreamRevision(String(actual));
  if (expected === 'any') detail.setExpectedAny(new wellKnownTypes.Empty());
  else if (expected === 'no_stream') detail.setExpectedNoStream(new wellKnownTypes.Empty());
  else if (expected === 'stream_exists') detail.setExpectedStreamExists(new wellKnownTypes.Empty());
  else detail.setExpectedStreamPosition(String(expected));
  return statusOf('WrongExpectedVersion', detail.serializeBinary(), 'event_store.client.WrongExpectedVersion');
};

const statusOf = (message: string, detail: Uint8Array, name: string): Status => {
  const any = new wellKnownTypes.Any();
  any.pack(detail, name);
  const answer = new rpcStatus.Status();
  answer.setMessage(message);
  answer.setDetails(any);
  return answer;
};
