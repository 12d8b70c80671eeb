import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { recorded } from '#libs/kernel/testing/decider.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { POLICY_DEFAULTS } from '#libs/domain/policy/documents.js';
import { dossier, dossierOn } from './dossier.js';

const on = (day: string) => `${day}T12:00:00.000Z`;
const said = (section: string, fields: Record<string, string>, occurredAt: string, validAt?: string) =>
  ({ type: 'DossierSectionUpdated', data: { section, fields, ...(validAt ? { validAt } : {}) }, occurredAt: on(occurredAt) }) as const;
const policy = { ...POLICY_DEFAULTS.dossier, required: ['general', 'finance/rating', 'needs'], completenessMin: 0.6 };
const at = (today: string) => ({ today, until: `${today}T23:59:59.999Z` });

itKeepsTheLaws(dossier);

describe('a dossier', () => {
  const opened = { type: 'AccountOpened', data: { name: 'Acme', industry: 'machinery' }, occurredAt: on('2026-01-01') } as const;
  const told = (...events: readonly ReturnType<typeof said>[]) =>
    projection(dossier)
      .given(...recorded([opened, ...events]))
      .document('acme')!;

  it('says what is known of each section, from which day on, and who said so', () => {
    const document = told(said('finance', { rating: 'AA' }, '2026-02-01'), said('finance', { rating: 'A' }, '2026-02-10', '2026-01-15'));
    const { sections } = dossierOn(document, at('2026-03-01'), policy);
    expect(sections.map(({ section }) => section)).toEqual(['finance', 'general']);
    expect(sections[0]!.fields).toEqual([
      { field: 'rating', value: 'AA', told: on('2026-02-01'), actor: 'tester', since: on('2026-02-01'), ageDays: 28, stale: false },
    ]);
    expect(dossierOn(document, at('2026-01-20'), policy).sections[0]!.fields).toMatchObject([{ value: 'A', since: '2026-01-15' }]);
  });

  it('is as complete as what is required is there and fresh', () => {
    const document = told(said('finance', { bank: 'KfW' }, '2026-02-01'));
    expect(dossierOn(document, at('2026-03-01'), policy)).toMatchObject({
      completeness: 1 / 3,
      complete: false,
      missing: ['finance/rating', 'needs'],
    });
    const more = told(said('finance', { rating: 'AA' }, '2026-02-01'), said('needs', { depot: 'north' }, '2026-02-01'));
    expect(dossierOn(more, at('2026-03-01'), policy)).toMatchObject({ completeness: 1, complete: true, missing: [], stale: [] });
    expect(dossierOn(more, at('2026-07-31'), policy)).toMatchObject({ completeness: 2 / 3, complete: true, stale: ['general'] });
    expect(dossierOn(more, at('2026-08-01'), policy)).toMatchObject({ completeness: 0, stale: policy.required });
  });
});
