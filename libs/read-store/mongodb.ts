import { type Opened, type ReadStore } from '#libs/kernel/ports.js';
import { connect } from './mongodb/connect.js';
import { MongoReadStore } from './mongodb/store.js';

/**
 * The read store in a MongoDB replica set, version 5 or later: `mongodb://user:password@host1,host2/database?replicaSet=rs0&tls=true`,
 * or `mongodb+srv://…`. Everything of it is in one database, `rapport` unless the URL names another; any number of processes share it.
 * Writes are acknowledged by a majority with their journals, reads come from the primary.
 * @throws Error for a URL that is none, and for a server that is no replica set · Unavailable where none answers or lets us in
 */
export const openMongoReadStore = async (url: string): Promise<Opened<ReadStore>> => new MongoReadStore(await connect(url));
