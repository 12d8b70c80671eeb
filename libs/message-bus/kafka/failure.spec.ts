import { describe, expect, it } from '@jest/globals';
import { isLoginRefused } from './failure.js';

/** As the client makes them: a name, sometimes a type, and the cause behind it. */
const failure = (name: string, message: string, more: object = {}): Error => Object.assign(new Error(message), { name, ...more });

const SASL = 'KafkaJSSASLAuthenticationError';

describe('isLoginRefused', () => {
  it.each([
    ['a wrong password', failure(SASL, 'SASL PLAIN authentication failed: Authentication failed: Invalid username or password')],
    ['a refusal without words', failure('KafkaJSProtocolError', 'SASL Authentication failed', { type: 'SASL_AUTHENTICATION_FAILED' })],
    ['a mechanism that the broker does not have', failure(SASL, 'SASL SCRAM-SHA-512 mechanism is not supported by the server')],
    ['a port without logins', failure('KafkaJSProtocolError', 'Not valid now', { type: 'ILLEGAL_SASL_STATE' })],
    [
      'one that is wrapped',
      failure('KafkaJSNumberOfRetriesExceeded', 'Tried', { cause: failure(SASL, 'SASL PLAIN authentication failed: no') }),
    ],
  ])('knows %s', (_, error) => expect(isLoginRefused(error)).toBe(true));

  it.each([
    ['a connection that was cut', failure(SASL, 'SASL PLAIN authentication failed: Connection error: The broker closed the connection.')],
    ['one that was closed', failure(SASL, 'SASL SCRAM SHA256 authentication failed: Closed connection')],
    ['silence', failure(SASL, 'SASL PLAIN authentication failed: Request SaslAuthenticate(key: 36, version: 1) timed out')],
    ['nobody', failure('KafkaJSConnectionError', 'Connection error: connect ECONNREFUSED')],
    ['what is no error at all', 'no'],
  ])('does not take %s for one', (_, error) => expect(isLoginRefused(error)).toBe(false));
});
