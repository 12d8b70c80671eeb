import { describe, expect, it } from '@jest/globals';
import { type MessageBus } from '../ports.js';
import { DEADLINE_MS } from './deadline.js';
import { DONE, listen, message, newName, publishAll, RETRY } from './message-bus-fixtures.js';

/** What a group hears; see {@link messageBusContract}. */
export const groupContract = (bus: () => MessageBus): void => {
  describe('a group', () => {
    it.each([[undefined], [{}], [{ from: 'earliest' as const }]])(
      'that is new starts with the earliest message there is: %j',
      async (options) => {
        const topic = newName('topic');
        await publishAll(bus(), topic, 'a', ['1', '2']);
        const listener = listen(bus(), topic, newName('group'), undefined, options);
        await listener.until((heard) => heard.length === 2);
        await listener.stop();
        expect(listener.texts()).toEqual(['1', '2']);
      },
    );

    it('that is new and asks for the latest hears only what is published from then on', async () => {
      const topic = newName('topic');
      await publishAll(bus(), topic, 'a', ['old', 'old']);
      const listener = listen(bus(), topic, newName('group'), undefined, { from: 'latest' });
      // When a group begins to listen is the engine's business, so publish until it hears something.
      for (const end = Date.now() + DEADLINE_MS; listener.heard.length === 0 && Date.now() < end;) {
        await bus().publish(topic, message('a', 'new'));
        await new Promise(setImmediate);
      }
      await listener.stop();
      expect(new Set(listener.texts())).toEqual(new Set(['new']));
    });

    it('gets every message, whatever other groups do', async () => {
      const topic = newName('topic');
      await publishAll(bus(), topic, 'a', ['1', '2']);
      const one = listen(bus(), topic, newName('group'));
      const two = listen(bus(), topic, newName('group'), ({ attempt }) => (attempt === 1 ? RETRY : DONE));
      await publishAll(bus(), topic, 'a', ['3']);
      await one.until((heard) => heard.length === 3);
      await two.until((heard) => heard.length === 6);
      await Promise.all([one.stop(), two.stop()]);
      expect(one.texts()).toEqual(['1', '2', '3']);
      expect(two.texts()).toEqual(['1', '1', '2', '2', '3', '3']);
    });

    it('goes on after its last done message, also with those published while nobody listened', async () => {
      const [topic, group] = [newName('topic'), newName('group')];
      await publishAll(bus(), topic, 'a', ['1', '2']);
      const first = listen(bus(), topic, group);
      await first.until((heard) => heard.length === 2);
      await first.stop();
      await publishAll(bus(), topic, 'a', ['3', '4']);
      const second = listen(bus(), topic, group, undefined, { from: 'latest' });
      await second.until((heard) => heard.length === 2);
      await second.stop();
      expect(second.texts()).toEqual(['3', '4']);
    });
  });
};
