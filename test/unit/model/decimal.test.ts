import { Big } from 'big.js';
import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import {
  type Decimal,
  ZERO,
  abs,
  add,
  canonical,
  compare,
  decimal,
  decimalOfJson,
  divide,
  eq,
  isMultipleOf,
  isZero,
  mul,
  parseDecimal,
  round,
  sub,
} from '../../../src/model/decimal.ts';

/* The judge: integers of any size, scaled by a power of ten. */

interface Scaled {
  readonly units: bigint;
  readonly places: number;
}
const scaled = (value: Decimal): Scaled => {
  const [whole = '', fraction = ''] = value.replace('-', '').split('.');
  const units = BigInt(whole + fraction);
  return { units: value.startsWith('-') ? -units : units, places: fraction.length };
};
const unitsAt = (value: Decimal, places: number): bigint => {
  const { units, places: own } = scaled(value);
  return units * 10n ** BigInt(places - own);
};
const common = (a: Decimal, b: Decimal): number => Math.max(scaled(a).places, scaled(b).places);
const spelled = (units: bigint, places: number): Decimal => {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = places === 0 ? '' : `.${digits.slice(-places)}`;
  return decimal(`${units < 0n ? '-' : ''}${whole}${fraction}`);
};

const amount: fc.Arbitrary<Decimal> = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 25 }))
  .map(([units, places]) => spelled(units, places));
const positive = amount.filter((value) => scaled(value).units > 0n);

describe('the grammar of a decimal', () => {
  it.each([
    '0',
    '1',
    '10',
    '0.5',
    '0.50',
    '95000.00',
    '-1.5',
    '-0',
    '123456789012345678901234567890.000000000000000001',
  ])('takes %s, as it is written', (text) => {
    expect(parseDecimal(text)).toBe(text);
    expect(decimal(text)).toBe(text);
  });

  it.each([
    '',
    ' ',
    '1e3',
    '1E3',
    '0x10',
    '0b1',
    '010',
    '00',
    '-01',
    '.5',
    '5.',
    '1.',
    '+1',
    '--1',
    '1,000',
    '1_000',
    ' 1',
    '1 ',
    '1\n',
    'NaN',
    'Infinity',
    '-',
    '١',
    '1.2.3',
    '1.5 BTC',
  ])('does not take %j', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
    expect(() => decimal(text)).toThrow(TypeError);
  });

  it('takes no number, even where a caller gets past the compiler', () => {
    expect(() => add(0.1 as never, decimal('0.2'))).toThrow('Invalid');
  });
});

describe('a JSON number of a venue', () => {
  it.each([
    ['2.4643104026041307', '2.4643104026041307'],
    ['1e-7', '0.0000001'],
    ['1E+3', '1000'],
    ['1.50e1', '15'],
    ['-2.5e-3', '-0.0025'],
    ['0e5', '0'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['1.10', '1.10'],
  ])('%s is %s', (source, value) => {
    expect(decimalOfJson(source)).toBe(value);
  });

  it('keeps every digit of an exponent', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
        fc.integer({ min: -300, max: 300 }),
        (units, exponent) => {
          const value = decimalOfJson(`${units}e${exponent}`);
          const places = Math.max(0, -exponent);
          const exact = spelled(exponent < 0 ? units : units * 10n ** BigInt(exponent), places);
          expect(value).toBeDefined();
          expect(canonical(value ?? ZERO)).toBe(canonical(exact));
        },
      ),
    );
  });

  it.each(['', 'e5', '1e', '1e1000', '1e-99999999', '01e1', 'null', '1e5e5', ' 1e5', '1e5\n'])(
    'does not take %j',
    (source) => {
      expect(decimalOfJson(source)).toBeUndefined();
    },
  );
});

describe('arithmetic', () => {
  it('adds, subtracts, multiplies and compares exactly, at any size', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const places = common(a, b);
        const [x, y] = [unitsAt(a, places), unitsAt(b, places)];
        expect(eq(add(a, b), spelled(x + y, places))).toBe(true);
        expect(eq(sub(a, b), spelled(x - y, places))).toBe(true);
        expect(eq(mul(a, b), spelled(x * y, 2 * places))).toBe(true);
        expect(eq(abs(a), spelled(x < 0n ? -x : x, places))).toBe(true);
        expect(Math.sign(compare(a, b))).toBe(x < y ? -1 : x > y ? 1 : 0);
        expect(eq(a, b)).toBe(x === y);
        expect(isZero(a)).toBe(x === 0n);
      }),
    );
  });

  it('writes what Big writes, on either side of the safe integers', () => {
    const Exact = Big();
    Exact.strict = true;
    [Exact.NE, Exact.PE] = [-1_000_000, 1_000_000];
    const big = (value: Decimal): Big => new Exact(value as string);
    const units = fc.oneof(
      ...[6n, 14n, 17n].map((digits) => fc.bigInt({ min: -(10n ** digits), max: 10n ** digits })),
    );
    const near = fc.tuple(units, fc.integer({ min: 0, max: 14 })).map(([of, places]) => spelled(of, places));
    fc.assert(
      fc.property(near, near, (a, b) => {
        expect(add(a, b)).toBe(big(a).plus(big(b)).toFixed());
        expect(sub(a, b)).toBe(big(a).minus(big(b)).toFixed());
        expect(mul(a, b)).toBe(big(a).times(big(b)).toFixed());
        expect(Math.sign(compare(a, b))).toBe(big(a).cmp(big(b)));
      }),
      { numRuns: 5_000 },
    );
  });

  it('never writes an exponent', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        for (const value of [add(a, b), sub(a, b), mul(mul(a, b), mul(a, b))])
          expect(parseDecimal(value)).toBe(value);
      }),
    );
    expect(mul(decimal('0.000000000000000001'), decimal('0.000000000000000001'))).toBe(
      `0.${'0'.repeat(35)}1`,
    );
  });

  it('knows what is a whole multiple, exactly', () => {
    fc.assert(
      fc.property(amount, positive, (value, step) => {
        const places = common(value, step);
        expect(isMultipleOf(value, step)).toBe(unitsAt(value, places) % unitsAt(step, places) === 0n);
        expect(isMultipleOf(mul(step, decimal('7')), step)).toBe(true);
      }),
    );
    // In binary floats both have a remainder.
    expect(isMultipleOf(decimal('0.07'), decimal('0.01'))).toBe(true);
    expect(isMultipleOf(decimal('4.35'), decimal('0.01'))).toBe(true);
    expect(isMultipleOf(decimal('4.355'), decimal('0.01'))).toBe(false);
  });
});

describe('one spelling for each value', () => {
  it.each([
    ['0.50', '0.5'],
    ['1.00', '1'],
    ['100', '100'],
    ['100.0', '100'],
    ['10.010', '10.01'],
    ['0.0', '0'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['-1.50', '-1.5'],
  ])('%s is %s', (text, value) => {
    expect(canonical(decimal(text))).toBe(value);
  });

  it('keeps the value, and does not change what it made', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 1, max: 5 }), (value, zeros) => {
        const longer = decimal(
          value.includes('.') ? value + '0'.repeat(zeros) : `${value}.${'0'.repeat(zeros)}`,
        );
        expect(canonical(longer)).toBe(canonical(value));
        expect(compare(canonical(value), value)).toBe(0);
        expect(canonical(canonical(value))).toBe(canonical(value));
      }),
    );
  });
});

const halfUp = (numerator: bigint, denominator: bigint): bigint =>
  (2n * numerator + denominator) / (2n * denominator);

describe('rounding, for display', () => {
  it('divides to a number of places, down or half up', () => {
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: 0, max: 12 }), (a, b, places) => {
        const shared = common(a, b);
        const numerator = unitsAt(a, shared) * 10n ** BigInt(places);
        const denominator = unitsAt(b, shared);
        expect(divide(a, b, places, 'down')).toBe(spelled(numerator / denominator, places));
        expect(divide(a, b, places)).toBe(spelled(halfUp(numerator, denominator), places));
      }),
    );
  });

  it('rounds to a number of places, down or half up', () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: 0, max: 12 }), (value, places) => {
        const { units, places: own } = scaled(value);
        const numerator = units * 10n ** BigInt(places);
        const denominator = 10n ** BigInt(own);
        expect(round(value, places, 'down')).toBe(spelled(numerator / denominator, places));
        expect(round(value, places)).toBe(spelled(halfUp(numerator, denominator), places));
      }),
    );
  });

  it('does not divide by zero', () => {
    expect(() => divide(decimal('1'), decimal('0.00'), 2)).toThrow('Division by zero');
    expect(() => isMultipleOf(decimal('1'), ZERO)).toThrow('Division by zero');
    expect(isMultipleOf(decimal('1.5'), decimal('0.5'))).toBe(true);
  });
});
