/** What is written: an interaction with an account, as it stands on the wire and in the log. */
import { randomUUID } from 'node:crypto';

/** Tells this run's streams, topics and ids from those of others. */
export const RUN = randomUUID().slice(0, 8);

/** The data of one interaction. */
export const interaction = () => ({
  channel: 'meeting',
  direction: 'inbound',
  contacts: ['Head of supply'],
  durationMinutes: 45,
  topics: ['forecast'],
  sentiment: 'positive',
  outcome: 'They will share a six-month forecast.',
  summary: 'Quarterly review of deliveries.',
});

/** An event with its metadata, as the worker makes them. */
export const newEvent = () => {
  const commandId = randomUUID();
  const at = new Date().toISOString();
  return {
    id: randomUUID(),
    type: 'InteractionRecorded',
    data: { ...interaction(), interactionId: commandId, credit: { basis: 'none' } },
    meta: { commandId, commandHash: HASH, actor: 'bench', occurredAt: at, recordedAt: at, source: 'bench' },
  };
};

const HASH = 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c';

/** Bytes of an event's data, and of its metadata. */
export const eventBytes = () => {
  const { data, meta } = newEvent();
  return `${JSON.stringify(data).length} + ${JSON.stringify(meta).length} B an event`;
};

/** A command that records an interaction. */
export const newCommand = (account) => ({
  commandId: randomUUID(),
  stream: `account-${account}`,
  type: 'RecordInteraction',
  data: interaction(),
  actor: 'bench',
  occurredAt: new Date().toISOString(),
  source: 'bench',
});

/** A command that opens an account. */
export const openingOf = (account) => ({ ...newCommand(account), type: 'OpenAccount', data: { name: `Bench ${account}`, country: 'DE' } });

/** The n-th account of a case of this run; no two cases share accounts. */
export const accountOf = (index, key = '') => `bench-${RUN}${key}-${String(index).padStart(4, '0')}`;
