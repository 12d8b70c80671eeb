import { describe, expect, it } from '@jest/globals';
import { type CommandEnvelope } from '#libs/kernel/message.js';
import { createLog, withLogContext } from './log.js';
import { Metrics } from './metrics/metrics.js';
import { observedHandler } from './observed/command-handler.js';
import { Tracing } from './tracing.js';

const lines: Record<string, unknown>[] = [];
const written: string[] = [];
const log = createLog(
  'debug',
  { service: 'command-worker', instance: 'w1' },
  {
    write: (line) => {
      written.push(line);
      lines.push(JSON.parse(line) as Record<string, unknown>);
    },
  },
);
const telemetry = { metrics: new Metrics(), tracing: new Tracing() };
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const command: CommandEnvelope = {
  commandId: 'c1',
  stream: 'account-acme',
  type: 'RenameAccount',
  data: { name: 'Frau Müller persönlich' },
  actor: 'ana',
  note: 'she said so',
  correlationId: 'order-7',
  traceparent: `00-${TRACE}-00f067aa0ba902b7-01`,
};

describe('a line of the log', () => {
  it('says which service and which instance wrote it', () => {
    log.info({ count: 3 }, 'told');
    expect(lines.at(-1)).toMatchObject({ level: 30, service: 'command-worker', instance: 'w1', count: 3, message: 'told' });
  });

  it('says which command, account, correlation and trace it is about, also when it is written after the decision', async () => {
    const handler = observedHandler({ handle: () => Promise.reject(new Error('away')) }, telemetry, log);
    await withLogContext({}, async () => {
      await handler.handle(command).catch(() => undefined);
      log.warn({ attempt: 1 }, 'a command could not be decided: tried again');
    });
    const about = { command: 'c1', stream: 'account-acme', correlation: 'order-7', trace: TRACE };
    expect(lines.at(-1)).toMatchObject({ ...about, attempt: 1 });
    expect((await telemetry.metrics.text()).body).toContain('rapport_command_failures_total{error="Error"} 1');
    log.info({}, 'something else');
    expect(lines.at(-1)).not.toHaveProperty('command');
  });

  it('holds no text that people wrote', async () => {
    const outcome = { commandId: 'c1', stream: 'account-acme', duplicate: false, outcome: 'REJECTED' } as const;
    const rejection = { code: 'ACCOUNT_NOT_OPEN', detail: 'Frau Müller is closed.' };
    const handler = observedHandler({ handle: async () => ({ ...outcome, rejection }) }, telemetry, log);
    await withLogContext({}, () => handler.handle(command));
    expect(lines.at(-1)).toMatchObject({ message: 'decided', outcome: 'REJECTED', code: 'ACCOUNT_NOT_OPEN', command: 'c1' });
    expect(written.join()).not.toMatch(/Müller|said so/);
  });

  it('shows no password, wherever in it a URL stands', () => {
    log.error({ err: new Error('kafka://user:secret@host:9092 is away'), url: 'mongodb://u:secret@m' }, 'esdb://u:secret@e');
    expect(written.at(-1)).not.toContain('secret');
    expect(written.at(-1)).toContain('kafka://***@host:9092');
  });
});
