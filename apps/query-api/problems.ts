import { type EventStore } from '#libs/kernel/ports.js';
import { Problem } from '#libs/platform/problem.js';
import { isIn, type Moment } from './answers.js';

/** No such account, or none yet at the moment that was asked for. */
const notFound = (accountId: string, moment: Moment | undefined): Problem =>
  new Problem(
    'ACCOUNT_NOT_FOUND',
    moment === undefined
      ? `There is no account ${accountId}: check the id, or open it with OpenAccount. GET /v1/accounts lists all.`
      : `There was no account ${accountId} at ${moment.at} by ${moment.time} time: ask for a later moment, or by the other of the two times.`,
  );

/** The document of an account. @throws Problem ACCOUNT_NOT_FOUND where there is none */
export const found = <Document>(document: Document | undefined, accountId: string, moment: Moment | undefined): Document => {
  if (document === undefined) throw notFound(accountId, moment);
  return document;
};

/** An empty list of an account that there is, is an answer; of one that there is not, it is a mistake. @throws Problem ACCOUNT_NOT_FOUND */
export const demandAccount = async (store: EventStore, accountId: string, moment: Moment | undefined): Promise<void> => {
  for await (const event of store.read(`account-${accountId}`)) if (isIn(moment, event)) return;
  throw notFound(accountId, moment);
};

/** A cursor that is none, or that belongs to another question. @throws Problem in place of the store's RangeError */
export const withGoodCursor = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RangeError)
      throw new Problem('INVALID_QUERY', error.message, { errors: [{ pointer: '/cursor', detail: error.message }] });
    throw error;
  }
};
