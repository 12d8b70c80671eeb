import { Server, ServerCredentials } from '@grpc/grpc-js';
import { append } from './append-service.js';
import { batchAppend } from './batch-append-service.js';
import { Connections, HOST } from './connections.js';
import { type Control, controlOf } from './control.js';
import { remove } from './delete-service.js';
import { Faults, type Credentials } from './faults.js';
import { getSupportedMethods, gossipOf } from './features-service.js';
import { Log } from './log.js';
import { FEATURES_SERVICE, GOSSIP_SERVICE, STREAMS_SERVICE } from './protocol.js';
import { Publisher } from './publisher.js';
import { read } from './read-service.js';
import { type Services } from './services.js';
import { inFolder, inMemory } from './storage.js';
import { Writer } from './writer.js';

/** How to run the server. */
export interface StartOptions {
  /** On loopback; any free one unless told. */
  readonly port?: number;
  /** Where the log is kept; in memory unless told. */
  readonly folder?: string;
  /** Calls without these are refused. Clients send them over TLS only. */
  readonly credentials?: Credentials;
  /** Certificate and key, PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Events that wait for one live subscriber before it is dropped as too slow (250, about what was recorded). */
  readonly liveEventsMax?: number;
}

export interface RunningServer extends AsyncDisposable {
  /** `esdb://127.0.0.1:2113?tls=false`, without credentials. */
  readonly url: string;
  readonly port: number;
  readonly control: Control;
}

/** Larger than any window that a client opens: messages are bounded where they are read. */
const RECEIVE_BYTES_MAX = 64 * 1024 * 1024;

/** Starts a server that speaks EventStoreDB's Streams protocol. Dispose of it: connections are reset then, and nothing is waited for. */
export const startEventStoreDbServer = async (options: StartOptions = {}): Promise<RunningServer> => {
  if (options.credentials && !options.tls) throw new Error('Credentials need TLS: clients do not send them without. Give `tls` as well.');
  const log = new Log(options.folder === undefined ? inMemory() : inFolder(options.folder));
  const publisher = new Publisher(log);
  const writer = new Writer(log, () => publisher.publish());
  const faults = new Faults(options.credentials);
  const server = new Server({ 'grpc.max_receive_message_length': RECEIVE_BYTES_MAX });
  const injector = server.createConnectionInjector(credentialsOf(options.tls));
  const connections = new Connections((connection) => injector.injectConnection(connection));
  addServices(server, { log, writer, publisher, faults, connections, liveEventsMax: options.liveEventsMax ?? LIVE_EVENTS_MAX }, () => port);
  const port = await connections.listen(options.port ?? 0);
  return {
    url: `esdb://${HOST}:${port}?tls=${options.tls !== undefined}`,
    port,
    control: controlOf(faults, connections, publisher),
    [Symbol.asyncDispose]: async () => {
      server.forceShutdown();
      await connections.close();
      log.close();
    },
  };
};

const LIVE_EVENTS_MAX = 250;

const credentialsOf = (tls: StartOptions['tls']): ServerCredentials =>
  tls
    ? ServerCredentials.createSsl(null, [{ cert_chain: Buffer.from(tls.cert), private_key: Buffer.from(tls.key) }])
    : ServerCredentials.createInsecure();

const addServices = (server: Server, services: Services, port: () => number): void => {
  server.addService(STREAMS_SERVICE, {
    read: read(services),
    append: append(services),
    batchAppend: batchAppend(services),
    delete: remove(services, { isHard: false }),
    tombstone: remove(services, { isHard: true }),
  });
  server.addService(FEATURES_SERVICE, { getSupportedMethods });
  server.addService(GOSSIP_SERVICE, { read: gossipOf(() => ({ host: HOST, port: port() })) });
};
