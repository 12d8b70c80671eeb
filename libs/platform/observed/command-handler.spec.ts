import { afterAll, expect, it } from '@jest/globals';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { type CommandEnvelope, type Outcome } from '#libs/kernel/message.js';
import { createLog } from '../log.js';
import { Metrics } from '../metrics/metrics.js';
import { Tracing } from '../tracing.js';
import { observedHandler } from './command-handler.js';

const tracing = new Tracing(new NodeTracerProvider());
afterAll(() => tracing[Symbol.asyncDispose]());

const command: CommandEnvelope = { commandId: 'c1', stream: 'account-acme', type: 'OpenAccount', data: { name: 'Acme' }, actor: 'ana' };
const outcome: Outcome = { commandId: 'c1', stream: 'account-acme', duplicate: false, outcome: 'UNKNOWN', detail: 'Not settled yet.' };

it('hands on the command and the sending that it came with, by which a redelivery is told from a duplicate (C12)', async () => {
  const handed: unknown[] = [];
  const decides = {
    handle: async (...given: readonly unknown[]) => {
      handed.push(given);
      return outcome;
    },
  };
  const handler = observedHandler(decides, { metrics: new Metrics(), tracing }, createLog('silent'));
  expect(await handler.handle(command, 'request-1')).toBe(outcome);
  expect(handed).toEqual([[command, 'request-1']]);
});
