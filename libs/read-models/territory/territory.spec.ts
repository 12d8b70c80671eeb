import { describe, expect, it } from '@jest/globals';
import { projection } from '#libs/kernel/testing/projection.js';
import { Log } from '../testing/histories.js';
import { itKeepsTheLaws } from '../testing/laws.js';
import { territory, territoryOn } from './territory.js';

itKeepsTheLaws(territory);

describe('territories of accounts', () => {
  it('hold from their days on, in whatever order they are told, those ahead too', () => {
    const log = new Log();
    for (const [name, effectiveFrom] of [
      ['south', '2026-03-01'],
      ['north', '2026-01-01'],
      ['west', '2027-01-01'],
    ] as const)
      log.append('account-acme', { type: 'TerritoryAssigned', data: { territory: name, effectiveFrom } }, '2026-03-02');
    const entry = projection(territory)
      .given(...log.events)
      .document('acme')!;
    expect(entry.latest).toBe('west');
    expect(territoryOn(entry, '2025-12-31')).toEqual({ territory: null, since: null, next: { territory: 'north', from: '2026-01-01' } });
    expect(territoryOn(entry, '2026-02-28')).toMatchObject({ territory: 'north', since: '2026-01-01' });
    expect(territoryOn(entry, '2026-03-01')).toEqual({
      territory: 'south',
      since: '2026-03-01',
      next: { territory: 'west', from: '2027-01-01' },
    });
    expect(territoryOn(entry, '2027-01-01').next).toBeNull();
  });
});
