import { randomUUID } from 'node:crypto';
import { afterAll } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { describeEngine } from '#libs/kernel/testing/engines.js';
import { readStoreContract } from '#libs/kernel/testing/read-store-contract.js';
import { openReadStore } from './open.js';

describeEngine('mongodb', (url) => {
  const database = `contract-${randomUUID()}`;
  const inDatabase = Object.assign(new URL(url), { pathname: database }).href;
  afterAll(async () => {
    const client = await MongoClient.connect(url);
    await client.db(database).dropDatabase();
    await client.close();
  });

  readStoreContract('mongodb', () => openReadStore(inDatabase));
});
