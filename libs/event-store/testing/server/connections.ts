import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Loopback only: this is a tool for tests. */
export const HOST = '127.0.0.1';

/** The way in: every connection passes a gate, which can be shut or torn down without the server behind it noticing anything before. */
export class Connections {
  readonly #server: Server;
  readonly #gates = new Set<Gate>();
  #isFrozen = false;

  constructor(admit: (connection: Duplex) => void) {
    this.#server = createServer((socket) => {
      const gate = new Gate(socket, this.#isFrozen);
      this.#gates.add(gate);
      gate.once('close', () => this.#gates.delete(gate));
      admit(gate);
    });
  }

  /** Resolves with the port; any free one for 0. */
  async listen(port: number): Promise<number> {
    this.#server.listen(port, HOST);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resets every connection, as when the process is killed. */
  drop(): void {
    for (const gate of this.#gates) gate.reset();
  }

  /** Nothing passes any more, not even the answer to a keep-alive, until it is thawed: as when the process is stopped. */
  freeze(isFrozen: boolean): void {
    this.#isFrozen = isFrozen;
    for (const gate of this.#gates) gate.freeze(isFrozen);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.drop();
    await closed;
  }
}

/** One connection. */
class Gate extends Duplex {
  readonly #socket: Socket;
  #isFrozen: boolean;
  #held: (() => void)[] = [];

  constructor(socket: Socket, isFrozen: boolean) {
    super({ allowHalfOpen: false });
    this.#socket = socket.setNoDelay(true);
    this.#isFrozen = isFrozen;
    socket.on('data', (bytes) => void (this.push(bytes) || socket.pause()));
    socket.on('end', () => this.push(null));
    socket.on('error', () => this.destroy());
    socket.on('close', () => this.destroy());
    if (isFrozen) socket.pause();
  }

  freeze(isFrozen: boolean): void {
    this.#isFrozen = isFrozen;
    if (isFrozen) this.#socket.pause();
    else this.#thaw();
  }

  reset(): void {
    this.#socket.resetAndDestroy();
    this.destroy();
  }

  override _read(): void {
    if (!this.#isFrozen) this.#socket.resume();
  }

  override _write(bytes: Uint8Array, _encoding: unknown, done: (error?: Error | null) => void): void {
    const write = () => this.#socket.write(bytes, done);
    if (this.#isFrozen) this.#held.push(write);
    else write();
  }

  /** HTTP/2 writes many small frames at a time: one write to the socket costs as much as another. */
  override _writev(chunks: readonly { readonly chunk: Uint8Array }[], done: (error?: Error | null) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), undefined, done);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }

  override _destroy(_error: Error | null, done: () => void): void {
    this.#socket.destroy();
    done();
  }

  #thaw(): void {
    for (const write of this.#held.splice(0)) write();
    this.#socket.resume();
  }
}
