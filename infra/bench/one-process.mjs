/** A process with all services, started by the benchmark: tells it how far the timeline is folded, and sends what it is handed. */
import { MESSAGE_BUS, PROGRESS } from '#libs/platform/ports.js';
import { readConfiguration } from '#libs/platform/configuration.js';
import { collectionFor } from '#libs/kernel/ports.js';
import { accountTimeline } from '#libs/read-models/account-timeline/account-timeline.js';
import { COMMANDS_TOPIC, OUTCOMES_TOPIC } from '#libs/runtime/cloud-events.js';
import { startAllInOne } from '#apps/all-in-one/app.js';
import { monotonicMs } from './open-loop.mjs';

const ends = new AbortController();
const service = await startAllInOne(readConfiguration(), { closeOnSignals: true });
const bus = service.get(MESSAGE_BUS);
process.once('disconnect', () => process.exit(0));

service.get(PROGRESS).onAdvance(({ collection, position }) => {
  if (collection === collectionFor(accountTimeline).name && process.connected)
    process.send({ kind: 'checkpoint', position, at: monotonicMs() });
}, ends.signal);

// A bus that ends at the border of this process is spoken to from within; on Kafka, the benchmark does both itself.
if (readConfiguration().messageBusUrl.startsWith('in-process:')) {
  const tellOutcome = async ({ value }) => {
    if (process.connected) process.send({ kind: 'outcomes', outcomes: [JSON.parse(Buffer.from(value).toString()).data] });
    return { kind: 'done' };
  };
  void bus.consume(OUTCOMES_TOPIC, 'bench', tellOutcome, ends.signal, { from: 'latest' });
  process.on('message', (message) => {
    bus.publish(COMMANDS_TOPIC, message).catch((error) => process.send({ kind: 'failed', message: error.message }));
  });
}

process.send({ kind: 'ready' });
