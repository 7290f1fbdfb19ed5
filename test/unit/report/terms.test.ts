import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import {
  day,
  describeDistance,
  describeExpiry,
  describeTerms,
  minute,
  padLike,
  second,
} from '../../../src/report/terms.ts';
import { DAY, NOW, dollars } from '../../support/cases.ts';
import { termsOf } from '../../support/events.ts';

describe('padding amounts', () => {
  it.each([
    ['47000', '94000.00', '47000.00'],
    ['47000.5', '94000.00', '47000.50'],
    ['47000.125', '94000.00', '47000.125'],
    ['47000', '94000', '47000'],
    ['0', '0.00', '0.00'],
  ])('%s like %s is %s', (amount, like, padded) => {
    expect(padLike(decimal(amount), decimal(like))).toBe(padded);
  });

  it('never cuts a digit', () => {
    expect(padLike(decimal('0.123456789012345678'), decimal('1.0'))).toBe('0.123456789012345678');
  });
});

describe('what an order asks for', () => {
  it('names amounts as the file spells them, with their worth at the limit', () => {
    expect(describeTerms(termsOf())).toBe('GTC buy 0.50 BTC at ≤ 95000.00 USD = 47500.00 USD');
  });

  it('turns the bound round for a sell', () => {
    const { receiveQuantity: _, ...terms } = termsOf({ side: 'sell' });
    expect(describeTerms({ ...terms, deliverQuantity: decimal('0.5') })).toBe(
      'GTC sell 0.5 BTC at ≥ 95000.00 USD = 47500.00 USD',
    );
  });

  it('tells an amount of quote currency once', () => {
    expect(describeTerms(dollars())).toBe('GTC buy BTC for 47500.00 USD at ≤ 95000.00 USD');
    expect(describeTerms(termsOf({ side: 'sell', receiveQuantity: decimal('100') }))).toBe(
      'GTC sell BTC for 100 USD at ≥ 95000.00 USD',
    );
  });

  it('is exact however many digits there are', () => {
    const terms = termsOf({ receiveQuantity: decimal('0.000000000000000001'), priceLimit: decimal('3.7') });
    expect(describeTerms(terms)).toContain('= 0.0000000000000000037 USD');
  });
});

describe('how far a limit is from the market', () => {
  const market = { bid: decimal('99000'), ask: decimal('100000') };
  it.each([
    ['buy', '93100', '6.9 % below ask'],
    ['buy', '100000', 'at the ask: trades at once'],
    ['buy', '100100', '0.1 % above ask: trades at once'],
    ['sell', '108900', '10.0 % above bid'],
    ['sell', '99000', 'at the bid: trades at once'],
    ['sell', '98010', '1.0 % below bid: trades at once'],
    // Between the two prices a buy rests below the ask, and a sell above the bid.
    ['buy', '99500', '0.5 % below ask'],
    ['sell', '99500', '0.5 % above bid'],
    // Rounded, but never to the other side of trading at once.
    ['buy', '99999.99', '0.0 % below ask'],
  ] as const)('%s at %s: %s', (side, price, text) => {
    expect(describeDistance(termsOf({ side, priceLimit: decimal(price) }), market)).toBe(text);
  });

  it('says so where no price is known', () => {
    expect(describeDistance(termsOf(), undefined)).toBe('no reference price');
  });
});

describe('how long an order rests', () => {
  const at = Date.parse('2027-01-05T09:30:00Z');
  it.each([
    [termsOf({ strategy: 'LIMIT' }), 'rests until 2026-12-02 14:00Z'],
    [termsOf({ strategy: 'GTC' }), 'rests until 2027-03-01'],
    [termsOf({ strategy: 'GTD', expirationTime: at }), 'rests until 2027-01-05 09:30Z'],
  ])('%j: %s', (terms, text) => {
    expect(describeExpiry(terms, NOW)).toBe(text);
  });
});

it('spells times in UTC', () => {
  const time = NOW + 61_000;
  expect([day(time), minute(time), second(time)]).toEqual(['2026-12-01', '2026-12-01 14:01Z', '14:01:01Z']);
  expect(day(NOW + 10 * DAY)).toBe('2026-12-11');
});
