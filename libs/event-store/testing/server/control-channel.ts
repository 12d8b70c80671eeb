import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { HOST } from './connections.js';
import { type Control } from './control.js';

/** What can be asked for, with the number that it takes. */
const ORDERS: Readonly<Record<string, (control: Control, value: number) => void>> = {
  '/lose-acknowledgements': (control, count) => control.loseAcknowledgements(count),
  '/time-out': (control, count) => control.timeOut(count),
  '/drop-connections': (control) => control.dropConnections(),
  '/freeze': (control) => control.freeze(),
  '/thaw': (control) => control.thaw(),
  '/answer-after': (control, ms) => control.answerAfter(ms),
  '/trickle': (control, ms) => control.trickle(ms),
  '/ready': (control) => control.setReady(true),
  '/not-ready': (control) => control.setReady(false),
  '/drop-subscribers': (control) => control.dropSubscribers(),
};

/** Lets another process make things go wrong: `POST /answer-after?value=50`. Resolves with the port. */
export const listenForOrders = async (control: Control, port: number): Promise<number> => {
  const server = createServer((request, response) => obey(control, request, response));
  server.listen(port, HOST);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const obey = (control: Control, request: IncomingMessage, response: ServerResponse): void => {
  const { pathname, searchParams } = new URL(request.url ?? '/', `http://${HOST}`);
  const order = ORDERS[pathname];
  const value = Number(searchParams.get('value') ?? 1);
  if (order === undefined || request.method !== 'POST' || !Number.isInteger(value) || value < 0) {
    response.writeHead(404).end(`POST one of ${Object.keys(ORDERS).join(' ')}, with ?value=<whole number> where it takes one.\n`);
    return;
  }
  order(control, value);
  response.writeHead(204).end();
};
