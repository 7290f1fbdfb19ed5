import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { compare, decimal } from '../../../src/model/decimal.ts';
import { compareText } from '../../../src/specs/types/compare-text.ts';

describe('decimals as they are written', () => {
  it.each([
    ['1', '1.000', 0],
    ['0', '-0.0', 0],
    ['0.1', '0.10000000000000000001', -1],
    ['1.00000000000000000001', '1', 1],
    ['-0.5', '0', -1],
    ['-0.5', '-0.25', -1],
    ['10', '9', 1],
  ])('%s and %s are compared exactly', (a, b, sign) => expect(compareText(a, b)).toBe(sign));
  it.each(['', '1e3', '.5', '01', 'x', 'undefined', '1,5', '１'])('%j is compared with nothing', (text) => {
    expect(compareText(text, '1')).toBeNaN();
    expect(compareText('1', text)).toBeNaN();
  });
  it('are compared as amounts are', () => {
    const number = fc.stringMatching(/^-?(0|[1-9]\d{0,12})(\.\d{1,12})?$/);
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(compare(decimal(a), decimal(b))));
      }),
    );
  });
});
