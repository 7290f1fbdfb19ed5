import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../../src/lib/random.ts';

describe('chance', () => {
  it('is from 0 up to but not including 1, and not the same twice', () => {
    const drawn = Array.from({ length: 1000 }, systemRandom);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    expect(new Set(drawn).size).toBeGreaterThan(990);
  });
});
