/**
 * Sends a table of orders as commands, and prints how they were answered. Plain kafkajs; nothing of Rapport is needed.
 *
 *   node docs/guides/examples/send-orders.mjs <broker> <folder> [prefix]
 *
 * The folder has three files with a header line each: employees.csv (employee_id, name), customers.csv (customer_id, company_name) and
 * orders.csv (order_id, customer_id, employee_id, order_date, required_date, shipped_date or nothing, net_usd). The prefix makes the
 * ids of accounts and employees your own. To run it again is harmless: the ids of the commands follow from the table.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { Kafka, logLevel, Partitioners } from 'kafkajs';

const [broker = 'localhost:9092', folder = '.', prefix = ''] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'shop', brokers: [broker], logLevel: logLevel.ERROR });
const producer = kafka.producer({ idempotent: true, createPartitioner: Partitioners.DefaultPartitioner });
const consumer = kafka.consumer({ groupId: `shop-${randomUUID()}`, maxWaitTimeInMs: 100 });

/** Commands in one send, and how long their outcomes are waited for before those without one are sent again. */
const BATCH = 500;
const ANSWER_MS = 10_000;

/** What has no outcome after so many sendings will have none: it lies among the dead letters, or no worker runs. */
const SENDINGS_MAX = 10;

const rowsOf = (name) => parse(readFileSync(join(folder, name)), { columns: true, bom: true, skip_empty_lines: true });

/** Who we are: the same for every command and every time that it is sent. */
const SOURCE = '/shop';

/** A command as a CloudEvent: when it happened is the day in the table. */
const command = (type, subject, day, row, data) => ({
  specversion: '1.0',
  id: `shop:${prefix}${type}:${row}`,
  type: `rapport.${type}`,
  source: SOURCE,
  subject,
  time: `${day}T00:00:00Z`,
  actor: 'shop',
  data,
});

const OPENED = '1996-07-01';
const usd = (amount) => ({ amount: Number(amount).toFixed(2), currency: 'USD' });

const employees = rowsOf('employees.csv').map(({ employee_id: id, name }) =>
  command('RegisterEmployee', `${prefix}${id}`, OPENED, id, { name }),
);
const accounts = rowsOf('customers.csv').map(({ customer_id: id, company_name: name }) =>
  command('OpenAccount', `${prefix}${id}`, OPENED, id, { name }),
);
const orders = rowsOf('orders.csv').flatMap((order) => {
  const { order_id: orderNumber, customer_id: customer, order_date: on, required_date: due, shipped_date: shipped } = order;
  const of = (type, day, data) => command(type, `${prefix}${customer}`, day, orderNumber, data);
  const employeeId = `${prefix}${order.employee_id}`;
  const promiseId = `order-${orderNumber}`;
  return [
    of('RecordOrder', on, { orderNumber, net: usd(order.net_usd), requiredOn: due, employeeId }),
    of('MakePromise', on, { promiseId, what: `Deliver order ${orderNumber} by the required date`, due, orderNumber, employeeId }),
    ...(shipped ? [of('RecordDelivery', shipped, { orderNumber }), of('KeepPromise', shipped, { promiseId })] : []),
  ];
});

/** Outcomes by the id of their command. */
const outcomes = new Map();

const listen = async () => {
  await consumer.connect();
  await consumer.subscribe({ topics: ['rapport.outcomes.v1'], fromBeginning: false });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ message }) => {
      const { causationid, data } = JSON.parse(message.value);
      // Another source may use the same id: the two together name a command.
      if (data.source === SOURCE) outcomes.set(causationid, data);
    },
  });
  await joined;
};

/** Sends commands until all are answered. One key goes to one partition, so that each account's stay in order. */
const settle = async (commands) => {
  const unsettled = () => commands.filter(({ id }) => !outcomes.has(id));
  for (let sending = 1; sending <= SENDINGS_MAX; sending += 1) {
    const open = unsettled();
    if (open.length === 0) return;
    for (let from = 0; from < open.length; from += BATCH) {
      const messages = open.slice(from, from + BATCH).map((event) => ({ key: event.subject, value: JSON.stringify(event) }));
      const headers = { 'content-type': 'application/cloudevents+json' };
      await producer.send({ topic: 'rapport.commands.v1', acks: -1, messages: messages.map((message) => ({ ...message, headers })) });
    }
    const until = Date.now() + ANSWER_MS;
    while (Date.now() < until && open.some(({ id }) => !outcomes.has(id))) await sleep(50);
  }
  const open = unsettled();
  if (open.length > 0) throw new Error(`${open.length} commands have no outcome, ${open[0].id} first: look at the dead letters.`);
};

await Promise.all([producer.connect(), listen()]);
try {
  // Who is named by the orders has to be there before them: keys do not wait for each other.
  for (const table of [employees, accounts, orders]) await settle(table);
} finally {
  await Promise.all([consumer.disconnect(), producer.disconnect()]);
}
const answers = [...employees, ...accounts, ...orders].map(({ id }) => outcomes.get(id));
const refused = answers.filter(({ outcome }) => outcome === 'REJECTED');
const positions = answers.map(({ position }) => position).filter(Boolean);
const last = positions.toSorted().at(-1);
console.log(JSON.stringify({ commands: answers.length, accepted: answers.length - refused.length, refused, last }));
