import { describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_TOPIC } from '#libs/kernel/ports.js';
import { COMMANDS_TOPIC, OUTCOMES_TOPIC } from '#libs/runtime/cloud-events.js';
import { busOptions, TOPICS } from './bus-options.js';
import { readConfiguration } from './configuration.js';
import { createLog } from './log.js';
import { Metrics } from './metrics/metrics.js';

const written: string[] = [];
const log = createLog('warn', {}, { write: (line) => void written.push(line) });

describe('what a bus is told', () => {
  it('are the topics that the services use, made as configured', () => {
    expect(TOPICS).toEqual([COMMANDS_TOPIC, OUTCOMES_TOPIC, 'rapport.events.v1', DEAD_LETTER_TOPIC]);
    const configuration = readConfiguration({ TOPIC_PARTITIONS: '12', TOPIC_REPLICATION: '3' });
    const settings = { partitions: 12, replicationFactor: 3, minInsyncReplicas: 2 };
    const kept = { ...settings, retentionMs: -1 };
    expect(busOptions(configuration, log, new Metrics()).topics).toEqual({
      [COMMANDS_TOPIC]: settings,
      [OUTCOMES_TOPIC]: settings,
      'rapport.events.v1': kept,
      [DEAD_LETTER_TOPIC]: kept,
    });
    const { topics } = busOptions(readConfiguration({}), log, new Metrics());
    expect(topics[COMMANDS_TOPIC]).toEqual({ partitions: 8, replicationFactor: 1, minInsyncReplicas: 1 });
  });

  it('reaches the log and the metrics', async () => {
    const metrics = new Metrics();
    const { observer } = busOptions(readConfiguration({}), log, metrics);
    observer.warn('Topic x has 4 partitions, not 8: kafka://u:secret@k.');
    observer.consumer({ topic: COMMANDS_TOPIC, state: 'crashed', partitions: [], reason: 'no coordinator' });
    observer.consumer({ topic: COMMANDS_TOPIC, state: 'unreachable', partitions: [], reason: 'ECONNREFUSED' });
    observer.lag({ topic: COMMANDS_TOPIC, partition: 3, messages: 17 });
    expect(written.map((line) => JSON.parse(line) as object)).toMatchObject([
      { message: 'Topic x has 4 partitions, not 8: kafka://***@k.' },
      { reason: 'no coordinator', topic: COMMANDS_TOPIC },
      { reason: 'ECONNREFUSED', topic: COMMANDS_TOPIC, message: 'a consumer does not reach its broker and waits for it' },
    ]);
    expect((await metrics.text()).body).toContain(`rapport_bus_consumer_lag_messages{topic="${COMMANDS_TOPIC}",partition="3"} 17`);
  });
});
