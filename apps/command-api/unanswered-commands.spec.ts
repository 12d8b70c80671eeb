import { describe, expect, it } from '@jest/globals';
import { UnansweredCommands } from './unanswered-commands.js';

const command = (commandId: string) => ({ commandId, stream: 'account-acme', type: 'CloseAccount', data: {}, actor: 'ana' });

describe('commands without an outcome', () => {
  const filled = () => {
    let now = 0;
    const commands = new UnansweredCommands(() => now);
    const due = (at: number): readonly string[] => {
      now = at;
      return commands.due().map(([request]) => request);
    };
    return { commands, due };
  };

  it('are looked for when their outcome is late, with growing pauses, and at once while nobody listens', () => {
    const { commands, due } = filled();
    commands.lookLater(commands.admit('listening', command('c1')), true);
    commands.lookLater(commands.admit('deaf', command('c2')), false);
    commands.admit('on its way to the bus', command('c3'));
    expect(due(0)).toEqual(['deaf']);
    expect(due(299)).toEqual([]);
    expect(due(300)).toEqual(['listening', 'deaf']);
    expect(due(600)).toEqual(['listening']);
    expect(due(899)).toEqual([]);
    expect(due(900)).toEqual(['deaf']);
    commands.remove('deaf');
    expect(due(1_000_000)).toEqual(['listening']);
    expect([due(1_000_001), due(1_005_000)]).toEqual([[], ['listening']]);
  });

  it('are looked for a thousand at a time, those that were not looked for next', () => {
    const { commands, due } = filled();
    for (let n = 0; n < 1_500; n++) commands.lookLater(commands.admit(`r${n}`, command(`c${n}`)), false);
    expect(due(1)).toHaveLength(1_000);
    expect(due(1)).toHaveLength(500);
    expect(due(1)).toHaveLength(0);
  });

  it('are found by the id of the command too', () => {
    const { commands } = filled();
    commands.admit('r1', command('c1'));
    expect(commands.ofCommand('c1')).toEqual(command('c1'));
    expect(commands.remove('r1')).toMatchObject({ waiting: true });
    expect([commands.ofCommand('c1'), commands.remove('r1')]).toEqual([undefined, undefined]);
  });
});
