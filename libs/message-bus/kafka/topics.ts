import { type BusObserver } from '../observer.js';
import { type AdminDesk } from './admin-desk.js';
import { type TopicSettings } from './wire.js';

/**
 * Makes topics that are missing, and warns about those with another number of partitions than wanted, which it never changes.
 * @throws what the client throws; to be called again then
 */
export const provisionTopics = async (
  desk: AdminDesk,
  wanted: Readonly<Record<string, TopicSettings>>,
  observer: BusObserver,
): Promise<void> => {
  const names = Object.keys(wanted);
  if (names.length === 0) return;
  const existing = new Set(await desk.ask((admin) => admin.topics()));
  const missing = Object.entries(wanted).filter(([name]) => !existing.has(name));
  if (missing.length > 0) await desk.ask((admin) => admin.create(Object.fromEntries(missing)));
  const found = await desk.ask((admin) => admin.partitions(names));
  for (const [topic, { partitions }] of Object.entries(wanted)) {
    const count = found.get(topic) ?? partitions;
    if (count !== partitions) observer.warn?.(otherCountText(topic, count, partitions));
  }
};

const otherCountText = (topic: string, found: number, wanted: number): string =>
  `Topic ${topic} has ${found} partitions, the configuration says ${wanted}. It is used as it is, and the order of each key holds. `
  + `Set the configuration to ${found}; or, to have ${wanted}, stop all producers, let the consumers finish, `
  + `${found < wanted ? 'add partitions with kafka-topics.sh --alter' : 'make the topic anew'}, and start again: `
  + 'keys go to other partitions from then on, so that a change while messages wait breaks their order.';
