import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { OrderTerms } from '../../../src/model/terms.ts';
import { dollars } from '../../support/cases.ts';
import { instantOf, smoOf, termsOf } from '../../support/events.ts';
import {
  type Setting,
  amounts,
  checksOf,
  limitsOf,
  of,
  priceOf,
  strategyOf,
  submitOf,
  verdict,
} from '../../support/limits.ts';
import { referencesNeeded } from '../../../src/limits/market.ts';
import { TREASURY } from '../../support/events.ts';
import { BYBIT } from '../../support/cases.ts';

const at = (price: string, side: 'buy' | 'sell' = 'buy'): OrderTerms => {
  const { receiveQuantity: _, ...terms } = termsOf({ side, priceLimit: decimal(price) });
  return side === 'buy'
    ? termsOf({ priceLimit: decimal(price) })
    : { ...terms, deliverQuantity: decimal('0.5') };
};
const COLLAR: Setting = { own: { priceCollar: decimal('2') } };
const FAR: Setting = { own: { maxDistance: decimal('40') } };
const statuses = (setting: Setting, terms: OrderTerms): readonly string[] =>
  of(checksOf(setting, submitOf(terms)), 'TF-L09').map(({ status }) => status);

// The market is 94000 bid, 94010 asked.
describe('TF-L09, priceCollar: the costly side', () => {
  it.each<[string, OrderTerms, 'passed' | 'refused']>([
    ['a buy far below', at('1'), 'passed'],
    ['a buy at the edge', at('95890.2'), 'passed'],
    ['a buy the least bit above', at('95890.2000000000000000000001'), 'refused'],
    ['a sell far above', at('1000000', 'sell'), 'passed'],
    ['a sell at the edge', at('92120', 'sell'), 'passed'],
    ['a sell the least bit below', at('92119.9999999999999999999999', 'sell'), 'refused'],
    ['FOK', instantOf('FOK', { tradePrice: decimal('96000') }), 'refused'],
    ['the guard of a MARKET', instantOf('MARKET', { priceGuard: decimal('96000') }), 'refused'],
    ['RFQ', instantOf('RFQ', { priceLimit: decimal('96000') }), 'refused'],
  ])('%s', (_what, terms, status) => expect(statuses(COLLAR, terms)).toEqual([status]));
  it('names price, edge and market, and the field', () =>
    expect(
      of(checksOf(COLLAR, submitOf(instantOf('FOK', { tradePrice: decimal('96000') }))), 'TF-L09'),
    ).toEqual([
      {
        ...{ code: 'TF-L09', status: 'refused', limit: '2%', value: '96000', field: 'tradePrice' },
        message: 'tradePrice 96000 is above 95890.2 (best ask 94010 + 2%, priceCollar)',
      },
    ]));
  it('of zero percent lets a buy pay the ask, and no more', () => {
    const none = { own: { priceCollar: decimal('0') } };
    expect(statuses(none, at('94010'))).toEqual(['passed']);
    expect(statuses(none, at('94010.01'))).toEqual(['refused']);
  });
  it('is exact to the thirtieth digit', () => {
    const price = priceOf('1.000000000000000000000000000001', '1.000000000000000000000000000001');
    const setting = { own: { priceCollar: decimal('0.000001') }, price };
    expect(statuses(setting, at('1.00000001000000000000000000000100000001'))).toEqual(['passed']);
    expect(statuses(setting, at('1.00000001000000000000000000000100000002'))).toEqual(['refused']);
  });
});

describe('TF-L09, maxDistance: the passive side', () => {
  it.each<[string, OrderTerms, 'passed' | 'refused']>([
    ['a buy at the edge', at('56400'), 'passed'],
    ['a buy below it', at('56399.99'), 'refused'],
    ['a buy above the market', at('200000'), 'passed'],
    ['a sell at the edge', at('131614', 'sell'), 'passed'],
    ['a sell above it', at('131614.01', 'sell'), 'refused'],
    ['a sell below the market', at('1', 'sell'), 'passed'],
  ])('%s', (_what, terms, status) => expect(statuses(FAR, terms)).toEqual([status]));
  it('of more than all lets a buy be as low as it likes', () =>
    expect(statuses({ own: { maxDistance: decimal('150') } }, at('0.01'))).toEqual(['passed']));
  it('is told beside the collar', () =>
    expect(of(checksOf({ own: { ...COLLAR.own, ...FAR.own } }), 'TF-L09')).toHaveLength(2));
});

describe('TF-L09, of a quote', () => {
  const quote = (price: string, pays: string) => ({
    ...{ price: decimal(price), receiveQuantity: decimal('0.5'), deliverQuantity: decimal(pays) },
  });
  const ofQuote = (own: Setting['own'], price: string, pays: string): string =>
    verdict(checksOf({ own }, submitOf(instantOf('RFQ'), { quote: quote(price, pays) })), 'TF-L09');
  it('looks at its price, and at what its legs come to', () => {
    expect(ofQuote(COLLAR.own, '95890.2', '47945.1')).toBe('passed');
    expect(ofQuote(COLLAR.own, '95890.3', '47945.1')).toBe(
      'refused: the quote 95890.3 is above 95890.2 (best ask 94010 + 2%, priceCollar)',
    );
    expect(ofQuote(COLLAR.own, '95890.2', '47945.11')).toContain('refused');
    expect(ofQuote(FAR.own, '56400', '28200')).toBe('passed');
    expect(ofQuote(FAR.own, '56399', '28200')).toContain('refused');
    expect(ofQuote(FAR.own, '56400', '28199.99')).toContain('refused');
  });
  it('of a sell, too', () => {
    const { receiveQuantity: _, ...terms } = instantOf('RFQ', {
      side: 'sell',
      deliverQuantity: decimal('0.5'),
    });
    const legs = {
      price: decimal('92120'),
      deliverQuantity: decimal('0.5'),
      receiveQuantity: decimal('46060'),
    };
    const told = (receive: string): string =>
      verdict(
        checksOf(COLLAR, submitOf(terms, { quote: { ...legs, receiveQuantity: decimal(receive) } })),
        'TF-L09',
      );
    expect(told('46060')).toBe('passed');
    expect(told('46059.99')).toContain('refused');
  });
});

describe('TF-L10, the reference price', () => {
  it.each<[string, Setting['price'], string]>([
    ['there', priceOf('94000', '94010'), 'passed'],
    ['locked', priceOf('94000', '94000'), 'passed'],
    ['as old as it may be', priceOf('94000', '94010', 5_000), 'passed'],
    [
      'older',
      priceOf('94000', '94010', 5_001),
      'refused: no usable reference price of BTC-USD: 5.001 s old, and referenceMaxAge is 5 s',
    ],
    ['missing', undefined, 'refused: no usable reference price of BTC-USD: none is known'],
    [
      'without a bid',
      priceOf('0', '94010'),
      'refused: no usable reference price of BTC-USD: bid 0, ask 94010: one is no price',
    ],
    [
      'without an ask',
      priceOf('94000', '0.00'),
      'refused: no usable reference price of BTC-USD: bid 94000, ask 0.00: one is no price',
    ],
    [
      'crossed',
      priceOf('94010.01', '94010'),
      'refused: no usable reference price of BTC-USD: crossed: bid 94010.01 is above ask 94010',
    ],
    ['a second ahead', priceOf('94000', '94010', -1_000), 'passed'],
    [
      'more than a second ahead',
      priceOf('94000', '94010', -1_001),
      'refused: no usable reference price of BTC-USD: from the future: 1.001 s ahead of this clock',
    ],
  ])('%s', (_what, price, expected) => {
    const checks = checksOf({ ...COLLAR, price });
    expect(verdict(checks, 'TF-L10')).toBe(expected);
    expect(of(checks, 'TF-L09')).toHaveLength(expected === 'passed' ? 1 : 0);
  });
  it('may be as old as the desk says', () => {
    const price = priceOf('94000', '94010', 30_000);
    expect(verdict(checksOf({ ...COLLAR, price, overall: { referenceMaxAge: 30_000 } }), 'TF-L10')).toBe(
      'passed',
    );
  });

  const market = instantOf('MARKET');
  const { receiveQuantity: _, ...marketFor } = { ...market, deliverQuantity: decimal('47500') };
  const { priceGuard: _guard, ...noGuard } = market;
  const { priceLimit: _limit, ...anyPrice } = smoOf({ pair: { base: 'BTC', quote: 'USDT' } });
  const usd = amounts({ USD: '1000000' });
  it.each<[string, Setting['own'], Setting['price'], OrderTerms, string]>([
    ['no rule needs it', { maxNotional: usd, maxQuantity: amounts({ BTC: '1' }) }, undefined, termsOf(), '-'],
    ['the worth of a MARKET', { maxNotional: usd }, undefined, market, 'refused'],
    ['the day of a MARKET', { maxDailyNotional: usd }, undefined, market, 'refused'],
    ['what is open, for a MARKET that never rests', { maxOpenNotional: usd }, undefined, market, '-'],
    ['another currency', { maxNotional: amounts({ CAD: '1' }) }, undefined, market, '-'],
    ['the worth of a MARKET for dollars', { maxNotional: usd }, undefined, marketFor, '-'],
    [
      'the quantity of a MARKET for dollars',
      { maxQuantity: amounts({ BTC: '1' }) },
      undefined,
      marketFor,
      'refused',
    ],
    ['the quantity of a MARKET', { maxQuantity: amounts({ BTC: '1' }) }, undefined, market, '-'],
    ['what a MARKET takes', { balanceCheck: 'warn' }, undefined, market, 'refused'],
    ['what a MARKET for dollars takes', { balanceCheck: 'refuse' }, undefined, marketFor, '-'],
    ['what nobody asks for', { balanceCheck: 'off' }, undefined, market, '-'],
    ['the collar of a MARKET that names no guard', { priceCollar: decimal('2') }, undefined, noGuard, '-'],
  ])('%s', (_what, own, price, terms, expected) =>
    expect(verdict(checksOf({ own, price }, submitOf(terms)), 'TF-L10').split(':')[0]).toBe(expected),
  );
  it('what a MARKET sell for dollars takes', () => {
    const sells = instantOf('MARKET', { side: 'sell' });
    expect(
      verdict(checksOf({ own: { balanceCheck: 'warn' }, price: undefined }, submitOf(sells)), 'TF-L10'),
    ).toContain('refused');
    const { receiveQuantity: _r, ...base } = { ...sells, deliverQuantity: decimal('0.5') };
    expect(
      verdict(checksOf({ own: { balanceCheck: 'warn' }, price: undefined }, submitOf(base)), 'TF-L10'),
    ).toBe('-');
  });
  it('is asked for what a quote can not tell', () => {
    const quote = {
      price: decimal('94000'),
      receiveQuantity: decimal('0.5'),
      deliverQuantity: decimal('47000'),
    };
    const change = submitOf(market, { quote });
    expect(verdict(checksOf({ own: { maxNotional: usd }, price: undefined }, change), 'TF-L10')).toBe('-');
    expect(verdict(checksOf({ ...COLLAR, price: undefined }, change), 'TF-L10')).toContain('refused');
  });
  it('a strategy without a price needs one, and one with a price does not', () => {
    const own = { maxOpenNotional: amounts({ USDT: '1000000' }) };
    expect(verdict(checksOf({ own, price: undefined }, strategyOf(anyPrice)), 'TF-L10')).toContain(
      'btcusdt_f',
    );
    expect(verdict(checksOf({ own, price: undefined }, strategyOf()), 'TF-L10')).toBe('-');
    const { priceLimit: _l, ...unknown } = smoOf({ productCode: 'ethusdt_f' });
    expect(verdict(checksOf({ own: {}, price: undefined }, strategyOf(unknown)), 'TF-L10')).toContain(
      'ethusdt_f',
    );
  });
  it('says before, which price is needed and where the desk has it from', () => {
    const limits = limitsOf({ ...COLLAR.own, reference: { btcusdt_f: 'aquanow/BTC-USDT' } });
    expect(referencesNeeded(limits, TREASURY, termsOf())).toEqual({
      account: TREASURY,
      instrument: 'BTC-USD',
    });
    expect(referencesNeeded(limits, TREASURY, smoOf())).toEqual({
      ...{ account: TREASURY, instrument: 'btcusdt_f' },
      source: { venue: 'aquanow', ticker: 'BTC-USDT' },
    });
    expect(referencesNeeded(limits, BYBIT, smoOf())).toBeUndefined();
    expect(referencesNeeded(limitsOf({}), TREASURY, dollars())).toBeUndefined();
  });
});

describe('TF-L23, orders that nothing bounds', () => {
  const { priceLimit: _, ...anyPrice } = smoOf();
  it.each<[string, boolean, Setting['own'], string]>([
    [
      'not said, outside paper',
      true,
      {},
      'refused: MARKET takes any price: the account needs allowUnboundedMarket: true',
    ],
    ['allowed, outside paper', true, { allowUnboundedMarket: true }, 'passed'],
    [
      'forbidden, in paper',
      false,
      { allowUnboundedMarket: false },
      'refused: MARKET takes any price: the account needs allowUnboundedMarket: true',
    ],
    ['not said, in paper', false, {}, '-'],
  ])('%s', (_what, denies, own, expected) =>
    expect(verdict(checksOf({ own, denies }, submitOf(instantOf('MARKET'))), 'TF-L23')).toBe(expected),
  );
  it('a strategy without priceLimit is one, and with it is none', () => {
    expect(verdict(checksOf({ denies: true }, strategyOf(anyPrice)), 'TF-L23')).toContain(
      'SMO without priceLimit',
    );
    expect(verdict(checksOf({ denies: true }, strategyOf()), 'TF-L23')).toBe('-');
    expect(verdict(checksOf({ denies: true }), 'TF-L23')).toBe('-');
  });
});
