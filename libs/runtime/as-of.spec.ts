import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { project } from '#libs/kernel/testing/projection.js';
import { promiseLedger } from '#libs/read-models/promise-ledger/promise-ledger.js';
import { readModels } from '#libs/read-models/registry.js';
import { stageBoard, type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { histories, Log } from '#libs/read-models/testing/histories.js';
import { foldAsOf, type ReadHistory } from './as-of.js';
import { grandTally, tallies } from './testing/tallies.js';

const stream = (events: readonly RecordedEvent[]): ReadHistory =>
  async function* () {
    yield* events;
  };

const at = (day: string) => `${day}T12:00:00.000Z`;

/** Opened in January; in March we learn of a stage that was reached in February. */
const told = new Log();
told.append('account-acme', { type: 'AccountOpened', data: { name: 'Acme' } }, '2026-01-01');
const move = { from: 'transactional', to: 'value', direction: 'advance' } as const;
told.append('account-acme', { type: 'RelationshipStageChanged', data: move }, '2026-02-01', '2026-03-01');

const stageOn = async (day: string, time: 'occurred' | 'recorded') => {
  const past = await foldAsOf<StageBoardLine>(stageBoard, stream(told.events), { at: at(day), time });
  return past.documents.get('acme')?.stage;
};

const eventOf = (version: number, poison: boolean): RecordedEvent => ({
  ...told.events[0]!,
  type: 'Told',
  version,
  position: `${version}`,
  data: { poison },
});

describe('as of a moment', () => {
  it('tells what had happened by then from what was known by then', async () => {
    expect(await stageOn('2026-02-15', 'occurred')).toBe('value');
    expect(await stageOn('2026-02-15', 'recorded')).toBe('transactional');
    expect(await stageOn('2026-03-01', 'recorded')).toBe('value');
    expect(await stageOn('2025-12-31', 'occurred')).toBeUndefined();
  });

  it('says up to which event it looked, and how many counted', async () => {
    const past = await foldAsOf(stageBoard, stream(told.events), { at: at('2026-02-15'), time: 'recorded' });
    expect(past).toMatchObject({ position: told.events[0]!.position, recordedAt: at('2026-01-01'), events: 1, parked: [] });
    expect(await foldAsOf(stageBoard, stream([]), { at: at('2026-02-15'), time: 'recorded' })).toEqual({
      documents: new Map(),
      events: 0,
      parked: [],
    });
  });

  it('bears a history whose cut takes the making of a promise and leaves its keeping', async () => {
    const log = new Log();
    const promise = { promiseId: 'p', what: 'call', due: '2026-03-01', credit: {} };
    log.append('account-acme', { type: 'PromiseMade', data: promise }, '2026-02-20');
    log.append('account-acme', { type: 'PromiseKept', data: { ...promise, daysLate: 0 } }, '2026-02-10');
    const past = await foldAsOf(promiseLedger, stream(log.events), { at: at('2026-02-15'), time: 'occurred' });
    expect(past).toMatchObject({ documents: new Map(), events: 1, parked: [] });
  });

  it('is the present at the end of time, in every read model, by either time', async () => {
    for (const projection of Object.values(readModels).flat()) {
      for (const history of fc.sample(histories, { seed: 3, numRuns: 5 })) {
        const present = [...project(projection as never, history)].map(([key, { document }]) => [key, document]);
        for (const time of ['occurred', 'recorded'] as const) {
          const past = await foldAsOf(projection, stream(history), { at: '9999-12-31T00:00:00.000Z', time });
          expect([...past.documents]).toEqual(present);
        }
      }
    }
  });

  it('is at every moment the fold of the events that count', async () => {
    for (const history of fc.sample(histories, { seed: 4, numRuns: 5 })) {
      for (const day of ['2025-03-01', '2025-09-01', '2026-02-01']) {
        const counting = history.filter(({ meta }) => meta.recordedAt <= at(day));
        const past = await foldAsOf(stageBoard, stream(history), { at: at(day), time: 'recorded' });
        const expected = [...project(stageBoard, counting)].map(([key, { document }]) => [key, document]);
        expect([...past.documents]).toEqual(expected);
      }
    }
  });

  it('stops a stream before an event that cannot be folded, and says so', async () => {
    const events = [eventOf(1, false), eventOf(2, true), eventOf(3, false)];
    const cut = { at: at('2027-01-01'), time: 'recorded' } as const;
    const past = await foldAsOf(tallies({ mended: false }), stream(events), cut);
    expect(past.parked).toEqual(['account-acme']);
    expect(past.documents.get('account-acme')).toEqual({ stream: 'account-acme', versions: [1] });
    const many = await foldAsOf(grandTally({ mended: false }), stream(events), cut);
    expect(many.documents.get('all')).toEqual({ events: 1 });
  });
});
