import { randomUUID } from 'node:crypto';
import { MongoClient } from '../driver.js';

/** A database that no other run uses, and the URL of it on an engine. */
export const testDatabase = () => {
  const name = `read-store-spec-${randomUUID()}`;
  return { name, inDatabase: (url: string): string => Object.assign(new URL(url), { pathname: name }).href };
};

/** Asks the server past the adapter. */
export const directly = async <Result>(url: string, work: (client: MongoClient) => Promise<Result>): Promise<Result> => {
  const client = await MongoClient.connect(url);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
};
