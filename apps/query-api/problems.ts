import { type Shape, validate } from '#libs/contracts/validate.js';
import { Problem } from '#libs/platform/problem.js';
import { type PastParameters } from './parameters.js';

/** No such account, or none yet at the moment that was asked for. */
export const notFound = (accountId: string, { asOf, time = 'occurred' }: PastParameters): Problem =>
  new Problem(
    'ACCOUNT_NOT_FOUND',
    asOf === undefined
      ? `There is no account ${accountId}: check the id, or open it with OpenAccount. GET /v1/accounts lists all.`
      : `There was no account ${accountId} at ${asOf} by ${time} time: ask for a later moment, or by the other of the two times.`,
  );

/** Reads the parameters of a question. @throws Problem that names every wrong one and what is allowed */
export const parametersOf = <Parameters extends object>(shape: Shape<Parameters>, given: unknown): Parameters => {
  const read = validate(shape, given);
  if ('value' in read) return read.value;
  const names = read.complaints.map(({ pointer }) => pointer.slice(1)).join(', ');
  throw new Problem('INVALID_QUERY', `Wrong parameters: ${names}.`, { errors: read.complaints });
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
