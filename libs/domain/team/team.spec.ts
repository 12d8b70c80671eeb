import { describe, expect, it } from '@jest/globals';
import { type Message } from '#libs/kernel/message.js';
import { decider } from '#libs/kernel/testing/decider.js';
import { team } from './team.js';
import { teamCommands, type TeamCommands } from './messages.js';
import { checkFields } from '#libs/kernel/fields.js';
import { type Kpi } from '../kpis.js';

const subject = decider(team);
const world = { stream: 'team-north' };
const formed = { type: 'TeamFormed', data: { name: 'North', region: 'EU' } } as const;
const disbanded = { type: 'TeamDisbanded', data: { reason: 'merged' } } as const;
const target = (period: string, value = '1250000.50') => ({ type: 'SetTeamTarget', data: { kpi: 'netSales', period, value } }) as const;

const set = (kpi: Kpi, period: string) => ({ type: 'TeamTargetSet', data: { kpi, period, value: '1250000.50' } }) as const;

describe('FormTeam', () => {
  const form = { type: 'FormTeam', data: { name: 'North', region: 'EU' } } as const;

  it('forms a team, once', () => {
    subject.given().when(form).thenEvents(formed);
    subject.given(formed).when(form).thenEvents();
  });

  it('refuses another team under the same id', () => {
    subject
      .given(formed)
      .when({ type: 'FormTeam', data: { name: 'North', region: 'US' } }, world)
      .thenRejected('TEAM_ALREADY_FORMED', /north is already formed as North: use RenameTeam/);
  });

  it('refuses the id of a team that was disbanded', () => {
    subject
      .given(formed, disbanded)
      .when(form, world)
      .thenRejected('TEAM_DISBANDED', /north was disbanded on 2026-03-01/);
  });
});

describe('RenameTeam', () => {
  it('keeps the name before it, and changes nothing where the team has that name', () => {
    const renamed = { type: 'TeamRenamed', data: { name: 'Nordic', previous: 'North' } } as const;
    subject
      .given(formed)
      .when({ type: 'RenameTeam', data: { name: 'Nordic' } })
      .thenEvents(renamed);
    subject
      .given(formed, renamed)
      .when({ type: 'RenameTeam', data: { name: 'Nordic' } })
      .thenEvents();
  });
});

describe('SetTeamLead', () => {
  it('says who leads the team from then on, once', () => {
    const led = { type: 'TeamLeadSet', data: { employeeId: 'ann' } } as const;
    const lead = { type: 'SetTeamLead', data: led.data } as const;
    subject.given(formed).when(lead).thenEvents(led);
    subject.given(formed, led).when(lead).thenEvents();
  });
});

describe('SetTeamTarget', () => {
  it('sets a target for a year, a quarter or a month', () => {
    for (const period of ['2026', '2026-Q1', '2026-Q4', '2026-01', '2026-12']) {
      subject
        .given(formed)
        .when(target(period))
        .thenEvents({ type: 'TeamTargetSet', data: target(period).data });
    }
  });

  it('M11: refuses at the door what is no figure, with what was meant, no period and no decimal number', () => {
    const { fields } = teamCommands.SetTeamTarget;
    const faults = (data: object) => checkFields(fields, { ...target('2026').data, ...data }, '/data');
    expect(faults({})).toEqual([]);
    expect(faults({ kpi: 'netSale' })).toEqual([{ pointer: '/data/kpi', detail: expect.stringMatching(/Did you mean netSales\?/) }]);
    for (const period of ['26', '2026-Q5', '2026-Q0', '2026-13', '2026-00', '2026-1', '2026-01-01', ' 2026', '2026\n'])
      expect(faults({ period })).toMatchObject([{ pointer: '/data/period' }]);
    for (const value of ['', 'much', '1,000', '1e6', '.5', '5.', '0x10', 'NaN', '1\n'])
      expect(faults({ value })).toMatchObject([{ pointer: '/data/value' }]);
    for (const value of ['0', '-3', '0.5']) expect(faults({ value })).toEqual([]);
  });

  it('changes nothing where the target is the same, and keeps targets of other periods and KPIs apart', () => {
    const north = subject.given(formed, set('netSales', '2026'), set('orders', '2027'));
    north.when(target('2026')).thenEvents();
    expect(north.when(target('2026', '7')).decision).toHaveLength(1);
    expect(north.when(target('2027')).decision).toHaveLength(1);
  });
});

describe('DisbandTeam', () => {
  it('disbands a team, once', () => {
    const disband = { type: 'DisbandTeam', data: { reason: 'merged' } } as const;
    subject.given(formed).when(disband).thenEvents(disbanded);
    subject.given(formed, disbanded).when(disband).thenEvents();
  });
});

describe('every command', () => {
  const others: readonly Message<TeamCommands>[] = [
    { type: 'RenameTeam', data: { name: 'Nordic' } },
    target('2026'),
    { type: 'DisbandTeam', data: { reason: 'merged' } },
  ];

  it('needs a team that was formed', () => {
    for (const command of others)
      subject
        .given()
        .when(command, world)
        .thenRejected('TEAM_NOT_FOUND', /north: form it with FormTeam/);
  });

  it('but disbanding itself is refused once a team was disbanded', () => {
    const gone = subject.given(formed, disbanded);
    for (const command of others.slice(0, -1)) gone.when(command, world).thenRejected('TEAM_DISBANDED', /takes nothing more/);
  });
});
