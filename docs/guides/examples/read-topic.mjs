import { randomUUID } from 'node:crypto';

/**
 * Hands every message of a topic to `each`, from the first one to the last that is there now; in order within a partition.
 * It commits nothing, so that the group leaves nothing behind.
 */
export const readTopic = async (kafka, topic, each) => {
  const admin = kafka.admin();
  await admin.connect();
  const ends = (await admin.fetchTopicOffsets(topic)).filter(({ low, high }) => BigInt(high) > BigInt(low));
  await admin.disconnect();
  const open = new Map(ends.map(({ partition, high }) => [partition, BigInt(high) - 1n]));
  if (open.size === 0) return;

  const consumer = kafka.consumer({ groupId: `reader-${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise((done, failed) => {
      const eachMessage = async ({ partition, message }) => {
        const last = open.get(partition);
        if (last === undefined) return;
        if (BigInt(message.offset) <= last) each(message);
        if (BigInt(message.offset) >= last) open.delete(partition);
        if (open.size === 0) done();
      };
      consumer.run({ autoCommit: false, eachMessage }).catch(failed);
    });
  } finally {
    await consumer.disconnect();
  }
};
