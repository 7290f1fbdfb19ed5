import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import {
  day,
  describeDistance,
  describeExpiry,
  describeParameters,
  describeQuote,
  describeTerms,
  minute,
  padLike,
  second,
} from '../../../src/report/terms.ts';
import type { PlanQuote } from '../../../src/model/plan.ts';
import type { Run, Terms } from '../../../src/model/terms.ts';
import { DAY, NOW, SMO, dollars } from '../../support/cases.ts';
import { instantOf, smoOf, termsOf } from '../../support/events.ts';

const { priceLimit: _limit, ...unpriced } = smoOf();

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

  it.each<[string, Terms, string]>([
    ['RFQ', instantOf('RFQ'), 'RFQ buy 0.50 BTC at ≤ 95000.00 USD = 47500.00 USD'],
    ['FOK', instantOf('FOK'), 'FOK buy 0.50 BTC at ≤ 95000.00 USD = 47500.00 USD'],
    [
      'MARKET, that its guard opens the way and bounds nothing after',
      instantOf('MARKET'),
      'MARKET buy 0.50 BTC ≈ 47500.00 USD at any price, once a quote is ≤ 95000.00 USD',
    ],
    [
      'MARKET by an amount of quote currency',
      { ...instantOf('MARKET', { side: 'sell', receiveQuantity: decimal('100') }) },
      'MARKET sell BTC for 100 USD at any price, once a quote is ≥ 95000.00 USD',
    ],
    ['SMO', SMO, 'SMO buy 0.1 BTC of btcusdt_f at ≤ 95000 USDT = 9500 USDT'],
    [
      'SMO that sells without a limit',
      { ...unpriced, side: 'sell', pair: { base: 'BTC', quote: 'USDT' } },
      'SMO sell 0.1 BTC of btcusdt_f at any price',
    ],
    ['SMO whose currencies nobody told', smoOf(), 'SMO buy 0.1 of btcusdt_f at ≤ 95000'],
  ])('of %s', (_what, terms, text) => {
    expect(describeTerms(terms)).toBe(text);
  });

  it('has a strategy’s own fields by name, to the digit of the file', () => {
    const parameters = { useSpikeProtection: false, orderMaxSize: decimal('0.030'), note: { text: '0118' } };
    expect(describeParameters(smoOf({ parameters }))).toBe(
      'note 0118, orderMaxSize 0.030, useSpikeProtection false',
    );
    expect(describeParameters(smoOf({ parameters: {} }))).toBe('');
    expect(describeParameters(termsOf())).toBe('');
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

  it.each([
    ['buy', '100100', '0.1 % above ask'],
    ['buy', '100000', 'at the ask'],
    ['buy', '99999', '0.0 % below ask: would not trade now'],
    ['sell', '98010', '1.0 % below bid'],
    ['sell', '99500', '0.5 % above bid: would not trade now'],
  ] as const)('of a FOK, %s at %s: %s', (side, price, text) => {
    expect(describeDistance(instantOf('FOK', { side, tradePrice: decimal(price) }), market)).toBe(text);
  });

  it('says so where no price is known, but of a strategy, whose venue names none', () => {
    expect(describeDistance(termsOf(), undefined)).toBe('no reference price');
    expect(describeDistance(SMO, undefined)).toBe('');
    expect(describeDistance({ ...unpriced }, market)).toBe('');
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

describe('how long what does not rest as an order lives', () => {
  it.each<[string, Terms, Run | undefined, string]>([
    ['an RFQ', instantOf('RFQ'), undefined, 'trades at once or not at all'],
    ['a MARKET', instantOf('MARKET'), undefined, 'trades at once or not at all'],
    ['a FOK', instantOf('FOK'), undefined, 'trades at once or not at all'],
    ['a strategy', SMO, 'started', 'works until filled or stopped'],
    ['a strategy that waits', SMO, 'paused', 'paused until its entry says run: started'],
  ])('%s', (_what, terms, run, text) => {
    expect(describeExpiry(terms, NOW, run)).toBe(text);
  });
});

describe('an indicative quote', () => {
  const quote = (price: string, delivered: string): PlanQuote => ({
    ...{ price: decimal(price), deliverQuantity: decimal(delivered), receiveQuantity: decimal('0.50') },
    expiresAt: NOW + 10_000,
  });
  it.each<[string, Terms, PlanQuote, string]>([
    [
      'within its limit',
      instantOf('RFQ'),
      quote('94000', '47000'),
      'quote now 94000 USD (47000 USD for 0.50 BTC), 1.1 % within priceLimit',
    ],
    [
      'beyond it',
      instantOf('RFQ'),
      quote('96000', '48000'),
      'quote now 96000 USD (48000 USD for 0.50 BTC), 1.1 % worse than priceLimit: not sent unless it gets better',
    ],
    [
      'beyond it by next to nothing',
      instantOf('RFQ'),
      quote('95000.01', '47500.005'),
      'quote now 95000.01 USD (47500.005 USD for 0.50 BTC), just worse than priceLimit: not sent unless it gets better',
    ],
    [
      'at it',
      instantOf('RFQ'),
      quote('95000', '47500'),
      'quote now 95000 USD (47500 USD for 0.50 BTC), at priceLimit',
    ],
    [
      'of a MARKET',
      instantOf('MARKET'),
      quote('94000', '47000'),
      'quote now 94000 USD (47000 USD for 0.50 BTC), 1.1 % within priceGuard',
    ],
    [
      'that there is none of, in safe words',
      instantOf('RFQ'),
      { unknown: 'no\u001b[2J answer' },
      'no quote now: no\\x1b[2J answer',
    ],
  ])('%s', (_what, terms, shown, text) => {
    expect(describeQuote(terms, shown)).toBe(text);
  });

  it('of a sell is worse where it is lower', () => {
    const { receiveQuantity: _, ...terms } = instantOf('RFQ', { side: 'sell' });
    const sell = { ...terms, deliverQuantity: decimal('0.50') };
    const shown = {
      ...{ price: decimal('94000'), deliverQuantity: decimal('0.50'), receiveQuantity: decimal('47000') },
      expiresAt: NOW,
    };
    expect(describeQuote(sell, shown)).toBe(
      'quote now 94000 USD (0.50 BTC for 47000 USD), 1.1 % worse than priceLimit: not sent unless it gets better',
    );
  });
});

it('spells times in UTC', () => {
  const time = NOW + 61_000;
  expect([day(time), minute(time), second(time)]).toEqual(['2026-12-01', '2026-12-01 14:01Z', '14:01:01Z']);
  expect(day(NOW + 10 * DAY)).toBe('2026-12-11');
});
