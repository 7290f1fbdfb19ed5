import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { OrderTerms } from '../../../src/model/terms.ts';
import { dollars } from '../../support/cases.ts';
import { instantOf, smoOf, termsOf } from '../../support/events.ts';
import { type Setting, amounts, checksOf, of, strategyOf, submitOf, verdict } from '../../support/limits.ts';

const quantity = (max: string): Setting => ({ own: { maxQuantity: amounts({ BTC: max }) } });
const notional = (max: string, currency = 'USD'): Setting => ({
  own: { maxNotional: amounts({ [currency]: max }) },
});
const sell = (over: Partial<OrderTerms> = {}): OrderTerms => {
  const { receiveQuantity: _, ...terms } = termsOf({ side: 'sell', ...over });
  return { ...terms, deliverQuantity: decimal('0.50'), ...over };
};
/** A sell that names how many dollars it is to bring. */
const sellFor = (receive: string, price: string): OrderTerms =>
  termsOf({ side: 'sell', receiveQuantity: decimal(receive), priceLimit: decimal(price) });
const market = (side: 'buy' | 'sell', over: Partial<OrderTerms>): OrderTerms => {
  const { receiveQuantity: _, ...terms } = instantOf('MARKET', { side });
  return { ...terms, ...over };
};
const THIRTY = '1234567890123456789.01234567891';

describe('TF-L04, the quantity of one order', () => {
  it.each<[string, string, OrderTerms, 'passed' | 'refused']>([
    ['a buy of base', '0.5', termsOf(), 'passed'],
    ['a buy of base, written otherwise', '0.500', termsOf({ receiveQuantity: decimal('0.5') }), 'passed'],
    [
      'a buy of the least bit more',
      '0.5',
      termsOf({ receiveQuantity: decimal('0.500000000000000001') }),
      'refused',
    ],
    ['a sell of base', '0.5', sell(), 'passed'],
    ['a sell of more', '0.49', sell(), 'refused'],
    ['dollars that come to just that', '0.5', dollars(), 'passed'],
    ['a cent more', '0.5', dollars({ deliverQuantity: decimal('47500.01') }), 'refused'],
    [
      'dollars that divide without end, just below',
      '0.33333',
      dollars({ deliverQuantity: decimal('31666.35') }),
      'passed',
    ],
    ['the same, just above', '0.33333', dollars({ deliverQuantity: decimal('31666.36') }), 'refused'],
    ['a sell for dollars', '0.5', sellFor('47500', '95000'), 'passed'],
    ['a sell for a cent more', '0.5', sellFor('47500.01', '95000'), 'refused'],
    ['thirty digits', THIRTY, termsOf({ receiveQuantity: decimal(THIRTY) }), 'passed'],
    [
      'one digit more in the thirtieth',
      THIRTY,
      termsOf({ receiveQuantity: decimal(`${THIRTY.slice(0, -1)}2`) }),
      'refused',
    ],
  ])('%s', (_what, max, terms, status) =>
    expect(of(checksOf(quantity(max), submitOf(terms)), 'TF-L04').map((check) => check.status)).toEqual([
      status,
    ]),
  );
  it('of a MARKET for dollars is what the market gives for them', () => {
    const buy = market('buy', { deliverQuantity: decimal('47005') });
    expect(verdict(checksOf(quantity('0.5'), submitOf(buy)), 'TF-L04')).toBe('passed');
    expect(verdict(checksOf(quantity('0.499999'), submitOf(buy)), 'TF-L04')).toBe(
      'refused: its quantity, 0.5 BTC, is above maxQuantity, 0.499999 BTC',
    );
    // A sell gets the bid: 47005 for it take a little more than half a coin.
    const sells = market('sell', { receiveQuantity: decimal('47005') });
    expect(verdict(checksOf(quantity('0.5'), submitOf(sells)), 'TF-L04')).toMatch(
      /^refused: its quantity, 0\.50005319/,
    );
  });
  it('of a quote is its leg', () => {
    const quote = {
      price: decimal('94000'),
      receiveQuantity: decimal('0.51'),
      deliverQuantity: decimal('47500'),
    };
    const rfq = { ...instantOf('RFQ'), receiveQuantity: undefined, deliverQuantity: decimal('47500') };
    const { receiveQuantity: _, ...terms } = rfq;
    expect(verdict(checksOf(quantity('0.5'), submitOf(terms, { quote })), 'TF-L04')).toContain('0.51 BTC');
    expect(verdict(checksOf(quantity('0.51'), submitOf(terms, { quote })), 'TF-L04')).toBe('passed');
  });
  it('of a strategy is its size', () => {
    expect(verdict(checksOf(quantity('0.1'), strategyOf()), 'TF-L04')).toBe('passed');
    expect(of(checksOf(quantity('0.09'), strategyOf()), 'TF-L04')).toEqual([
      {
        ...{ code: 'TF-L04', status: 'refused', limit: 'BTC 0.09', value: 'BTC 0.1', field: 'size' },
        message: 'its quantity, 0.1 BTC, is above maxQuantity, 0.09 BTC',
      },
    ]);
  });
  it('is not checked in another currency, nor for a product that nobody tells', () => {
    expect(verdict(checksOf({ own: { maxQuantity: amounts({ ETH: '1' }) } }), 'TF-L04')).toBe('-');
    const unknown = strategyOf(smoOf({ productCode: 'ethusdt_f' }));
    expect(verdict(checksOf(quantity('0'), unknown), 'TF-L04')).toBe('-');
    expect(verdict(checksOf(notional('0', 'USDT'), unknown), 'TF-L05')).toBe('-');
  });
});

describe('TF-L05, the worth of one order', () => {
  it.each<[string, string, OrderTerms, 'passed' | 'refused']>([
    ['at its own price', '47500', termsOf(), 'passed'],
    ['a cent more than allowed', '47499.99', termsOf(), 'refused'],
    ['in quote currency', '47500', dollars(), 'passed'],
    ['in quote currency, above', '47499.99', dollars(), 'refused'],
    ['a sell', '47500', sell(), 'passed'],
    ['a sell for dollars, whatever its price', '47500', sellFor('47500', '1'), 'passed'],
    ['nothing is allowed', '0', termsOf(), 'refused'],
    [
      'an RFQ for dollars',
      '1000',
      { ...market('buy', { deliverQuantity: decimal('1000') }), strategy: 'RFQ' },
      'passed',
    ],
    ['a MARKET at the ask, not at its guard', '47005', instantOf('MARKET'), 'passed'],
    ['a MARKET above', '47004.99', instantOf('MARKET'), 'refused'],
    ['a MARKET sell at the bid', '47000', market('sell', { deliverQuantity: decimal('0.5') }), 'passed'],
    ['a MARKET sell above', '46999.99', market('sell', { deliverQuantity: decimal('0.5') }), 'refused'],
    ['FOK', '47500', instantOf('FOK'), 'passed'],
    [
      'thirty digits',
      '117283949561728394956.17283949645',
      termsOf({ receiveQuantity: decimal(THIRTY), priceLimit: decimal('95') }),
      'passed',
    ],
    [
      'thirty digits, one less in the last',
      '117283949561728394956.17283949644',
      termsOf({ receiveQuantity: decimal(THIRTY), priceLimit: decimal('95') }),
      'refused',
    ],
  ])('%s', (_what, max, terms, status) =>
    expect(of(checksOf(notional(max), submitOf(terms)), 'TF-L05').map((check) => check.status)).toEqual([
      status,
    ]),
  );
  it('names both amounts, and the field', () =>
    expect(of(checksOf(notional('40000.00')), 'TF-L05')).toEqual([
      {
        ...{ code: 'TF-L05', status: 'refused', limit: 'USD 40000', value: 'USD 47500' },
        message: 'its notional, 47500 USD, is above maxNotional, 40000 USD',
        field: 'receiveQuantity',
      },
    ]));
  it('of a quote is its leg, exact', () => {
    const quote = {
      price: decimal('1'),
      receiveQuantity: decimal('0.5'),
      deliverQuantity: decimal('47450.01'),
    };
    const change = submitOf(instantOf('RFQ'), { quote });
    expect(verdict(checksOf(notional('47450.01'), change), 'TF-L05')).toBe('passed');
    expect(of(checksOf(notional('47450'), change), 'TF-L05')[0]).toMatchObject({ value: 'USD 47450.01' });
    const sold = { ...quote, deliverQuantity: decimal('0.5'), receiveQuantity: decimal('47450.01') };
    const selling = submitOf({ ...sell(), strategy: 'RFQ' }, { quote: sold });
    expect(of(checksOf(notional('47450'), selling), 'TF-L05')[0]).toMatchObject({ value: 'USD 47450.01' });
  });
  it('of a strategy without a price is what the market asks', () => {
    const { priceLimit: _, ...terms } = smoOf({ pair: { base: 'BTC', quote: 'USDT' } });
    expect(verdict(checksOf(notional('9401', 'USDT'), strategyOf(terms)), 'TF-L05')).toBe('passed');
    expect(verdict(checksOf(notional('9400.99', 'USDT'), strategyOf(terms)), 'TF-L05')).toContain(
      '9401 USDT',
    );
  });
});
