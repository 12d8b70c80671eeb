import { type ServerWritableStream } from '@grpc/grpc-js';
import { AllSource } from './all-source.js';
import { type CallError, readFailed, streamDeleted, unforeseen } from './errors.js';
import { toFilter } from './filter.js';
import { type LogEvent } from './log-event.js';
import { Outlet } from './outlet.js';
import { streams } from './protocol.js';
import { nameOf, serialiseNotFound } from './responses.js';
import { type Services } from './services.js';
import { viewOf } from './stream-history.js';
import { StreamSource } from './stream-source.js';
import { type Source, subscribe } from './subscription.js';

type Request = InstanceType<typeof streams.ReadReq>;
type Options = InstanceType<typeof streams.ReadReq.Options>;
type StreamOptions = InstanceType<typeof streams.ReadReq.Options.StreamOptions>;
type AllOptions = InstanceType<typeof streams.ReadReq.Options.AllOptions>;

/** Reads that end, and subscriptions that do not: of one stream or of the whole log. */
export const read =
  (services: Services) =>
  (call: ServerWritableStream<Request, Uint8Array>): void => {
    const outlet = new Outlet(call);
    const refusal = services.faults.refusal(call.metadata);
    if (refusal) outlet.fail(refusal);
    else void answer(services, call.request.getOptions(), outlet);
  };

const answer = async (services: Services, options: Options | undefined, outlet: Outlet): Promise<void> => {
  if (services.faults.answerAfterMs > 0) await services.faults.delay();
  const stream = options?.getStream();
  const all = options?.getAll();
  if (options?.hasSubscription() && stream) return subscribeTo(services, streamSource(services, stream), outlet);
  if (options?.hasSubscription() && all) return subscribeTo(services, allSource(services, options, all), outlet);
  if (options && stream) return send(services, readStream(services, options, stream), outlet);
  if (options && all) return send(services, readAll(services, options, all), outlet);
  return outlet.fail(unforeseen());
};

const subscribeTo = async (services: Services, source: Source | CallError, outlet: Outlet): Promise<void> =>
  'code' in source ? outlet.fail(source) : subscribe(services, source, outlet);

const streamSource = ({ log }: Services, options: StreamOptions): Source | CallError => {
  const stream = nameOf(options.getStreamIdentifier());
  if (stream === '') return unforeseen();
  if (log.isTombstoned(stream)) return streamDeleted(stream);
  if (options.hasEnd()) return new StreamSource(log, stream, 'end');
  return new StreamSource(log, stream, options.hasRevision() ? Number(options.getRevision()) : undefined);
};

const allSource = ({ log }: Services, options: Options, all: AllOptions): Source | CallError => {
  const filter = options.getFilter();
  const wanted = filter && toFilter(filter);
  if (all.hasEnd()) return new AllSource(log, 'end', wanted);
  const after = all.hasPosition() ? Number(all.getPosition()!.getCommitPosition()) : undefined;
  return after !== undefined && !log.mayBeReadFrom(after) ? unforeseen() : new AllSource(log, after, wanted);
};

/** What a read answers with: events, one message in their place, or an error. */
type Found = Iterable<Pick<LogEvent, 'response'>> | CallError;

const send = async ({ faults }: Services, found: Found, outlet: Outlet): Promise<void> => {
  if ('code' in found) return outlet.fail(found);
  for (const { response } of found) {
    if (faults.trickleMs > 0) await faults.trickle();
    if (!outlet.write(response)) await outlet.drained();
    if (outlet.isClosed) return;
  }
  return outlet.end();
};

const isBackwards = (options: Options): boolean => options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;

const readStream = ({ log }: Services, options: Options, at: StreamOptions): Found => {
  const stream = nameOf(at.getStreamIdentifier());
  const count = Number(options.getCount());
  if (stream === '') return unforeseen();
  if (count === 0 || (at.hasEnd() && !isBackwards(options))) return readFailed('ReadStreamResult');
  const view = viewOf(log, stream);
  if (view.kind === 'deleted') return streamDeleted(stream);
  if (view.kind === 'missing') return [{ response: serialiseNotFound(stream) }];
  const from = at.hasRevision() ? Number(at.getRevision()) : 0;
  if (!isBackwards(options)) return slice(view.events, Math.max(from, view.first), count);
  const last = view.events.length - 1;
  return backwards(view.events, at.hasEnd() ? last : Math.min(from, last), view.first, count);
};

const readAll = ({ log }: Services, options: Options, at: AllOptions): Found => {
  const count = Number(options.getCount());
  const from = at.hasPosition() ? Number(at.getPosition()!.getCommitPosition()) : 0;
  if (count === 0 || !log.mayBeReadFrom(from)) return readFailed('ReadAllResult');
  const index = at.hasEnd() ? log.events.length : log.indexAt(from);
  return isBackwards(options) ? backwards(log.events, index - 1, 0, count) : slice(log.events, index, count);
};

/** As it is now: what is appended while it is read does not belong to it. */
function* slice(events: readonly LogEvent[], from: number, count: number): Generator<LogEvent> {
  const end = Math.min(events.length, from + count);
  for (let index = from; index < end; index += 1) yield events[index]!;
}

function* backwards(events: readonly LogEvent[], from: number, first: number, count: number): Generator<LogEvent> {
  const end = Math.max(first, from - count + 1);
  for (let index = from; index >= end; index -= 1) yield events[index]!;
}
