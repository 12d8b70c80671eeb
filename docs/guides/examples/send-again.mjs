/**
 * Sends dead letters again, to the topics that they were on: those that dead-letters.mjs printed, repaired or not, one JSON a line on
 * standard input. To send one twice is harmless: the id in it makes it the same command.
 *
 *   node docs/guides/examples/dead-letters.mjs localhost:9092 > letters.ndjson
 *   node docs/guides/examples/send-again.mjs localhost:9092 < letters.ndjson
 */
import { text } from 'node:stream/consumers';
import { Kafka, logLevel, Partitioners } from 'kafkajs';

const [broker = 'localhost:9092'] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'send-again', brokers: [broker], logLevel: logLevel.ERROR });
const producer = kafka.producer({ idempotent: true, createPartitioner: Partitioners.DefaultPartitioner });

const lines = (await text(process.stdin)).split('\n').filter((line) => line.trim() !== '');
await producer.connect();
try {
  for (const { topic, key, headers, message, cut } of lines.map((line) => JSON.parse(line))) {
    // A part of a message is not the message.
    if (cut !== undefined) console.error(`Not sent, because it is not whole (${cut}): key ${key}`);
    else {
      await producer.send({ topic, acks: -1, messages: [{ key: key ?? null, value: message ?? null, headers: headers ?? {} }] });
      console.log(JSON.stringify({ topic, key }));
    }
  }
} finally {
  await producer.disconnect();
}
