import { describe, expect, it } from '@jest/globals';
import { emptyReport } from '../import/report.js';
import { captured } from '../testing/captured.js';
import { tellReport } from './import-report.js';

const told = (latest: string | undefined, dryRun = false): string => {
  const { terminal, out } = captured();
  const file = { ...emptyReport('orders', 'orders.csv'), rows: 1, commands: 1, accepted: 1, ...(latest === undefined ? {} : { latest }) };
  tellReport(terminal, { mapping: 'shop', dryRun, files: [file], rejected: [], seconds: 1, interrupted: false });
  return out();
};

describe('the report of an import', () => {
  it('says of data that ended long ago that they are asked as of then', () => {
    expect(told('1998-05-06T00:00:00.000Z')).toContain('The latest of it is of 1998-05-06. Questions look back from today');
    expect(told('1998-05-06T00:00:00.000Z', true)).not.toContain('as of then');
    expect(told(new Date().toISOString())).not.toContain('as of then');
    expect(told(undefined)).not.toContain('as of then');
  });
});
