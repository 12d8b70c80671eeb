import { type ServerDuplexStream } from '@grpc/grpc-js';
import { batchFailure, serialiseBatchAnswer } from './append-answers.js';
import { messageTooLarge, NOT_READY } from './errors.js';
import { type Expected } from './expected.js';
import { OVERSIZED, type streams } from './protocol.js';
import { type ProposedEvent } from './record.js';
import { APPEND_DATA_BYTES_MAX, dataBytesOf, expectedOf, toProposedEvent } from './requests.js';
import { nameOf } from './responses.js';
import { type Services } from './services.js';

type Message = InstanceType<typeof streams.BatchAppendReq>;
type Call = ServerDuplexStream<Message | typeof OVERSIZED, Uint8Array>;
type Answer = Parameters<typeof serialiseBatchAnswer>[2];

/** An append whose events come in several messages. */
interface Pending {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: ProposedEvent[];
  bytes: number;
}

/**
 * How long the server waits for the rest of an append, in milliseconds. It forgets to stop waiting where it has refused a bad request:
 * that append is answered a second time then, and the client fails on an answer that it waits for no longer.
 */
const WRITE_TIMEOUT_MS = 2_000;

/** Many appends over one call. They are answered one by one; only what cannot be read ends the call, and with it all that are under way. */
export const batchAppend =
  (services: Services) =>
  (call: Call): void => {
    const refusal = services.faults.strangerIn(call.metadata);
    if (refusal) {
      call.emit('error', refusal);
      return;
    }
    const batch = new BatchCall(services, call);
    call.on('data', (message: Message | typeof OVERSIZED) => {
      if (message === OVERSIZED) call.emit('error', messageTooLarge());
      else batch.take(message);
    });
    call.on('end', () => void batch.finish());
  };

class BatchCall {
  readonly #services: Services;
  readonly #call: Call;
  readonly #pending = new Map<string, Pending>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(services: Services, call: Call) {
    this.#services = services;
    this.#call = call;
    call.once('cancelled', () => this.#timers.forEach(clearTimeout));
  }

  take(message: Message): void {
    const correlation = message.getCorrelationId()?.getString() ?? '';
    const options = message.getOptions();
    if (options) {
      const stream = nameOf(options.getStreamIdentifier());
      this.#pending.set(correlation, { stream, expected: expectedOf(options, options.getStreamPosition()), events: [], bytes: 0 });
    }
    const pending = this.#pending.get(correlation);
    if (pending === undefined) return;
    const events = message.getProposedMessagesList().map(toProposedEvent);
    if (pending.stream === '' || events.includes(undefined)) return this.#refuseBadRequest(correlation, pending.stream);
    const good = events.filter((event) => event !== undefined);
    pending.events.push(...good);
    pending.bytes += dataBytesOf(good);
    if (pending.bytes > APPEND_DATA_BYTES_MAX) this.#refuse(correlation, pending.stream, batchFailure.tooLarge(APPEND_DATA_BYTES_MAX));
    else if (message.getIsFinal()) this.#append(correlation, pending);
  }

  async finish(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
    this.#timers.forEach(clearTimeout);
    this.#call.end();
  }

  #append(correlation: string, pending: Pending): void {
    if (!this.#services.faults.isReady) return this.#refuse(correlation, pending.stream, batchFailure.saying(NOT_READY));
    this.#pending.delete(correlation);
    const work = this.#write(correlation, pending);
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  async #write(correlation: string, pending: Pending): Promise<void> {
    const { writer, faults, connections } = this.#services;
    const outcome = await writer.append(pending);
    if (faults.losesAcknowledgement()) return connections.drop();
    if (faults.timesOut()) return this.#answer(correlation, pending.stream, batchFailure.timeout());
    if (faults.answerAfterMs > 0) await faults.delay();
    const { stream, expected } = pending;
    this.#answer(correlation, stream, outcome.kind === 'written' ? outcome : batchFailure.ofOutcome(outcome, stream, expected));
  }

  #refuse(correlation: string, stream: string, answer: Answer): void {
    this.#pending.delete(correlation);
    this.#answer(correlation, stream, answer);
  }

  #refuseBadRequest(correlation: string, stream: string): void {
    this.#refuse(correlation, stream, batchFailure.badRequest());
    const timer = setTimeout(() => this.#answer(correlation, stream, batchFailure.timeout()), WRITE_TIMEOUT_MS);
    this.#timers.add(timer.unref());
  }

  #answer(correlation: string, stream: string, answer: Answer): void {
    if (!this.#call.cancelled) this.#call.write(serialiseBatchAnswer(correlation, stream, answer));
  }
}
