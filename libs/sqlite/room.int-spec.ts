import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { IN_MEMORY } from './file.js';
import { DISK_FREE_BYTES_MIN, requireFree } from './room.js';

const FILE = join(tmpdir(), 'events.db');

describe('D8: room for a file', () => {
  it('is there or is not, to the byte; what is wrong is said with the file and what to do', () => {
    expect(() => requireFree(FILE, () => DISK_FREE_BYTES_MIN)).not.toThrow();
    const refused = (): void => requireFree(FILE, () => DISK_FREE_BYTES_MIN - 1);
    expect(refused).toThrow(Unavailable);
    expect(refused).toThrow(`The disk of ${FILE} has 33554431 bytes left, less than 33554432: free some space.`);
  });

  it('is asked of the disk that the file is on, and of none for what is in memory', () => {
    const asked: string[] = [];
    requireFree(FILE, (folder) => asked.push(folder) * DISK_FREE_BYTES_MIN);
    requireFree(IN_MEMORY, () => 0);
    expect(asked).toEqual([tmpdir()]);
  });
});
