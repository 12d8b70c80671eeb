import { describe, expect, it } from '@jest/globals';
import { WAIT_SECONDS_MAX, waitOf } from './prefer.js';

describe('Prefer: wait', () => {
  it.each([
    ['wait=5', 5],
    ['wait="5"', 5],
    ['Wait = 0', 0],
    ['respond-async, wait=3; foo', 3],
    ['wait=3, wait=9', 3],
    ['wait=999999', WAIT_SECONDS_MAX],
  ])('%s is understood', (prefer, seconds) => expect(waitOf(prefer)).toBe(seconds));

  it.each([undefined, '', 'wait', 'wait=', 'wait=-1', 'wait=1.5', 'wait=soon', 'handling=lenient', 'await=5'])(
    '%s is no wish for a wait',
    (prefer) => expect(waitOf(prefer)).toBeUndefined(),
  );
});
