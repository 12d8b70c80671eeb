import { describe, expect, it } from '@jest/globals';
import { buildingBar, drawBuilding } from './building-bar.js';

describe('the bar', () => {
  it('shows the share that is settled and the time that is left at this pace', () => {
    expect(buildingBar(1, 4, 1_000)).toBe(`Building the demonstration portfolio ${'█'.repeat(7)}${'░'.repeat(23)} 25 %, 3 s left`);
  });

  it('is drawn on a terminal only, and taken away at the end', () => {
    const drawn = (isTTY: boolean): string[] => {
      const written: string[] = [];
      const building = drawBuilding({ isTTY, write: (text: string) => written.push(text) > 0 } as NodeJS.WriteStream);
      building(1, 2);
      building(2, 2);
      return written;
    };
    expect(drawn(false)).toEqual([]);
    expect(drawn(true)).toEqual([expect.stringContaining('50 %'), '\r\u001b[K']);
  });
});
