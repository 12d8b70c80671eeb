import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { seenBy } from '#libs/kernel/testing/projection.js';
import { asTold } from '#libs/kernel/testing/amendments.js';
import { orderAmendments } from '#libs/kernel/testing/orders.js';
import { amendments } from '#libs/domain/amendments.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { accountTimeline, type TimelineEntry } from '#libs/read-models/account-timeline/account-timeline.js';
import { promiseLedger } from '#libs/read-models/promise-ledger/promise-ledger.js';
import { readModels } from '#libs/read-models/registry.js';
import { stageBoard, type StageBoardLine } from '#libs/read-models/stage-board/stage-board.js';
import { histories, Log } from '#libs/read-models/testing/histories.js';
import { type AsOf, foldAsOf, type ReadHistory } from './as-of.js';
import { amendedHistories, OrderLog } from './testing/amended-histories.js';
import { type JournalEntry, orderBook, orderFigures, orderJournal } from './testing/order-books.js';
import { grandTally, tallies } from './testing/tallies.js';
import { documentsIn, sorted } from './testing/documents-in.js';

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
        const present = documentsIn(projection, seenBy(projection, history, amendments));
        for (const time of ['occurred', 'recorded'] as const) {
          const past = await foldAsOf<object>(projection, stream(history), { at: '9999-12-31T00:00:00.000Z', time }, { amendments });
          expect(sorted(past.documents)).toEqual(present);
        }
      }
    }
  });

  it('is at every moment the fold of the events that count', async () => {
    for (const history of fc.sample(histories, { seed: 4, numRuns: 5 })) {
      for (const day of ['2025-03-01', '2025-09-01', '2026-02-01']) {
        const counting = history.filter(({ meta }) => meta.recordedAt <= at(day));
        const past = await foldAsOf<StageBoardLine>(stageBoard, stream(history), { at: at(day), time: 'recorded' }, { amendments });
        expect(sorted(past.documents)).toEqual(documentsIn(stageBoard, asTold(amendments, counting)));
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

describe('as of a moment, of a history with amendments', () => {
  const meeting = { interactionId: 'i-1', channel: 'meeting', credit: {} } as const;
  const retracted = new Log();
  retracted.append('account-acme', { type: 'AccountOpened', data: { name: 'Acme' } }, '2026-01-01');
  const fact = retracted.append('account-acme', { type: 'InteractionRecorded', data: meeting }, '2026-02-01');
  const retraction = { interactionId: 'i-1', retracts: fact.id, reason: 'another account' };
  retracted.append('account-acme', { type: 'InteractionRetracted', data: retraction }, '2026-02-20');
  const read = stream(retracted.events);

  it('T1: what was retracted on 20 Feb had not happened on 10 Feb by business time, and had by what was known then', async () => {
    const lastContact = async (day: string, time: 'occurred' | 'recorded') =>
      (await foldAsOf<StageBoardLine>(stageBoard, read, { at: at(day), time }, { amendments })).documents.get('acme')?.lastInteractionAt;
    expect(await lastContact('2026-02-10', 'occurred')).toBeNull();
    expect(await lastContact('2026-02-10', 'recorded')).toBe(at('2026-02-01'));
    expect(await lastContact('2026-02-21', 'recorded')).toBeNull();
  });

  it('T1: the timeline of 10 Feb has the meeting, marked by business time, unmarked by what was known then', async () => {
    const timeline = async (time: 'occurred' | 'recorded') =>
      [...(await foldAsOf<TimelineEntry>(accountTimeline, read, { at: at('2026-02-10'), time }, { amendments })).documents.values()].map(
        ({ type, retractedBy }) => [type, retractedBy?.reason],
      );
    expect(await timeline('occurred')).toEqual([
      ['AccountOpened', undefined],
      ['InteractionRecorded', 'another account'],
    ]);
    expect(await timeline('recorded')).toEqual([
      ['AccountOpened', undefined],
      ['InteractionRecorded', undefined],
    ]);
  });

  const moments = fc.nat(100).map((day) => `${new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)}T18:00:00.000Z`);
  const asOf = async (projection: AnyProjection, events: readonly RecordedEvent[], moment: AsOf) =>
    sorted((await foldAsOf<object>(projection, stream(events), moment, { amendments: orderAmendments })).documents);

  it('T1: by business time it is that of a history in which every fact had been told right at first', () =>
    fc.assert(
      fc.asyncProperty(amendedHistories, moments, async (events, moment) => {
        const right = asTold(orderAmendments, events).filter(({ meta }) => meta.occurredAt <= moment);
        for (const projection of [orderBook(), orderFigures])
          expect(await asOf(projection, events, { at: moment, time: 'occurred' })).toEqual(documentsIn(projection, right));
      }),
      { numRuns: 200 },
    ));

  it('T1: by recorded time it is what was known then, amendments included', () =>
    fc.assert(
      fc.asyncProperty(amendedHistories, moments, async (events, moment) => {
        const known = asTold(
          orderAmendments,
          events.filter(({ meta }) => meta.recordedAt <= moment),
        );
        for (const projection of [orderBook(), orderFigures])
          expect(await asOf(projection, events, { at: moment, time: 'recorded' })).toEqual(documentsIn(projection, known));
      }),
      { numRuns: 200 },
    ));

  it('shows an amendment of a later date on its fact, and not as an event of its own', async () => {
    const log = new OrderLog();
    const early = log.append('orders-a', { type: 'Noted', data: { text: 'a' } }, '2026-01-01');
    const late = log.append('orders-a', { type: 'Noted', data: { text: 'b' } }, '2026-01-02');
    log.append('orders-a', { type: 'FactWithdrawn', data: { fact: early.id, reason: 'x' } }, '2026-03-01');
    const corrected = { fact: late.id, occurredAt: '2026-04-01T12:00:00.000Z', reason: 'x' };
    log.append('orders-a', { type: 'FactCorrected', data: corrected }, '2026-03-02');
    const journal = async (day: string) =>
      [...(await asOf(orderJournal, log.events, { at: at(day), time: 'occurred' })).values()].map((entry) => {
        const { version, amendedBy } = entry as JournalEntry;
        return [version, amendedBy];
      });
    expect(await journal('2026-02-01')).toEqual([[1, [3]]]);
    expect(await journal('2026-03-01')).toEqual([
      [1, [3]],
      [3, []],
    ]);
    expect(await journal('2026-04-01')).toEqual([
      [1, [3]],
      [2, [4]],
      [3, []],
      [4, []],
    ]);
  });

  it('counts facts as they are told, and amendments', async () => {
    const moment = { at: at('2026-02-10'), time: 'occurred' } as const;
    expect(await foldAsOf(stageBoard, read, moment, { amendments })).toMatchObject({ events: 2, recordedAt: at('2026-02-20'), parked: [] });
    expect(await foldAsOf(stageBoard, read, { ...moment, time: 'recorded' }, { amendments })).toMatchObject({ events: 2 });
  });

  it('stops a stream before an amendment in a newer shape, and does not follow it', async () => {
    const log = new OrderLog();
    const noted = log.append('orders-a', { type: 'Noted', data: { text: 'a' } });
    const newer = log.append('orders-a', { type: 'FactWithdrawn', data: { fact: noted.id, reason: 'x' } });
    const events = [noted, { ...newer, meta: { ...newer.meta, schema: 2 } }];
    const past = await foldAsOf(orderBook(), stream(events), { at: at('2027-01-01'), time: 'occurred' }, { amendments: orderAmendments });
    expect(past.parked).toEqual(['orders-a']);
    expect(past.documents.get('orders-a')).toMatchObject({ remarks: ['a'] });
  });
});
