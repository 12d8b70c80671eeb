import { describe, expect, it } from '@jest/globals';
import { isRejection } from '#libs/kernel/rejection.js';
import { simulate } from '../testing/simulation.js';

type Told = readonly [type: string, data: object, day: string, stream?: string];

/** What the last command came to, after an account of January 2026 with its people. */
const told = (...facts: readonly Told[]) => {
  const world = simulate();
  const beginning: readonly Told[] = [
    ['RegisterEmployee', { name: 'Ann' }, '2026-01-02', 'employee-ann'],
    ['RegisterEmployee', { name: 'Bob' }, '2026-01-02', 'employee-bob'],
    ['OpenAccount', { name: 'Acme' }, '2026-01-02'],
  ];
  const answers = [...beginning, ...facts].map(([type, data, day, stream = 'account-acme'], index) =>
    world.send({ stream, type, data, commandId: `c-${index}`, occurredAt: `${day}T09:00:00.000Z` }),
  );
  return { last: answers.at(-1)!, log: world.log, answers };
};
const last = (...facts: readonly Told[]) => told(...facts).last;

const review = (month: string, day = '2026-12-01'): Told => ['ReviewRelationship', { month }, day];
const talk = (id: string, day: string): Told => [
  'RecordInteraction',
  { interactionId: id, channel: 'meeting', ourPeople: ['ann', 'bob'], contacts: ['Eve', 'Kim', 'Joe'], executive: true },
  day,
];
/** Monthly talks and a live exchange: enough for the value stage from the second month on. */
const partnership = (...months: readonly string[]): readonly Told[] => [
  ['ShareAccountPlan', { planVersion: '1', sharedWith: ['Eve'] }, '2026-01-05'],
  ['ShareForecast', { horizonMonths: 6, quantities: { valves: '100 pieces' } }, '2026-01-06'],
  ['AgreeDataSharing', { scope: 'stock' }, '2026-01-07'],
  ['MakePromise', { promiseId: 'p', what: 'a status', due: '2026-01-20' }, '2026-01-08'],
  ['KeepPromise', { promiseId: 'p' }, '2026-01-20'],
  ...months.map((month) => talk(`talk-${month}`, `${month}-10`)),
];
const stage = (to: string, day: string, more: object = {}): Told => ['ChangeRelationshipStage', { to, ...more }, day];
const assess = (points: number, day: string): Told => [
  'AssessRelationship',
  {
    scores: {
      contactStructure: points,
      functions: points,
      executiveCadence: points,
      offering: points,
      informationSharing: points,
      trust: points,
    },
  },
  day,
];

describe('a review of a month', () => {
  it('says what the facts came to by its end, and by which events', () => {
    const { last: events, log } = told(...partnership('2026-01'), review('2026-01', '2026-02-01'));
    const talkId = log.find(({ type }) => type === 'InteractionRecorded')!.id;
    expect(events).toMatchObject([
      {
        type: 'RelationshipReviewed',
        policy: 'maturity@0',
        data: {
          month: '2026-01',
          until: '2026-01-31T23:59:59.999Z',
          items: [
            { item: 'contactStructure', score: 3, inputs: { contacts: 3, ourPeople: 2 }, evidence: [talkId] },
            { item: 'functions', score: 1 },
            { item: 'executiveCadence', score: 2 },
            { item: 'offering', score: 1 },
            { item: 'informationSharing', score: 3 },
            { item: 'trust', score: 3 },
          ],
          total: 13,
          band: 'cooperative',
          supports: 'value',
          supportedBy: 'stage-evidence@0',
        },
      },
    ]);
  });

  it('is made once, whoever asks for it again, and superseded once facts are told late; the old one stays', () => {
    const first = [...partnership('2026-01'), review('2026-01')] as const;
    expect(last(...first, review('2026-01'))).toEqual([]);
    const { last: second, log } = told(
      ...first,
      ['AcknowledgeAccountPlan', { planVersion: '1', by: 'Eve' }, '2026-01-30'],
      review('2026-01'),
    );
    const before = log.find(({ type }) => type === 'RelationshipReviewed')!;
    expect(second).toMatchObject([{ data: { supersedes: before.id, items: { 4: { inputs: { kinds: 4 } } } } }]);
    expect(log.filter(({ type }) => type === 'RelationshipReviewed')).toHaveLength(2);
  });

  it('does not see what happened later, and follows corrections', () => {
    const scoreOf = (...facts: readonly Told[]) => {
      const events = last(...facts) as unknown as readonly { readonly data: { readonly items: readonly { readonly score: number }[] } }[];
      return events[0]!.data.items[0]!.score;
    };
    expect(scoreOf(talk('late', '2026-03-10'), review('2026-02'))).toBe(1);
    expect(scoreOf(talk('early', '2026-02-10'), review('2026-02'))).toBe(3);
    const withdrawn: Told = ['WithdrawFact', { fact: 'c-3#0', reason: 'another account' }, '2026-03-02'];
    expect(scoreOf(talk('early', '2026-02-10'), withdrawn, review('2026-02'))).toBe(1);
    const moved: Told = ['CorrectFact', { fact: 'c-3#0', occurredAt: '2026-02-27T09:00:00.000Z', reason: 'misread' }, '2026-03-02'];
    expect(scoreOf(talk('late', '2026-03-10'), moved, review('2026-02'))).toBe(3);
  });

  it.each([
    ['of a month that is not over', 'MONTH_NOT_OVER', [review('2026-02', '2026-02-28')]],
    ['before the account was opened', 'REVIEW_BEFORE_OPENING', [review('2025-12')]],
    ['of an account that was lost by then', 'ACCOUNT_LOST', [['DeclareLost', { reasons: ['price'] }, '2026-02-03'], review('2026-02')]],
  ] as const)('is refused %s', (_, code, facts) => {
    expect(last(...(facts as readonly Told[]))).toMatchObject({ rejected: code, field: '/month' });
  });

  it('is not told otherwise by hand, and can be withdrawn', () => {
    const [reviewed, id] = [review('2026-01'), 'c-3#0'];
    expect(last(reviewed, ['CorrectFact', { fact: id, changes: { total: 24 }, reason: 'nicer' }, '2026-12-02'])).toMatchObject({
      rejected: 'CORRECTION_INVALID',
      detail: expect.stringContaining('follows from the facts'),
    });
    const withdrawn: Told = ['WithdrawFact', { fact: id, reason: 'too early' }, '2026-12-02'];
    expect(last(reviewed, withdrawn, review('2026-01'))).toMatchObject([{ data: expect.not.objectContaining({ supersedes: id }) }]);
  });
});

describe('a stage', () => {
  const reviewed = (...months: readonly string[]) => months.map((month) => review(month));

  it('SC5: advances on two monthly reviews of the facts, not on one, whatever people assess', () => {
    const facts = partnership('2026-01', '2026-02');
    expect(last(...facts, ...reviewed('2026-01'), assess(4, '2026-02-20'), stage('value', '2026-03-01'))).toMatchObject({
      rejected: 'STAGE_EVIDENCE_INSUFFICIENT',
      detail: expect.stringContaining('(13 points in 2026-01)'),
    });
    expect(last(...facts, ...reviewed('2026-01', '2026-02'), stage('value', '2026-03-01'))).toMatchObject([
      { type: 'RelationshipStageChanged', data: { to: 'value', direction: 'advance' } },
    ]);
  });

  it('that was reached on assessments before there were reviews keeps them as its ground until the first review', () => {
    const before = [assess(3, '2026-01-10'), assess(3, '2026-02-10'), stage('value', '2026-02-11')] as const;
    expect(last(...before)).toMatchObject([{ type: 'RelationshipStageChanged' }]);
    // A step that is told of a time before the first review is decided as it was then.
    expect(last(review('2026-03'), ...before)).toMatchObject([{ type: 'RelationshipStageChanged' }]);
    expect(last(review('2026-01'), ...before)).toMatchObject({ rejected: 'STAGE_EVIDENCE_INSUFFICIENT' });
  });

  it('goes back after three months in a row below it, counted inside the stage', () => {
    const reached = [...partnership('2026-01', '2026-02'), ...reviewed('2026-01', '2026-02'), stage('value', '2026-03-01')];
    const silent = ['2026-09', '2026-10', '2026-11'];
    const back = stage('transactional', '2026-12-02', { reason: 'they fell silent' });
    expect(last(...reached, ...reviewed(...silent.slice(1)), back)).toMatchObject({ rejected: 'STAGE_PATIENCE' });
    expect(last(...reached, ...reviewed(...silent), back)).toMatchObject([{ data: { direction: 'regress' } }]);
  });
});

describe('an item that somebody scores otherwise', () => {
  const override: Told = [
    'OverrideMaturityItem',
    { item: 'trust', score: 4, until: '2026-03-31', reason: 'their board said so' },
    '2026-02-01',
  ];

  it('counts in the reviews until its day, with what the facts come to beside it, and no longer', () => {
    const { answers } = told(override, review('2026-02'), review('2026-03'), review('2026-04'));
    const trust = answers.slice(-3).map((events) => {
      const [{ data }] = events as unknown as [{ data: { total: number; items: readonly object[] } }];
      return [data.total, data.items.at(-1)];
    });
    const overridden = {
      item: 'trust',
      score: 1,
      override: { score: 4, until: '2026-03-31', event: 'c-3#0' },
      inputs: { signals: 0 },
      evidence: [],
    };
    expect(trust).toEqual([
      [9, overridden],
      [9, overridden],
      [6, { item: 'trust', score: 1, inputs: { signals: 0 }, evidence: [] }],
    ]);
  });

  it('is told once, and ends on a day to come', () => {
    expect(last(override, override)).toEqual([]);
    const past: Told = ['OverrideMaturityItem', { item: 'trust', score: 4, until: '2026-01-31', reason: 'x' }, '2026-02-01'];
    expect(isRejection(last(past)) && last(past)).toMatchObject({ rejected: 'OVERRIDE_ENDS_BEFORE', field: '/until' });
  });
});
