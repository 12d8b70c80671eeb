import { describe, expect, it } from '@jest/globals';
import { failureOf } from './errors.js';
import { NoAnswer } from './limits.js';

const error = (message: string, fields: object = {}) => Object.assign(new Error(message), fields);

describe('a failure of the driver', () => {
  it.each([
    ['14 UNAVAILABLE: No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:2113. Resolution note: ', { code: 14 }],
    ['14 UNAVAILABLE: Name resolution failed for target dns:nowhere:2113', { code: 14, type: 'unavailable' }],
    ['Could not recognize Server Is Not Ready', { type: 'unknown' }],
    ['14 UNAVAILABLE: Server Is Not Ready', { code: 14, type: 'unavailable' }],
    ['Failed to discover after 2 attempts.', {}],
    ['4 DEADLINE_EXCEEDED: Deadline exceeded after 5.001s,Waiting for LB pick', { code: 4, type: 'deadline-exceeded' }],
  ])('before anything was sent means that nothing happened: %s', (message, fields) => {
    expect(failureOf(error(message, fields))).toEqual({ kind: 'not-sent' });
  });

  it.each([
    ['14 UNAVAILABLE: read ECONNRESET', { code: 14, type: 'unavailable' }],
    ['14 UNAVAILABLE: Connection dropped', { code: 14, type: 'unavailable' }],
    ['13 INTERNAL: Received RST_STREAM with code 2', { code: 13, type: 'unknown' }],
    ['1 CANCELLED: Call cancelled', { code: 1, type: 'cancelled' }],
    [
      '4 DEADLINE_EXCEEDED: Deadline exceeded after 5.001s,LB pick: 0.001s,remote_addr=127.0.0.1:2113',
      { code: 4, type: 'deadline-exceeded' },
    ],
    ['2 UNKNOWN: Exception was thrown by handler.', { code: 2, type: 'unknown' }],
  ])('of a request that may have arrived leaves its outcome open: %s', (message, fields) => {
    expect(failureOf(error(message, fields))).toEqual({ kind: 'in-flight' });
  });

  it('that our own clock found leaves the outcome open too', () => {
    expect(failureOf(new NoAnswer('no answer within 5000 ms'))).toEqual({ kind: 'in-flight' });
  });

  it.each([
    [
      { type: 'wrong-expected-version', actualVersion: 3n },
      { kind: 'conflict', actual: 3n },
    ],
    [
      { type: 'wrong-expected-version', actualVersion: 'no_stream' },
      { kind: 'conflict', actual: 'no_stream' },
    ],
    [{ type: 'stream-deleted' }, { kind: 'deleted' }],
    [{ type: 'access-denied', code: 16 }, { kind: 'denied' }],
    [{ type: 'unknown', code: 7 }, { kind: 'denied' }],
    [{ type: 'timeout', code: 10 }, { kind: 'timed-out' }],
    [{ type: 'not-leader' }, { kind: 'not-leader' }],
    [{ type: 'maximum-append-size-exceeded' }, { kind: 'refused' }],
  ])('%j is told apart', (fields, failure) => {
    expect(failureOf(error('', fields))).toEqual(failure);
  });
});
