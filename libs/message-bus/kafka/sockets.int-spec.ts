import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { openSocket } from './sockets.js';

const listening = async () => {
  const server = createServer((peer) => peer.on('error', () => undefined).end());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { readonly port: number };
  return { port, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())) };
};

describe('a connection to a broker', () => {
  it('that is gone keeps nothing of the goodbyes that are said to it', async () => {
    await using server = await listening();
    const socket = openSocket({ host: '127.0.0.1', port: server.port, onConnect: () => undefined }, 1_000);
    socket.on('error', () => undefined);
    const closed = once(socket, 'close');
    socket.destroy();
    await closed;
    const before = socket.listenerCount('connect');
    for (let time = 0; time < 20; time += 1) socket.end().unref();
    expect(socket.listenerCount('connect')).toBe(before);
  });

  it('tells of its end as of an error, because the client listens for no other', async () => {
    await using server = await listening();
    const socket = openSocket({ host: '127.0.0.1', port: server.port, onConnect: () => undefined }, 1_000);
    const [error] = (await once(socket.resume(), 'error').catch((thrown: unknown) => [thrown])) as [Error];
    expect(error.message).toBe('The broker closed the connection.');
    socket.destroy();
  });
});
