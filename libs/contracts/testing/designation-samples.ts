import { type DesignationEvents } from '#libs/domain/designation/messages.js';

/** Of every event of a designation: the least that it can say, the most, and how the most reads. */
export const designationSamples: {
  readonly [E in keyof DesignationEvents]: readonly [DesignationEvents[E], DesignationEvents[E], string];
} = {
  KeyAccountNominated: [{ rationale: 'grows fast' }, { rationale: 'grows fast' }, 'grows fast.'],
  NominationDeclined: [{ reason: 'too small' }, { reason: 'too small' }, 'too small.'],
  AccountEvaluated: [
    { scores: {}, met: [], metCount: 0, points: 0, qualifies: false },
    { scores: { reputation: 5 }, met: ['reputation'], metCount: 1, points: 100, qualifies: false },
    '1 criterion met, 100 points of 100.',
  ],
  KeyAccountDesignated: [
    { kind: 'key', basis: 'volume', rationale: 'a tenth of our sales' },
    {
      kind: 'global',
      basis: 'reputation',
      rationale: 'known everywhere',
      effectiveFrom: '2026-04-01',
      previous: 'key',
      override: { reason: 'the board asks for it', employeeId: 'ann', keyAccounts: 11, keyAccountsMax: 10 },
    },
    'Global account, because of its reputation: known everywhere. From 2026-04-01. Beyond the capacity of ann: the board asks for it.',
  ],
  KeyAccountRetired: [{ reason: 'no plans left' }, { reason: 'no plans left' }, 'no plans left.'],
  AccountClassified: [{ type: 'image' }, { type: 'image', rationale: 'leads its trade' }, 'Image: leads its trade.'],
  StrategicRoleSet: [{ role: 'reference' }, { role: 'door-opener', rationale: 'knows Asia' }, 'Door-opener: knows Asia.'],
};
