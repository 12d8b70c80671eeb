import { type ServerWritableStream } from '@grpc/grpc-js';
import { type CallError } from './errors.js';

/** Answers that wait in a call for the connection to take them; beyond it the sender waits. */
const WRITE_AHEAD_MAX = 64;

/** The answering side of a read or a subscription: it says when to wait for the reader, and when nobody reads any more. */
export class Outlet {
  readonly #call: ServerWritableStream<unknown, Uint8Array>;
  readonly #closed = Promise.withResolvers<void>();
  #isClosed = false;

  constructor(call: ServerWritableStream<unknown, Uint8Array>) {
    this.#call = call;
    const close = () => {
      this.#isClosed = true;
      this.#closed.resolve();
    };
    call.once('cancelled', close).once('close', close);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when the reader has gone. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** False: wait until {@link drained} before the next one. */
  write(bytes: Uint8Array): boolean {
    if (this.#isClosed) return false;
    this.#call.write(bytes);
    return this.#call.writableLength < WRITE_AHEAD_MAX;
  }

  /** Resolves when the connection has taken everything, or nobody reads any more. */
  async drained(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#call.once('drain', resolve);
    await Promise.race([promise, this.closed]);
    this.#call.off('drain', resolve);
  }

  end(): void {
    if (!this.#isClosed) this.#call.end();
  }

  /** Ends the call with an error, behind what was written. */
  fail(error: CallError): void {
    if (!this.#isClosed) this.#call.emit('error', error);
  }
}
