import { describe, expect, it } from '@jest/globals';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { acceptedCommands } from './accepted-commands.js';

/** Two events of one command, and one of another, on a stream of its own. */
const told = (more: Partial<RecordedEvent['meta']> = {}): readonly RecordedEvent[] => {
  const log = new Log();
  log.append('team-north', { type: 'TeamFormed', data: { name: 'North' } }, '2026-01-01');
  log.append('team-north', { type: 'TeamRenamed', data: { name: 'Nordic', previous: 'North' } }, '2026-01-01');
  log.append('team-south', { type: 'TeamFormed', data: { name: 'South' } }, '2026-01-02');
  const of = ['c1', 'c1', 'c2'];
  return log.events.map((event, index) => ({
    ...event,
    meta: { ...event.meta, commandId: of[index]!, commandHash: `hash of ${of[index]}`, ...more },
  }));
};

describe('the accepted commands', () => {
  it('are found by their ids, each with all of its events', () => {
    const { document, keys } = projection(acceptedCommands).given(...told());
    expect(keys()).toEqual(['c1', 'c2']);
    expect(document('c1')).toEqual({
      commandId: 'c1',
      stream: 'team-north',
      hash: 'hash of c1',
      version: 2,
      position: '0000000000000002',
      occurredAt: '2026-01-01T12:00:00.000Z',
      recordedAt: '2026-01-01T12:00:00.000Z',
      events: [
        { id: 'team-north#1', type: 'TeamFormed', version: 1 },
        { id: 'team-north#2', type: 'TeamRenamed', version: 2 },
      ],
    });
  });

  it('hold events of any type, those that this program does not know among them', () => {
    const events = told({ request: 'r1' }).map((event) => ({ ...event, type: 'FromTheFuture' }));
    expect(
      projection(acceptedCommands)
        .given(...events)
        .document('c2'),
    ).toMatchObject({
      request: 'r1',
      events: [{ type: 'FromTheFuture' }],
    });
  });

  it('keep the first stream of an id that was used on two', () => {
    const { document } = projection(acceptedCommands).given(...told({ commandId: 'c1' }));
    expect(document('c1')).toMatchObject({ stream: 'team-north', version: 2 });
  });

  itKeepsTheLaws(acceptedCommands);
});
