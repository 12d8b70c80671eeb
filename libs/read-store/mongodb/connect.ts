import { type Db, type BsonDocument, MongoClient, type MongoClientOptions } from './driver.js';
import { urlWithoutSecrets } from '#libs/kernel/secrets.js';
import { within } from './deadline.js';
import { translatedAtStart } from './errors.js';

/** Where documents are kept unless the URL names a database. */
const DATABASE = 'rapport';

/** How long a call waits for a primary, ms: an election takes longer, and whoever calls tries again. */
const SERVER_SELECTION_MS_MAX = 5_000;

/** How long a connection takes to be made, and a heartbeat to be answered, ms. */
const CONNECT_MS_MAX = 5_000;

/** How long opening takes in all, ms. */
const OPEN_MS_MAX = SERVER_SELECTION_MS_MAX + CONNECT_MS_MAX;

/** How often the servers are asked how they are, ms: with {@link CONNECT_MS_MAX} a frozen one is noticed. */
const HEARTBEAT_MS = 5_000;

/** How long a server may take for one request, ms: the largest commit on a busy disk, or the part of an index build that is waited for. */
const SOCKET_MS_MAX = 30_000;

/** Connections of one process, and how long a call waits for a free one, ms. */
const CONNECTIONS_MAX = 50;
const WAIT_QUEUE_MS_MAX = 5_000;

/** What the URL cannot change, beside its hosts, credentials, replica set and TLS: the contract rests on it. */
const OPTIONS = {
  appName: 'rapport',
  serverSelectionTimeoutMS: SERVER_SELECTION_MS_MAX,
  connectTimeoutMS: CONNECT_MS_MAX,
  heartbeatFrequencyMS: HEARTBEAT_MS,
  socketTimeoutMS: SOCKET_MS_MAX,
  maxPoolSize: CONNECTIONS_MAX,
  waitQueueTimeoutMS: WAIT_QUEUE_MS_MAX,
  writeConcern: { w: 'majority', journal: true },
  readConcern: { level: 'majority' },
  // A projector that read from a secondary would fold onto a document of the past.
  readPreference: 'primary',
  retryWrites: true,
  retryReads: true,
} as const satisfies MongoClientOptions;

/** A database with the client that it is reached through. */
export interface Connection {
  readonly client: MongoClient;
  readonly db: Db;
  /** For error texts: the hosts and the database, without the credentials. */
  readonly name: string;
}

/** Connects and asks whether the server can do what is needed of it. @throws as {@link openMongoReadStore} says */
export const connect = async (url: string): Promise<Connection> => {
  const client = clientOf(url);
  const db = client.db(databaseIn(url));
  const name = `${client.options.srvHost ?? client.options.hosts.join(',')}/${db.databaseName}`;
  try {
    await within(client.connect(), OPEN_MS_MAX, `Read store ${name}: no connection within ${OPEN_MS_MAX} ms: check READ_STORE_URL.`);
    requireTransactions(name, await db.admin().command({ hello: 1 }));
    return { client, db, name };
  } catch (error) {
    // What closing says is of no interest any more.
    await client.close().catch(() => undefined);
    throw translatedAtStart(name, error);
  }
};

const clientOf = (url: string): MongoClient => {
  const made = attempt(url);
  if (typeof made !== 'string') return made;
  throw new Error(`READ_STORE_URL is no MongoDB URL: ${made}. Write ${EXAMPLE}.`);
};

/** A client, or what the driver has against the URL: without the error itself, which may quote it. */
const attempt = (url: string): MongoClient | string => {
  try {
    return new MongoClient(url, OPTIONS);
  } catch (error) {
    return urlWithoutSecrets((error as Error).message);
  }
};

const EXAMPLE = 'mongodb://<user>:<password>@<host>:<port>/<database>?replicaSet=<name>, with : / ? # [ ] @ in user and password as %xx';

const databaseIn = (url: string): string => decodeURIComponent(/^[a-z+]+:\/\/[^/?]+\/([^?]+)/.exec(url)?.[1] ?? DATABASE);

/**
 * Documents and their checkpoint are one transaction, which a server by itself does not have.
 * @throws Error with what to do
 */
export const requireTransactions = (name: string, hello: BsonDocument): void => {
  if (hello.setName !== undefined || hello.msg === 'isdbgrid') return;
  throw new Error(
    `The MongoDB server ${name} is no replica set and has no transactions: start it with --replSet rs0, `
      + 'run rs.initiate() on it once, and add ?replicaSet=rs0 to READ_STORE_URL.',
  );
};
