/**
 * Prints the dead letters, one JSON a line: why, which topic, which key, and the message as text.
 *
 *   node docs/guides/examples/dead-letters.mjs [broker]
 */
import { Kafka, logLevel } from 'kafkajs';
import { readTopic } from './read-topic.mjs';

const [broker = 'localhost:9092'] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'dead-letters', brokers: [broker], logLevel: logLevel.ERROR });

const headerOf = (headers, name) => headers[`dead-letter-${name}`]?.toString();

await readTopic(kafka, 'rapport.dead-letters.v1', ({ timestamp, key, value, headers }) => {
  const [code, detail, topic, cut] = ['code', 'detail', 'topic', 'cut'].map((name) => headerOf(headers, name));
  const since = new Date(Number(timestamp)).toISOString();
  console.log(JSON.stringify({ since, code, detail, topic, cut, key: key?.toString(), message: value?.toString() }));
});
