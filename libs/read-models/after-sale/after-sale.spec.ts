import { expect, it } from '@jest/globals';
import { itKeepsTheLaws } from '../testing/laws.js';
import { afterSale, touchesAfter, type Word } from './after-sale.js';

itKeepsTheLaws(afterSale);

it('a delivery is followed by words with the customer, each within days of its own', () => {
  const word = (interactionId: string, on: string): Word => ({ kind: 'word', accountId: 'acme', interactionId, channel: 'call', on });
  const words = [word('before', '2026-02-28'), word('first', '2026-03-08'), word('again', '2026-03-05')];
  const statuses = (today: string) => touchesAfter({ on: '2026-03-01' }, words, [7, 30, 90], today).map(({ status }) => status);
  expect(touchesAfter({ on: '2026-03-01' }, words, [7, 30, 90], '2026-04-10')).toEqual([
    { from: '2026-03-01', until: '2026-03-08', status: 'done', interactionId: 'first' },
    { from: '2026-03-09', until: '2026-03-31', status: 'missed', interactionId: null },
    { from: '2026-04-01', until: '2026-05-30', status: 'due', interactionId: null },
  ]);
  expect(statuses('2026-03-31')).toEqual(['done', 'due', 'ahead']);
});
