import { describe, expect, it } from '@jest/globals';
import { voiceFigures } from './figures.js';
import { type NeedEntry, type VoiceEntry } from './voice-register.js';

const noon = (day: string) => `${day}T12:00:00.000Z`;
const entry = { accountId: 'acme', credit: {} } as const;
const need = (id: string, day: string, changes: Partial<NeedEntry> = {}): NeedEntry => ({
  ...entry,
  kind: 'need',
  id,
  need: id,
  dimension: 'service',
  at: noon(day),
  status: 'unmet',
  changes: [],
  ...changes,
});

describe('the figures of what customers say', () => {
  it('put unmet needs first that weigh most, then those that wait longest, as of the moment', () => {
    const entries = [
      need('light', '2025-01-01', { importance: 1 }),
      need('late', '2025-03-01', { importance: 5 }),
      need('early', '2025-02-01', { importance: 5 }),
      need('met', '2025-01-01', { status: 'met', metAt: noon('2025-04-01') }),
      need('to-come', '2025-06-01'),
    ];
    const unmetOn = (day: string) => voiceFigures(entries, noon(day)).unmet.map(({ id }) => id);
    expect(unmetOn('2025-05-01')).toEqual(['early', 'late', 'light']);
    expect(unmetOn('2025-02-10')).toEqual(['early', 'light', 'met']);
    expect(voiceFigures(entries, noon('2025-05-01')).needs[3]).toMatchObject({ dimension: 'service', needs: 4, unmet: 3 });
  });

  it('count where needs are going, up to the moment', () => {
    const changes = [
      { value: { direction: 'up', change: 'more' }, since: noon('2025-02-01') },
      { value: { direction: 'outward', change: 'other' }, since: noon('2025-04-01') },
    ] as const;
    const drift = (day: string) => voiceFigures([need('n', '2025-01-01', { changes })], noon(day)).needs[3]!.changes;
    expect(drift('2025-03-01')).toEqual({ up: 1, down: 0, outward: 0 });
    expect(drift('2025-05-01')).toEqual({ up: 1, down: 0, outward: 1 });
  });

  it('hold how we are seen against how we want to be', () => {
    const position: VoiceEntry = {
      accountId: 'acme',
      kind: 'position',
      id: 'quality',
      at: noon('2025-01-01'),
      targets: [{ value: 5, since: noon('2025-02-01') }],
      measured: [
        { value: { score: 4 }, since: noon('2025-01-01') },
        { value: { score: 3 }, since: noon('2025-03-01') },
      ],
    };
    const gap = (day: string) => voiceFigures([position], noon(day)).positions[0];
    expect(gap('2025-01-15')).toEqual({
      attribute: 'quality',
      desired: null,
      perceived: 4,
      gap: null,
      measuredAt: noon('2025-01-01'),
      trend: null,
    });
    expect(gap('2025-03-01')).toMatchObject({ desired: 5, perceived: 3, gap: 2, trend: -1 });
  });

  it('say nothing of nobody', () => {
    expect(voiceFigures([], noon('2025-01-01'))).toMatchObject({
      unmet: [],
      positions: [],
      serviceForm: null,
      suggestions: { made: 0 },
      questions: { asked: 0, lastAskedAt: null },
    });
  });
});
