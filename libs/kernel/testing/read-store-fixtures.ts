import { randomUUID } from 'node:crypto';
import { type Checkpoint, type Collection, type Query, type ReadStore, type Stored } from '../ports.js';
import { type Index } from '../projection.js';

/** A collection that no other test uses, on engines that keep what earlier runs wrote. */
export const newCollection = (...indexes: readonly Index[]): Collection => ({ name: `contract-${randomUUID()}@1`, indexes });

/** `at(7)`: a position as the log gives them, which sorts as text. */
export const at = (number: number): string => String(number).padStart(16, '0');

/** A document as it is put and as it must come back. */
export const stored = (key: string, position: number, document: object): Stored => ({ key, position: at(position), document });

/** `upTo(7)`: the checkpoint at position 7 of a log. */
export const upTo = (number: number, log = 'log-1'): Checkpoint => ({ log, position: at(number) });

/** The keys that a query finds, in its order. */
export const keysOf = async (store: ReadStore, collection: Collection, query: Query) =>
  (await store.find(collection, query)).items.map(({ key }) => key);
