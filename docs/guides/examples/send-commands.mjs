/**
 * Sends commands as CloudEvents and prints the outcome of each, one JSON a line. Plain kafkajs; nothing of Rapport is needed.
 *
 *   node docs/guides/examples/send-commands.mjs [broker] [account]
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, Partitioners } from 'kafkajs';

const [broker = 'localhost:9092', account = `demo-${randomUUID().slice(0, 8)}`] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'crm', brokers: [broker], logLevel: logLevel.ERROR });

// The default partitioner puts a key where every other client of Kafka puts it: one account, one partition, one order.
const producer = kafka.producer({ idempotent: true, createPartitioner: Partitioners.DefaultPartitioner });

// Every sender hears all outcomes and picks out its own. A group of its own that commits nothing leaves nothing behind.
const consumer = kafka.consumer({ groupId: `crm-${randomUUID()}`, maxWaitTimeInMs: 100 });

/** Who we are: the same for every command and every time that it is sent. */
const SOURCE = '/crm';

/** Who waits for an outcome, by the id of the command. */
const waiting = new Map();

const listen = async () => {
  await consumer.connect();
  await consumer.subscribe({ topics: ['rapport.outcomes.v1'], fromBeginning: false });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ message }) => {
      const { causationid, data } = JSON.parse(message.value);
      // Another source may use the same id: the two together name a command.
      if (data.source === SOURCE) waiting.get(causationid)?.(data);
    },
  });
};

/** Sends a command until it is answered. To send it again is harmless: the id makes it the same command. */
const ask = async (type, subject, data) => {
  const event = {
    specversion: '1.0',
    id: randomUUID(),
    type: `rapport.${type}`,
    source: SOURCE,
    subject,
    time: new Date().toISOString(),
    actor: 'ana',
    data,
  };
  const answer = new Promise((resolve) => waiting.set(event.id, resolve));
  const message = { key: subject, value: JSON.stringify(event), headers: { 'content-type': 'application/cloudevents+json' } };
  for (;;) {
    await producer.send({ topic: 'rapport.commands.v1', acks: -1, messages: [message] });
    const outcome = await Promise.race([answer, sleep(3_000)]);
    if (outcome) return outcome;
  }
};

const say = (value) => console.log(JSON.stringify(value));

await Promise.all([producer.connect(), listen()]);
try {
  say(await ask('OpenAccount', account, { name: 'Acme Ltd' }));
  say(await ask('RecordOrder', account, { orderNumber: 'A-1', net: { amount: '1265.50', currency: 'EUR' } }));
  say(await ask('RecordOrder', account, { orderNumber: 'A-2', net: { amount: '34.50', currency: 'EUR' } }));
  say(await ask('RecordReturn', account, { returnNumber: 'R-1', orderNumber: 'A-1', net: { amount: '65.50', currency: 'EUR' } }));
  // Refused by a rule: an answer like any other.
  say(await ask('RecordOrder', account, { orderNumber: 'A-1', net: { amount: '1.00', currency: 'EUR' } }));
  // No command at all: it has no answer and becomes a dead letter.
  await producer.send({ topic: 'rapport.commands.v1', acks: -1, messages: [{ key: account, value: '{"specversion":"1.0",' }] });
} finally {
  await Promise.all([consumer.disconnect(), producer.disconnect()]);
}
