/**
 * Folds net sales per account (orders less returns, by currency) from the committed events, and prints them, one JSON a line. Plain
 * kafkajs; nothing of Rapport is needed.
 *
 *   node docs/guides/examples/net-sales.mjs [broker]
 */
import { Kafka, logLevel } from 'kafkajs';
import { readTopic } from './read-topic.mjs';

const [broker = 'localhost:9092'] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'net-sales', brokers: [broker], logLevel: logLevel.ERROR });

/** Amounts are decimal text with up to six places: counted in millionths they stay exact. */
const PLACES = 6;
const toMillionths = (amount) => {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  return BigInt(`${sign}${whole}${fraction.padEnd(PLACES, '0')}`);
};
const toAmount = (millionths) => {
  const digits = String(millionths < 0n ? -millionths : millionths).padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0{1,4}$/, '');
  return `${millionths < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${fraction}`;
};

/** What each event adds to net sales. */
const effects = {
  'rapport.OrderRecorded': ({ net }) => toMillionths(net.amount),
  'rapport.ReturnRecorded': ({ net }) => -toMillionths(net.amount),
};

/** The version of each stream that is in the sums: an event that comes again, or late after a replay, is passed over by it. */
const versions = new Map();
const sales = new Map();

const fold = ({ type, subject, stream, streamversion, data }) => {
  if (streamversion <= (versions.get(stream) ?? 0)) return;
  versions.set(stream, streamversion);
  const effect = effects[type]?.(data);
  if (effect === undefined) return;
  const key = JSON.stringify([subject, data.net.currency]);
  sales.set(key, (sales.get(key) ?? 0n) + effect);
};

await readTopic(kafka, 'rapport.events.v1', ({ value }) => fold(JSON.parse(value)));
for (const [key, sum] of [...sales].toSorted()) {
  const [account, currency] = JSON.parse(key);
  console.log(JSON.stringify({ account, net: { amount: toAmount(sum), currency } }));
}
