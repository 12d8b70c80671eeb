import { DEAD_LETTER_TOPIC } from '#libs/kernel/ports.js';
import { describeEngine } from '#libs/kernel/testing/engines.js';
import { messageBusContract } from '#libs/kernel/testing/message-bus-contract.js';
import { openKafkaBus } from './kafka.js';

/** Few, so that topics are made quickly; more than consumers, so that each gets several. */
const PARTITIONS = 4;

/** A topic of one broker. */
const ONE_BROKER = { partitions: PARTITIONS, replicationFactor: 1 };

describeEngine('kafka', (url) => {
  messageBusContract('kafka', PARTITIONS, async (topics) =>
    openKafkaBus(url, {
      topics: Object.fromEntries([...topics, DEAD_LETTER_TOPIC].map((topic) => [topic, ONE_BROKER])),
      backOff: { baseMs: 10, capMs: 500 },
    }),
  );
});
