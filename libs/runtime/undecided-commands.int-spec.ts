import { describe, expect, it } from '@jest/globals';
import { InvariantBroken, Unavailable } from '#libs/kernel/errors.js';
import { type Outcome } from '#libs/kernel/message.js';
import { COMMANDS_TOPIC, encodeCommand } from './cloud-events.js';
import { consumeCommand, DEFECT_ATTEMPTS_MAX, REQUEST_HEADER } from './consume-commands.js';
import { NewerEvent } from './newer-event.js';
import { add, forms } from './testing/tally.js';
import { openReadStore } from './testing/worlds.js';
import { messageOfUndecided, openUndecidedCommands, type UndecidedCommands } from './undecided-commands.js';

const NOW = new Date('2026-03-01T12:00:00.000Z');

const delivery = (attempt: number) => {
  const message = encodeCommand(add('c1', 1));
  return { ...message, headers: { ...message.headers, [REQUEST_HEADER]: 'r1' }, topic: COMMANDS_TOPIC, attempt };
};
const failing = (failure: Error) => ({ handle: (): Promise<Outcome> => Promise.reject(failure) });
const refusing = {
  handle: (): Promise<Outcome> =>
    Promise.resolve({
      commandId: 'c1',
      stream: 'tally-a',
      duplicate: false,
      outcome: 'REJECTED',
      rejection: { code: 'NO', detail: 'No.' },
    }),
};
const bus = { publish: async () => undefined, consume: async () => undefined };

const worker = (undecided: UndecidedCommands) => {
  const defects = new Map<string, number>();
  return (handler: ReturnType<typeof failing>, attempt: number) =>
    consumeCommand({ bus, handler, forms, now: () => NOW, undecided }, delivery(attempt), defects);
};

describe('C8: a command that cannot be decided', () => {
  it('is told of when it becomes a dead letter, whole, with the reason and the sending', async () => {
    await using readStore = openReadStore();
    const undecided = openUndecidedCommands(readStore);
    const consume = worker(undecided);
    for (let attempt = 1; attempt < DEFECT_ATTEMPTS_MAX; attempt += 1) {
      await expect(consume(failing(new InvariantBroken('two and two make five')), attempt)).resolves.toEqual({ kind: 'retry' });
      await expect(undecided.find('c1')).resolves.toBeUndefined();
    }
    await expect(consume(failing(new InvariantBroken('two and two make five')), DEFECT_ATTEMPTS_MAX)).resolves.toMatchObject({
      kind: 'dead',
    });
    const kept = await undecided.find('c1');
    const since = NOW.toISOString();
    expect(kept).toMatchObject({ commandId: 'c1', stream: 'tally-a', type: 'Add', code: 'DEFECT', detail: 'two and two make five', since });
    expect(kept!.request).toBe('r1');
    const { key, headers, value } = delivery(1);
    expect(messageOfUndecided(kept!)).toEqual({ key, headers, value });
    expect((await undecided.list(10)).items.map((item) => item.document)).toEqual([kept]);
  });

  it('is handed out again rather than buried where nobody could be told', async () => {
    await using readStore = openReadStore();
    const undecided = { ...openUndecidedCommands(readStore), keep: () => Promise.reject(new Unavailable('the read store is away')) };
    const consume = worker(undecided);
    const broken = failing(new InvariantBroken('two and two make five'));
    for (let attempt = 1; attempt < DEFECT_ATTEMPTS_MAX; attempt += 1) await consume(broken, attempt);
    await expect(consume(broken, DEFECT_ATTEMPTS_MAX)).rejects.toThrow(Unavailable);
    await expect(consume(broken, DEFECT_ATTEMPTS_MAX + 1)).rejects.toThrow(Unavailable);
  });

  it('because its stream is newer than the program waits, and is told of at once; decided, it is not told of any more', async () => {
    await using readStore = openReadStore();
    const undecided = openUndecidedCommands(readStore);
    const consume = worker(undecided);
    await expect(consume(failing(new NewerEvent('tally-a', 'Multiplied at version 1')), 1)).resolves.toEqual({ kind: 'retry' });
    await expect(undecided.find('c1')).resolves.toMatchObject({ code: 'STREAM_NEWER', detail: expect.stringContaining('Multiplied') });
    await expect(consume(refusing, 2)).resolves.toEqual({ kind: 'done' });
    await expect(undecided.find('c1')).resolves.toBeUndefined();
  });
});
