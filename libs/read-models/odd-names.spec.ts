import { describe, expect, it } from '@jest/globals';
import { type AllEvents } from '#libs/domain/messages.js';
import { type AnyProjection } from '#libs/kernel/projection.js';
import { documentsIn } from '#libs/runtime/testing/documents-in.js';
import { cadence } from './cadence/cadence.js';
import { dossier } from './dossier/dossier.js';
import { peopleRisk } from './people-risk/people-risk.js';
import { skills } from './skills/skills.js';
import { Log } from './testing/histories.js';
import { valueLedger } from './value-ledger/value-ledger.js';

const told = <E extends keyof AllEvents>(projection: AnyProjection, stream: string, type: E, data: AllEvents[E]) => {
  const log = new Log();
  log.append(stream, { type, data } as never, '2025-03-01');
  return [...documentsIn(projection, log.events).values()][0];
};
const line = (value: unknown) => [{ value, since: '2025-03-01T12:00:00.000Z' }];

/** What every object inherits in JavaScript. */
describe.each(Object.getOwnPropertyNames(Object.prototype))('what people call %s', (name) => {
  it('is a skill', () =>
    expect(told(skills, 'employee-ann', 'SkillAssessed', { skill: name, level: 3 })).toMatchObject({
      levels: Object.fromEntries([[name, line(3)]]),
    }));

  it('is a section of a dossier with a field', () => {
    const fields = Object.fromEntries([[name, 'yes']]);
    const section = Object.fromEntries([[name, line(expect.objectContaining({ value: 'yes' }))]]);
    expect(told(dossier, 'account-acme', 'DossierSectionUpdated', { section: name, fields })).toEqual({
      accountId: 'acme',
      sections: Object.fromEntries([[name, section]]),
    });
  });

  it('is a member of a team', () => {
    const member = { department: 'service', role: 'engineer' };
    expect(told(peopleRisk, 'account-acme', 'TeamMemberAdded', { employeeId: name, ...member })).toMatchObject({
      members: Object.fromEntries([[name, line(member)]]),
    });
  });

  it('is an initiative', () =>
    expect(told(cadence, 'account-acme', 'InitiativePlanned', { initiativeId: name, title: 'Move', startsOn: '2025-04-01' })).toMatchObject(
      {
        initiatives: Object.fromEntries([[name, { title: 'Move', startsOn: '2025-04-01', announcedOn: null }]]),
      },
    ));

  it('is an investment', () => {
    const amount = { amount: '1.00', currency: 'EUR' };
    expect(told(valueLedger, 'account-acme', 'InvestmentSpent', { spendId: '1', investmentId: name, amount })).toMatchObject({
      investments: Object.fromEntries([
        [name, { purpose: null, title: null, planned: {}, expected: {}, spent: { EUR: '100' }, returned: {} }],
      ]),
    });
  });
});
