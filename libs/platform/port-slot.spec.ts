import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '#libs/kernel/errors.js';
import { type Opened } from '#libs/kernel/ports.js';
import { PortRefused, PortSlot } from './port-slot.js';

interface Toy {
  play(): string;
}

const closed: string[] = [];
const toy = (name = 'toy'): Opened<Toy> => ({
  play: () => name,
  probe: async () => undefined,
  [Symbol.asyncDispose]: async () => void closed.push(name),
});

const place = (open: () => Promise<Opened<Toy>>, isEngine = true) => ({ name: 'toys', variable: 'TOYS_URL', isEngine, open });
const away = (): Promise<never> => Promise.reject(new Unavailable('toys://user:secret@host:1 does not answer.'));

describe('a port that may open later', () => {
  it('is there when the first attempt opens it', async () => {
    const slot = new PortSlot(
      place(async () => toy()),
      {},
    );
    await slot.attempted;
    expect(slot.get().play()).toBe('toy');
    await slot[Symbol.asyncDispose]();
  });

  it('says while its engine is away why it cannot be used, without the password, and opens when the engine is there', async () => {
    const heard: string[] = [];
    let isThere = false;
    const observer = {
      waiting: (name: string, reason: string) => void heard.push(`${name}: ${reason}`),
      opened: (name: string) => void heard.push(`${name} opened`),
    };
    const pauses: number[] = [];
    const pause = (failures: number): number => {
      pauses.push(failures);
      isThere = failures === 3;
      return 0;
    };
    const slot = new PortSlot(
      place(() => (isThere ? Promise.resolve(toy()) : away())),
      observer,
      pause,
    );
    await slot.attempted;
    expect(() => slot.get()).toThrow(new Unavailable('TOYS_URL: toys://***@host:1 does not answer.'));
    await slot.opened;
    expect(slot.get().play()).toBe('toy');
    expect(pauses).toEqual([1, 2, 3]);
    expect(heard).toEqual([...Array<string>(3).fill('toys: toys://***@host:1 does not answer'), 'toys opened']);
    await slot[Symbol.asyncDispose]();
  });

  it('is refused for good where waiting will not help, at the first attempt or when the engine has come back', async () => {
    let attempts = 0;
    const open = (): Promise<never> => (++attempts < 3 ? away() : Promise.reject(new Error('the password is wrong.')));
    const slot = new PortSlot(place(open), {}, () => 0);
    await slot.attempted;
    await expect(slot.opened).rejects.toThrow(/^TOYS_URL: the password is wrong$/);
    await new Promise(setImmediate);
    expect(attempts).toBe(3);
    const wrong = new PortSlot(
      place(() => Promise.reject(new Error('TOYS_URL is "x", which names nothing.'))),
      {},
    );
    await expect(wrong.attempted).rejects.toThrow('TOYS_URL is "x", which names nothing');
    expect(() => wrong.get()).toThrow(Unavailable);
  });

  it('does not wait for a file of this machine: it is there or it is not', async () => {
    const slot = new PortSlot(place(away, false), {}, () => 0);
    await expect(slot.attempted).rejects.toThrow(PortRefused);
  });

  it('stops waiting, and closes what opened in the very moment', async () => {
    const waiting = new PortSlot(place(away), {}, () => 3_600_000);
    await waiting.attempted;
    await waiting[Symbol.asyncDispose]();
    const opening = new PortSlot(
      place(async () => {
        await new Promise(setImmediate);
        return toy('late');
      }),
      {},
    );
    await opening[Symbol.asyncDispose]();
    expect(closed.at(-1)).toBe('late');
    expect(() => opening.get()).toThrow('TOYS_URL: it is closed.');
  });
});
