import { describe, expect, it } from '@jest/globals';
import { type MaturityEvents } from '#libs/domain/maturity/messages.js';
import { simulate } from '#libs/domain/testing/simulation.js';
import { isRejection } from '#libs/kernel/rejection.js';
import { demonstrationPortfolio } from './portfolio.js';

const told = (lastDay: string) => {
  const world = simulate();
  const refused = demonstrationPortfolio(lastDay).flatMap(({ commandId, stream, type, data, occurredAt }) => {
    const answer = world.send({ commandId, stream, type, data, occurredAt: occurredAt! });
    return isRejection(answer) ? [{ type, stream, answer }] : [];
  });
  return { refused, log: world.log };
};

describe('the demonstration portfolio', () => {
  // After a leap day, and days on which reviews 30 days apart would share a month.
  it.each(['2024-03-01', '2026-06-05', '2026-06-26'])('is accepted to the last command where it ends on %s', (lastDay) => {
    expect(told(lastDay).refused).toEqual([]);
  });

  it('is reviewed by the facts for half a year: partners in fact, and opinions that the facts do not bear out', () => {
    const reviews = told('2026-06-05').log.filter(({ type }) => type === 'RelationshipReviewed');
    const of = (id: string) =>
      reviews.filter(({ stream }) => stream === `account-${id}`).map(({ data }) => data as MaturityEvents['RelationshipReviewed']);
    expect(of('helios-retail').map(({ month }) => month)).toEqual(['2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05']);
    expect(of('helios-retail').at(-1)!.supports).toBe('strategic');
    // Stated as a value partner on what people assessed.
    expect(of('northgate-controls').at(-1)).toMatchObject({ band: 'basic', supports: 'transactional' });
    expect(of('orchid-pharma').map(({ month }) => month)).toEqual(['2026-04', '2026-05']);
  });

  it.each([
    ['brightwater-foods', 'a star salesman', ['AlertRaised', 'BackupOwnerAssigned', 'HandoverStarted', 'CompetitorSighted']],
    ['kestrel-parts', 'parts ordered two weeks ago', ['ComplaintRecorded', 'PromiseBroken', 'ComplaintReopened', 'DisputeEscalated']],
    ['saffron-spices', 'a honeymoon', ['FrictionRecorded', 'AccountDeclaredLost', 'ChurnPostmortemRecorded']],
    ['helios-retail', 'from adversaries to partners', ['DissatisfactionDisclosed', 'SellOutReported', 'JointDevelopmentLaunched']],
    ['northgate-controls', 'forecasts', ['ForecastShared', 'CustomerValueRecorded', 'TenderOutcomeRecorded', 'ContractRenewed']],
    [
      'summit-logistics',
      'power in balance',
      ['InitiativeAnnounced', 'IntelReportAcknowledged', 'MutualBenefitBriefed', 'PlaybookStepCompleted'],
    ],
    ['lumen-care', 'small, and designated for its name', ['KeyAccountDesignated', 'StrategicRoleSet', 'ReferenceGranted']],
    ['orchid-pharma', 'a win-back', ['AccountDeclaredLost', 'WinBackOfferMade', 'AccountWonBack', 'InvestmentSpent']],
  ])('tells of %s: %s', (id, _story, types) => {
    const own = new Set(told('2026-06-05').log.flatMap(({ stream, type }) => (stream === `account-${id}` ? [type] : [])));
    expect(types.filter((type) => !own.has(type))).toEqual([]);
    if (id === 'saffron-spices') expect([...own].filter((type) => /^Survey|Complaint/.test(type))).toEqual([]);
  });

  it('is told in few enough commands for a first start', () => {
    expect(demonstrationPortfolio('2026-06-05').length).toBeLessThan(3_500);
  });
});
