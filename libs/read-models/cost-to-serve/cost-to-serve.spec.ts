import { expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { costToServe } from './cost-to-serve.js';

itKeepsTheLaws(costToServe);

it('knows what serving an account cost, fact by fact, in the month that it was for', () => {
  const log = new Log();
  const cost = { amount: '7.00', currency: 'EUR' };
  log.append('account-acme', { type: 'CostToServeRecorded', data: { month: '2026-03', cost, kind: 'express', credit: {} } }, '2026-04-03');
  const { document, keys } = projection(costToServe).given(...log.events);
  expect(keys().map((key) => document(key))).toEqual([{ accountId: 'acme', month: '2026-03', cost, what: 'express' }]);
});
