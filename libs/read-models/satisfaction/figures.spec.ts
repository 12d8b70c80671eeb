import { describe, expect, it } from '@jest/globals';
import { POLICY_DEFAULTS } from '#libs/domain/policy/documents.js';
import { type SatisfactionLevel } from '#libs/domain/values.js';
import { type Judged, satisfactionFigures } from './figures.js';
import { type SatisfactionDocument } from './satisfaction.js';

const noon = (day: string) => `${day}T12:00:00.000Z`;
const policy = POLICY_DEFAULTS.voice;
const standing = (accountId: string, ...levels: readonly (readonly [day: string, level: SatisfactionLevel])[]): SatisfactionDocument => ({
  kind: 'standing',
  accountId,
  at: noon(levels.at(-1)![0]),
  levels: levels.map(([on, level]) => ({ at: noon(on), on, level, by: 'level' })),
});
const survey = (surveyId: string, on: string, recipients: number, occasion?: 'won' | 'lost'): SatisfactionDocument => ({
  kind: 'survey',
  accountId: 'acme',
  surveyId,
  at: noon(on),
  on,
  asks: ['nps'],
  recipients,
  responses: 0,
  ...(occasion && { occasion }),
  credit: {},
});
const response = (surveyId: string, responseId: string, on: string, nps: number): SatisfactionDocument => ({
  kind: 'response',
  accountId: 'acme',
  surveyId,
  responseId,
  at: noon(on),
  on,
  nps,
  credit: {},
});
const account = (accountId: string, changes: Partial<Judged> = {}): Judged => ({
  accountId,
  isManaged: false,
  isKeyAccount: false,
  sales: { EUR: '100' },
  salesBefore: {},
  ...changes,
});
const figures = (documents: readonly SatisfactionDocument[], accounts: readonly Judged[], day = '2025-06-01', occasion?: 'won' | 'lost') =>
  satisfactionFigures(documents, accounts, { until: noon(day), policy, occasion });
const counts = ({ levels }: ReturnType<typeof satisfactionFigures>) =>
  Object.fromEntries(levels.flatMap(({ level, accounts }) => (accounts === 0 ? [] : [[level, accounts]])));

describe('the figures of satisfaction', () => {
  it('take the last level that was said by the moment, while it stands; silence is no opinion', () => {
    const documents = [
      standing('acme', ['2025-01-01', 'satisfied'], ['2025-05-01', 'dissatisfied']),
      standing('old', ['2024-01-01', 'satisfied']),
    ];
    const accounts = [account('acme'), account('old'), account('mute')];
    expect(counts(figures(documents, accounts))).toEqual({ dissatisfied: 1, 'no-opinion': 2 });
    expect(counts(figures(documents, accounts, '2025-04-01'))).toEqual({ satisfied: 1, 'no-opinion': 2 });
    expect(counts(figures(documents, accounts, '2024-06-01'))).toEqual({ satisfied: 1, 'no-opinion': 2 });
  });

  it('tell what accounts of a level buy, and how many key accounts are dissatisfied', () => {
    const told = figures(
      [standing('acme', ['2025-05-01', 'dissatisfied']), standing('globex', ['2025-05-01', 'very-dissatisfied'])],
      [
        account('acme', { isKeyAccount: true, salesBefore: { EUR: '250', USD: '5' } }),
        account('globex'),
        account('mute', { isKeyAccount: true }),
      ],
    );
    expect(told.levels[1]).toEqual({
      level: 'dissatisfied',
      accounts: 1,
      keyAccounts: 1,
      sales: [{ amount: '1.00', currency: 'EUR' }],
      salesBefore: [
        { amount: '2.50', currency: 'EUR' },
        { amount: '0.05', currency: 'USD' },
      ],
    });
    expect(told.dissatisfiedKeyAccounts).toMatchObject({ count: 1, of: 1 });
    expect(told.managed).toBeNull();
    expect(told.managedAdvantage).toBeNull();
  });

  it('count answers of surveys of the window and the occasion, out of all who were asked', () => {
    const documents = [
      survey('s-1', '2025-05-01', 4, 'won'),
      survey('s-2', '2025-05-01', 2, 'lost'),
      survey('old', '2024-01-01', 50),
      response('s-1', 'r-1', '2025-05-02', 10),
      response('s-1', 'r-2', '2025-05-03', 0),
      response('s-2', 'r-3', '2025-05-03', 0),
      response('old', 'r-4', '2024-01-02', 10),
    ];
    expect(figures(documents, [])).toMatchObject({
      surveys: 2,
      nps: { n: 3, promoters: 1, detractors: 2 },
      responseRate: { count: 3, of: 6 },
    });
    expect(figures(documents, [], '2025-06-01', 'won')).toMatchObject({
      surveys: 1,
      nps: { n: 2, score: 0 },
      responseRate: { count: 2, of: 4 },
    });
    expect(figures([], [])).toMatchObject({ surveys: 0, nps: null, csat: null, responseRate: null });
  });
});
