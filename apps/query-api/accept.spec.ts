import { describe, expect, it } from '@jest/globals';
import { prefersStream } from './accept.js';

describe('a client prefers a stream', () => {
  it.each([
    ['text/event-stream', true],
    ['Text/Event-Stream; charset=utf-8', true],
    ['text/event-stream, application/json;q=0.5', true],
    ['text/event-stream, */*', true],
    ['text/html, text/event-stream;q=0.1', true],
    ['application/json, text/event-stream', false],
    ['text/event-stream;q=0.2, */*;q=0.8', false],
    ['text/event-stream;q=0', false],
    ['text/event-stream;q=much', false],
    ['*/*', false],
    ['', false],
    [undefined, false],
  ])('with Accept: %s: %s', (accept, stream) => {
    expect(prefersStream(accept)).toBe(stream);
  });
});
