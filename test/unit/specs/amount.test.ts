import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { explainAmount, parseAmount, rewrittenAmount } from '../../../src/specs/amount.ts';

describe('an amount', () => {
  it.each(['1', '0.50', '95000.00', '0.10000000000000000001', '123456789012345678901234567890.5', '10'])(
    '%s is kept digit for digit',
    (text) => expect(parseAmount(text)).toEqual({ amount: text }),
  );

  it.each([
    ['0.50 BTC', '0.50', 'BTC'],
    ['1000000 1INCH', '1000000', '1INCH'],
  ])('%s carries its currency', (text, amount, currency) =>
    expect(parseAmount(text)).toEqual({ amount, currency }),
  );

  it.each(['', '1e3', '0x10', '010', '95,000', '95_000', '.5', '5.', '+1', '-1', '0', '0.00', '-0', '0 BTC'])(
    '%j is none',
    (text) => expect(parseAmount(text)).toBeUndefined(),
  );
  it.each([
    '.inf',
    '.nan',
    'NaN',
    'Infinity',
    '1 2',
    '1  BTC',
    '1 btc',
    '1BTC',
    ' 1',
    '1 ',
    '1\n',
    '１',
    '1 B',
  ])('%j is none', (text) => expect(parseAmount(text)).toBeUndefined());
});

describe('what was probably meant', () => {
  it.each([
    ['1e3', '1000'],
    ['1E+3', '1000'],
    ['1e-7', '0.0000001'],
    ['0x10', '16'],
    ['0o17', '15'],
    ['0b11', '3'],
    ['010', '10'],
    ['000.5', '0.5'],
    ['95,000', '95000'],
    ['1,234,567.89', '1234567.89'],
    ['95_000', '95000'],
    ["95'000", '95000'],
    ['95 000', '95000'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+1', '1'],
    ['0.5  BTC', '0.5 BTC'],
    ['0.5BTC', '0.5 BTC'],
    ['0.5 btc', '0.5 BTC'],
    ['BTC 0.5', '0.5 BTC'],
    ['1e3 USD', '1000 USD'],
    ['0x10 USD', '16 USD'],
  ])('%s is written %s', (text, meant) => expect(rewrittenAmount(text)).toBe(meant));

  it.each([
    '1,5',
    '95.000,50',
    '-1',
    '0',
    '0x0',
    'abc',
    '',
    '1e99',
    '1 BTC USD',
    '--1',
    'USD 1 BTC',
    '1'.repeat(65),
  ])('%s is left to the writer', (text) => expect(rewrittenAmount(text)).toBeUndefined());

  it('is itself an amount, whatever was written', () => {
    const text = fc.string({
      unit: fc.constantFrom(...Array.from('0123456789.,_+-eExX BTCbtc')),
      maxLength: 24,
    });
    const suggestions = fc.sample(text, 20_000).flatMap((written) => rewrittenAmount(written) ?? []);
    expect(suggestions.length).toBeGreaterThan(100);
    expect(suggestions.filter((suggestion) => parseAmount(suggestion) === undefined)).toEqual([]);
  });
});

describe('the explanation', () => {
  it('shows the rewritten value', () =>
    expect(explainAmount('95,000')).toEqual({ message: '`95,000` is not an amount', remedy: 'write 95000' }));
  it('says that zero is zero', () => expect(explainAmount('0.00 BTC').message).toBe('`0.00 BTC` is zero'));
  it('sends a sign to `side`', () =>
    expect(explainAmount('-1').remedy).toContain('`side` gives the direction'));
  it('leaves the currency away where a key gives it', () =>
    expect(explainAmount('5 btc', false).remedy).toBe('write 5'));
});
