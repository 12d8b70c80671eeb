import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Log } from './log.js';
import { type LogRow } from './record.js';
import { Writer } from './writer.js';

/** A writer whose storage counts what it is given. */
const openWriter = () => {
  const writes: (readonly LogRow[])[] = [];
  const shown: number[] = [];
  const log = new Log({ load: () => [], write: (rows) => writes.push(rows), close: () => undefined });
  writes.pop();
  return { log, writes, shown, writer: new Writer(log, () => shown.push(log.events.length)) };
};

const appendTo = (stream: string, count = 1) => ({
  stream,
  expected: 'any' as const,
  events: Array.from({ length: count }, () => ({
    id: randomUUID(),
    type: 'T',
    isJson: false,
    data: new Uint8Array(3),
    metadata: new Uint8Array(),
  })),
});

describe('the writer', () => {
  it('writes together what arrives in one turn, and shows it when it is durable', async () => {
    const { writer, writes, shown } = openWriter();
    const outcomes = await Promise.all([writer.append(appendTo('a', 2)), writer.append(appendTo('b')), writer.append(appendTo('a'))]);
    expect(outcomes.map((outcome) => 'revision' in outcome && outcome.revision)).toEqual([1, 0, 2]);
    expect(writes.map((rows) => rows.map(({ stream, revision }) => `${stream}@${revision}`))).toEqual([['a@0', 'a@1', 'b@0', 'a@2']]);
    expect(shown).toEqual([5]);
    await writer.append(appendTo('b'));
    expect(writes).toHaveLength(2);
  });

  it('gives positions that grow within an append, and never the same twice', async () => {
    const { writer, writes } = openWriter();
    await Promise.all([writer.append(appendTo('a', 3)), writer.append(appendTo('a', 0)), writer.append(appendTo('b'))]);
    const positions = writes.flat().map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].toSorted((one, two) => one - two));
    expect(positions).toHaveLength(5);
  });

  it('that is closed writes nothing more and answers nothing', async () => {
    const { log, writer, writes } = openWriter();
    const answers: unknown[] = [];
    void writer.append(appendTo('a')).then((answer) => answers.push(answer));
    writer.close();
    void writer.append(appendTo('a')).then((answer) => answers.push(answer));
    await nextTurn();
    await nextTurn();
    expect([answers, writes, log.revisionOf('a')]).toEqual([[], [], -1]);
  });
});
