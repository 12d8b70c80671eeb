import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { readInputs, readObject } from './command-input.js';
import { Folder } from './testing/folder.js';

const inputs = async (given: string, stdin = '') => Array.fromAsync(readInputs(given, Readable.from([stdin])));

describe('what is sent', () => {
  it('is one object, an array, or one object a line', async () => {
    expect(await inputs('{"a":1}')).toEqual([{ line: 1, body: { a: 1 } }]);
    expect(await inputs('-', '[{"a":1},{"a":2}]')).toEqual([
      { line: 1, body: { a: 1 } },
      { line: 1, body: { a: 2 } },
    ]);
    expect(await inputs('-', '{"a":1}\r\n\n{"a":2}\n')).toEqual([
      { line: 1, body: { a: 1 } },
      { line: 3, body: { a: 2 } },
    ]);
    expect(await inputs('-', '{\n  "a": 1\n}\n')).toEqual([{ line: 1, body: { a: 1 } }]);
    expect(await inputs('-', '')).toEqual([]);
  });

  it('comes from a file', async () => {
    await using folder = await Folder.with({ 'c.ndjson': '{"a":1}\n{"a":2}' });
    expect(await inputs(`@${folder.at('c.ndjson')}`)).toHaveLength(2);
    await expect(inputs('@/nowhere/c.json')).rejects.toMatchObject({
      exit: 2,
      message: expect.stringMatching(/\/nowhere\/c.json cannot be read/),
    });
  });

  it('may hold lines that are wrong, and the others go on', async () => {
    expect(await inputs('-', '{"a":1}\n{"a":\n7\n{"a":4}')).toEqual([
      { line: 1, body: { a: 1 } },
      { line: 2, problem: expect.stringMatching(/^it is not JSON/) },
      { line: 3, problem: 'it is 7, not an object' },
      { line: 4, body: { a: 4 } },
    ]);
  });

  it.each([
    ['nonsense', /it is not JSON/],
    ['[{},{}]', /it holds 2 objects/],
    ['"text"', /not an object/],
  ])('is refused where one object is meant: %s', async (given, message) => {
    await expect(readObject('--data', given, Readable.from(['']))).rejects.toMatchObject({
      exit: 2,
      message: expect.stringMatching(message),
    });
  });
});
