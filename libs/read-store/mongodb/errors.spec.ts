import { describe, expect, it } from '@jest/globals';
import { MongoAPIError, MongoServerError } from './driver.js';
import { Unavailable } from '#libs/kernel/errors.js';
import { translated, translatedAtStart } from './errors.js';

const serverError = (code: number, message = 'The server said so.'): MongoServerError => new MongoServerError({ message, code });

/** An error of the driver's own that is called so. */
const named = (name: string): Error => Object.defineProperty(new MongoAPIError('The driver said so.'), 'name', { value: name });

describe('what MongoDB says', () => {
  it.each([6, 7, 43, 89, 91, 133, 134, 189, 239, 246, 262, 9_001, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436])(
    'of itself or of its neighbours with code %i passes: nobody takes it for a defect',
    (code) => {
      expect(translated('host/db', serverError(code))).toBeInstanceOf(Unavailable);
    },
  );

  it.each([
    'MongoNotConnectedError',
    'MongoTopologyClosedError',
    'MongoClientClosedError',
    'MongoServerClosedError',
    'MongoExpiredSessionError',
  ])('by %s is a connection that has gone', (name) => {
    expect(translated('host/db', named(name))).toBeInstanceOf(Unavailable);
  });

  it('of a login that it refuses ends a start, with what to check; of a store that was open it passes', () => {
    const refused = translatedAtStart('host/db', serverError(18, 'Authentication failed.')) as Error;
    expect(refused).not.toBeInstanceOf(Unavailable);
    expect(refused.message).toBe('READ_STORE_URL: the MongoDB server host/db refuses the login: check user, password and authSource.');
    expect(translated('host/db', serverError(18))).toBeInstanceOf(Unavailable);
    expect(translatedAtStart('host/db', serverError(91))).toBeInstanceOf(Unavailable);
  });

  it('of a request that is wrong stays an error, with the name of the server', () => {
    const wrong = translated('host/db', serverError(9, 'Unknown operator.')) as Error;
    expect(wrong).not.toBeInstanceOf(Unavailable);
    expect(wrong.message).toBe('Read store host/db: Unknown operator.');
    expect(translated('host/db', named('MongoInvalidArgumentError'))).not.toBeInstanceOf(Unavailable);
  });
});
