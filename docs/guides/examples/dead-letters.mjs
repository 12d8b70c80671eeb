/**
 * Prints the dead letters, one JSON a line: why, which topic, which key, its own headers, and the message as text. What is no text
 * (UTF-8) cannot be told like this.
 *
 *   node docs/guides/examples/dead-letters.mjs [broker]
 */
import { Kafka, logLevel } from 'kafkajs';
import { readTopic } from './read-topic.mjs';

const [broker = 'localhost:9092'] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'dead-letters', brokers: [broker], logLevel: logLevel.ERROR });

const headerOf = (headers, name) => headers[`dead-letter-${name}`]?.toString();

/** A header may stand several times. */
const asText = (headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : value?.toString()]));

await readTopic(kafka, 'rapport.dead-letters.v1', ({ timestamp, key, value, headers }) => {
  const [code, detail, topic, cut] = ['code', 'detail', 'topic', 'cut'].map((name) => headerOf(headers, name));
  const since = new Date(Number(timestamp)).toISOString();
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('dead-letter-')));
  console.log(JSON.stringify({ since, code, detail, topic, cut, key: key?.toString(), headers: asText(own), message: value?.toString() }));
});
