import { describe, expect, it } from '@jest/globals';
import { type RecordedEvent } from '#libs/kernel/message.js';
import { faultsOf, type FinalAnswer, type SentCommand } from './producers.js';

const event = (version: number, commandId = 'c1', stream = 'account-acme'): RecordedEvent => ({
  id: `${stream}-${version}`,
  stream,
  version,
  position: String(version),
  type: 'AccountOpened',
  data: {},
  meta: { commandId, commandHash: '', actor: 'ana', occurredAt: '', recordedAt: '' },
});

const accepted = (...versions: readonly number[]): FinalAnswer => ({
  commandId: 'c1',
  outcome: 'ACCEPTED',
  duplicate: false,
  events: versions.map((version) => ({ id: `account-acme-${version}`, type: 'AccountOpened', version })),
});

const refused: FinalAnswer = { commandId: 'c1', outcome: 'REJECTED', duplicate: false, rejection: { code: 'NO' } };

const sent = (answers: readonly FinalAnswer[], heard: readonly FinalAnswer[] = []): readonly SentCommand[] => [
  { commandId: 'c1', accountId: 'acme', type: 'OpenAccount', data: {}, answers: [...answers], heard: [...heard] },
];

describe('answers held against the log', () => {
  it('are right where each command has one answer, however often, and that stands in the log', () => {
    expect(faultsOf(sent([accepted(1)], [{ ...accepted(1), duplicate: true }]), [event(1)])).toEqual([]);
    expect(faultsOf(sent([refused]), [])).toEqual([]);
  });

  it.each([
    ['a command without an answer', sent([]), [], /never answered/],
    ['an accepted command that is not in the log', sent([accepted(1)]), [], /ACCEPTED .*in the log \[\]/],
    ['a refused command that is', sent([refused]), [event(1)], /REJECTED/],
    ['events that stand there twice', sent([accepted(1)]), [event(1), event(2)], /c1: ACCEPTED/],
    ['two answers', sent([accepted(1), refused]), [event(1)], /answered in 2 ways/],
    ['another answer for everybody', sent([accepted(1)], [refused]), [event(1)], /answered in 2 ways/],
    ['a hole in a stream', [], [event(1), event(3)], /versions 1 3/],
    ['events in a stream of somebody else', sent([accepted(1)]), [event(1, 'c1', 'account-other')], /not its own/],
  ])('tell %s', (_, commands, log, fault) => {
    expect(faultsOf(commands, log).join('\n')).toMatch(fault);
  });
});
