import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { EXIT, type ExitCode, worst } from '../../../src/lib/exit.ts';

const codes = Object.values(EXIT);

describe('the exit code of a run that several apply to', () => {
  it('is done where none applies', () => {
    expect(worst([])).toBe(0);
  });

  it('is what needs a person soonest: 6, 130, 64, 3, 5, 4, 1, 2, 0', () => {
    const order: ExitCode[] = [];
    for (let left = codes; left.length > 0; left = left.filter((code) => !order.includes(code)))
      order.push(worst(left));
    expect(order).toEqual([6, 130, 64, 3, 5, 4, 1, 2, 0]);
  });

  it('is one of those that apply, whatever their order and number', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...codes), { minLength: 1 }), (some) => {
        expect(some).toContain(worst(some));
        expect(worst(some.toReversed())).toBe(worst(some));
        expect(worst([...some, ...some])).toBe(worst(some));
      }),
    );
  });
});
