import { describe, expect, it } from 'vitest';
import { knownTerms } from '../../../src/execute/known-terms.ts';
import { decimal } from '../../../src/model/decimal.ts';
import { NO_FILL, type OrderRow } from '../../../src/model/order.ts';
import { entryOf, rowOf, strategyEntryOf, strategyRowOf } from '../../support/cases.ts';
import { instantOf } from '../../support/events.ts';

/** A row as the list shows an order that traded at once: no price that it was to trade at, but the average of what it did. */
function traded(strategy: string, over: Partial<OrderRow> = {}): OrderRow {
  const { priceLimit: _, ...row } = rowOf({ strategy, status: 'filled', size: decimal('0.5') });
  return { ...row, priceAverage: decimal('94900'), ...over };
}
const terms = (row: OrderRow, entry?: ReturnType<typeof entryOf>) => knownTerms(row, NO_FILL, entry)?.target;

describe.each([
  ['RFQ', 'priceLimit'],
  ['MARKET', 'priceGuard'],
  ['FOK', 'tradePrice'],
] as const)('the terms of a %s that the venue shows', (strategy, field) => {
  it('are its entry’s, to the letter, where nothing in the row speaks against it', () => {
    const asked = instantOf(strategy);
    expect(terms(traded(strategy), entryOf('dip', { terms: asked }))).toEqual(asked);
  });

  it('have the price that it traded at where no entry says another: no plan then wants it again', () => {
    const known = terms(traded(strategy));
    expect(known).toMatchObject({ strategy, receiveQuantity: '0.5', [field]: '94900' });
    expect(Object.keys(known ?? {}).filter((name) => /price/i.test(name))).toEqual([field]);
  });

  it('have the row’s own price where it shows one', () => {
    expect(terms(traded(strategy, { priceLimit: decimal('95100') }))).toMatchObject({ [field]: '95100' });
    const same = entryOf('dip', { terms: instantOf(strategy) });
    expect(terms(traded(strategy, { priceLimit: decimal('95000') }), same)).toMatchObject({
      [field]: '95000.00',
    });
  });

  it('are not known where nobody tells a price', () => {
    const { priceAverage: _, ...row } = traded(strategy);
    expect(terms(row)).toBeUndefined();
  });
});

describe('the terms of what else the venue shows', () => {
  it.each(['LIMIT', 'GTC', 'GTD'])('a %s without its limit is not known: an average is none', (strategy) => {
    expect(terms(traded(strategy))).toBeUndefined();
  });

  it('a strategy, or a word that no table lists, is not known', () => {
    expect(terms(strategyRowOf({ size: decimal('0.1') }))).toBeUndefined();
    expect(terms(rowOf({ strategy: 'TWAP', size: decimal('0.1') }))).toBeUndefined();
  });

  it('an order is not made to fit an entry that asks for a strategy', () => {
    const row = rowOf({ size: decimal('0.5') });
    expect(terms(row, strategyEntryOf('dip'))).toEqual(terms(row));
  });
});
