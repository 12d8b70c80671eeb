import { describe, expect, it } from '@jest/globals';
import { type PersistentMap } from '#libs/kernel/persistent-map.js';
import { simulate } from '../testing/simulation.js';

type Told = readonly [type: string, data: object, day: string];

const told = (...facts: readonly Told[]) => {
  const world = simulate();
  const send = (stream: string, type: string, data: object, day: string, commandId: string) =>
    world.send({ stream, type, data, commandId, occurredAt: `${day}T09:00:00.000Z` });
  send('employee-ann', 'RegisterEmployee', { name: 'Ann' }, '2026-01-01', 'b-0');
  send('account-acme', 'OpenAccount', { name: 'Acme' }, '2026-01-01', 'b-1');
  const answers = facts.map(([type, data, day], index) => send('account-acme', type, data, day, `f${index}`));
  return { world, answers };
};
const last = (...facts: readonly Told[]) => told(...facts).answers.at(-1);

const offering = (level: string, day: string): Told => ['RecordOfferingLevel', { level }, day];
const propose = (day = '2026-02-02'): Told => ['ProposeAlliance', { allianceId: 'depot', purpose: 'One depot' }, day];
const form = (by: string, day = '2026-02-10'): Told => ['FormAlliance', { allianceId: 'depot', by }, day];
const end = (day = '2026-05-01'): Told => ['EndAlliance', { allianceId: 'depot', reason: 'sold' }, day];
const start = (day = '2026-02-02'): Told => ['StartJointDevelopment', { developmentId: 'cap', title: 'A cap' }, day];
const launch = (day = '2026-06-01'): Told => ['LaunchJointDevelopment', { developmentId: 'cap', product: 'Cap 2' }, day];
const refill = (replenishmentId: string): Told => ['TriggerReplenishment', { replenishmentId, quantities: { caps: '40' } }, '2026-03-01'];
const sold = (pieces: string, day: string): Told => ['RecordSellOut', { period: '2026-02', quantities: { caps: pieces } }, day];

describe('what is done for each other alone', () => {
  it('is a level of the offering from a day on, told in any order and once', () => {
    expect(last(offering('service', '2026-02-01'), offering('solution', '2026-04-01'))).toMatchObject([
      { type: 'OfferingLevelRecorded', data: { level: 'solution', previous: 'service' } },
    ]);
    expect(last(offering('service', '2026-02-01'), offering('service', '2026-03-01'))).toEqual([]);
    const late = told(offering('solution', '2026-04-01'), offering('service', '2026-02-01'));
    expect(late.world.states.get('account-acme')!['cooperation']).toMatchObject({
      offering: [{ value: 'service' }, { value: 'solution' }],
    });
  });

  it('is an alliance that is proposed, formed by one of theirs, and ended', () => {
    const story = [propose(), form('Eve'), end()] as const;
    expect(told(...story).answers.map((events) => (events as unknown as { type: string }[])[0]!.type)).toEqual([
      'AllianceProposed',
      'AllianceFormed',
      'AllianceEnded',
    ]);
    for (const again of story) expect(last(...story.slice(0, story.indexOf(again) + 1), again)).toEqual([]);
  });

  it.each([
    ['an alliance that nobody proposed', 'ALLIANCE_NOT_FOUND', [form('Eve')]],
    ['an alliance before it was proposed', 'ALLIANCE_PROPOSED_LATER', [propose(), form('Eve', '2026-02-01')]],
    ['an alliance that is over', 'ALLIANCE_ENDED', [propose(), end(), form('Eve', '2026-06-01')]],
    ['an alliance that one of ours agrees to', 'ACKNOWLEDGED_BY_US', [propose(), form('ann')]],
    [
      'another alliance of the same id',
      'ALLIANCE_ID_TAKEN',
      [propose(), ['ProposeAlliance', { allianceId: 'depot', purpose: 'Vans' }, '2026-03-01']],
    ],
    ['a launch of nothing', 'DEVELOPMENT_NOT_FOUND', [launch()]],
    ['a launch before the start', 'DEVELOPMENT_STARTED_LATER', [start(), launch('2026-02-01')]],
    [
      'another development of the same id',
      'DEVELOPMENT_ID_TAKEN',
      [start(), ['StartJointDevelopment', { developmentId: 'cap', title: 'A lid' }, '2026-03-01']],
    ],
    ['a replenishment twice', 'REPLENISHMENT_ID_TAKEN', [refill('r'), refill('r')]],
    ['trust of one of ours', 'ACKNOWLEDGED_BY_US', [['AssessTrust', { by: 'ann', mark: 5 }, '2026-03-01']]],
    [
      'what somebody says who had left',
      'STAKEHOLDER_DEPARTED',
      [
        ['AddStakeholder', { stakeholderId: 'eve', name: 'Eve Adler' }, '2026-02-01'],
        ['RecordDeparture', { stakeholderId: 'eve' }, '2026-02-20'],
        ['AssessTrust', { by: 'eve adler', mark: 5 }, '2026-03-01'],
      ],
    ],
    [
      'what an adviser of theirs says',
      'ACKNOWLEDGED_BY_OTHERS',
      [
        ['AddStakeholder', { stakeholderId: 'eve', name: 'Eve Adler', organisation: 'Sand' }, '2026-02-01'],
        ['AssessTrust', { by: 'eve', mark: 5 }, '2026-03-01'],
      ],
    ],
  ] as const)('refuses %s', (_, code, facts) => {
    expect(last(...(facts as readonly Told[]))).toMatchObject({ rejected: code });
  });

  it('keeps what they reported last of a month, and what each of them says of trust', () => {
    expect(last(sold('10', '2026-03-01'), sold('12', '2026-03-05'))).toHaveLength(1);
    expect(last(sold('10', '2026-03-01'), sold('10', '2026-03-05'))).toEqual([]);
    const trust = (by: string, mark: number): Told => ['AssessTrust', { by, mark }, '2026-03-01'];
    const { trust: known } = told(trust('Eve', 4), trust('eve', 5), trust('Kim', 2)).world.states.get('account-acme')!['cooperation'] as {
      readonly trust: PersistentMap<string, readonly object[]>;
    };
    expect(known.entries().map(([by, line]) => [by, line.length])).toEqual([
      ['eve', 2],
      ['kim', 1],
    ]);
  });

  it('is not corrected into a contradiction, and ids of what was withdrawn stay taken', () => {
    const redate: Told = ['CorrectFact', { fact: 'f0#0', occurredAt: '2026-07-01T09:00:00.000Z', reason: 'misread' }, '2026-08-01'];
    for (const story of [
      [propose(), form('Eve')],
      [start(), launch()],
    ] as const)
      expect(last(...story, redate)).toMatchObject({ rejected: 'HISTORY_CONTRADICTED' });
    const withdrawn: Told = ['WithdrawFact', { fact: 'f0#0', reason: 'never proposed' }, '2026-08-01'];
    for (const [first, code] of [
      [propose(), 'ALLIANCE_ID_TAKEN'],
      [start(), 'DEVELOPMENT_ID_TAKEN'],
      [refill('r'), 'REPLENISHMENT_ID_TAKEN'],
    ] as const)
      expect(last(first, withdrawn, first)).toMatchObject({ rejected: code });
  });
});
