import * as fc from '../../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../../../src/model/ids.ts';
import { type OrderRow, isFinal } from '../../../../src/model/order.ts';
import { identify } from '../../../../src/venues/aquanow/row-identity.ts';
import { toRow } from '../../../../src/venues/aquanow/rows.ts';
import { parseExact } from '../../../../src/venues/http/exact-json.ts';
import { row } from '../../../contract/aquanow/desk.ts';

type Fields = Record<string, unknown>;

/** A row as it comes over the wire, then understood; or why it isn't. */
function understand(fields: Fields): OrderRow | string {
  const parsed = parseExact(JSON.stringify(row(fields)));
  const identified = identify(parsed.wellFormed ? parsed.body : undefined, 'CA1264810R' as AccountId);
  if (identified.kind === 'ignored') return 'ignored';
  if (identified.kind === 'unclear') return identified.reason;
  const out = toRow(identified.row);
  return 'unclear' in out ? out.unclear : out;
}
const fillOf = (fields: Fields) => {
  const out = understand(fields);
  return typeof out === 'string' ? out : out.fill;
};
const NONE = { received: '0', delivered: '0' };

describe('statuses', () => {
  it.each([
    ['CREATE', 'open'],
    ['AWAITING', 'open'],
    ['RFQ_EXECUTE', 'pending'],
    ['FINALIZING', 'pending'],
    ['CANCEL_PENDING', 'cancelling'],
    ['CANCEL_REQUESTED', 'cancelling'],
    ['COMPLETE', 'filled'],
    ['PARTIAL_COMPLETE', 'ended-partly-filled'],
    ['EXPIRED', 'expired'],
    ['CANCELLED', 'cancelled'],
    ['ERROR', 'failed'],
    ['complete', 'unknown'],
    ['CANCELED', 'unknown'],
    ['constructor', 'unknown'],
    ['NEW', 'unknown'],
  ])('%s is %s', (tradeStatus, status) => {
    expect(understand({ tradeStatus, fillQtyBase: 1, fillQtyQuote: 1, fillPct: 5 })).toMatchObject({
      status,
      statusText: tradeStatus,
    });
  });

  it('an unlisted word is live', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z_]{3,12}$/), (word) => {
        const listed = ['COMPLETE', 'PARTIAL_COMPLETE', 'EXPIRED', 'CANCELLED', 'ERROR'].includes(word);
        const out = understand({ tradeStatus: word });
        fc.pre(typeof out !== 'string');
        expect(typeof out !== 'string' && isFinal(out.status)).toBe(listed);
      }),
    );
  });
});

describe('a fill', () => {
  it('of a buy: base is what was delivered, quote what was received', () => {
    const fields = { baseSymbol: 'USD', quoteSymbol: 'BTC', fillQtyBase: 47000.5, fillQtyQuote: 0.5 };
    expect(fillOf(fields)).toEqual({ delivered: '47000.5', received: '0.5' });
  });

  it('of a sell: base is what was delivered, quote what was received', () => {
    const fields = {
      tradeSide: 'sell',
      baseSymbol: 'BTC',
      quoteSymbol: 'USD',
      fillQtyBase: 0.5,
      fillQtyQuote: 47000.5,
    };
    expect(fillOf(fields)).toEqual({ delivered: '0.5', received: '47000.5' });
  });

  it('follows the currencies where a row names them the other way round', () => {
    const fields = { baseSymbol: 'BTC', quoteSymbol: 'USD', fillQtyBase: 0.5, fillQtyQuote: 47000.5 };
    expect(fillOf(fields)).toEqual({ delivered: '47000.5', received: '0.5' });
  });

  it('follows the rule where a row names none', () => {
    const fields = { baseSymbol: '-', quoteSymbol: undefined, fillQtyBase: 47000.5, fillQtyQuote: 0.5 };
    expect(fillOf(fields)).toEqual({ delivered: '47000.5', received: '0.5' });
  });

  it.each([
    ['neither leg’s', { baseSymbol: 'CAD', quoteSymbol: 'BTC' }],
    ['twice the same', { baseSymbol: 'USD', quoteSymbol: 'USD' }],
  ])('in currencies that are %s is not understood', (_, symbols) => {
    expect(fillOf({ ...symbols, fillQtyBase: 1, fillQtyQuote: 1 })).toContain('unknown currencies');
  });

  it('keeps the digits of text and numbers', () => {
    expect(fillOf({ fillQtyBase: '1000.10', fillQtyQuote: 2.4643104026041307 })).toEqual({
      delivered: '1000.10',
      received: '2.4643104026041307',
    });
    expect(fillOf({ fillQtyBase: 1, fillQtyQuote: 1e-7 })).toEqual({ delivered: '1', received: '0.0000001' });
  });

  it('kept by a cancelled order is told', () => {
    const fields = { tradeStatus: 'CANCELLED', fillPct: 20, fillQtyBase: 9400, fillQtyQuote: 0.1 };
    expect(understand(fields)).toMatchObject({
      status: 'cancelled',
      fill: { delivered: '9400', received: '0.1' },
    });
  });

  it.each(['-', null, '', undefined])('that a resting order leaves out as %j is none', (absent) => {
    expect(fillOf({ fillQtyBase: absent, fillQtyQuote: absent, fillPct: absent })).toEqual(NONE);
    expect(fillOf({ fillQtyBase: 0, fillQtyQuote: absent })).toEqual(NONE);
  });

  it.each(['CANCELLED', 'EXPIRED', 'ERROR'])(
    'that a %s order leaves out is none only where fillPct says so',
    (tradeStatus) => {
      const silent = { tradeStatus, fillQtyBase: '-', fillQtyQuote: '-' };
      expect(fillOf({ ...silent, fillPct: 0 })).toEqual(NONE);
      expect(fillOf({ ...silent, fillPct: '-' })).toContain('whether it traded is not told');
      expect(fillOf({ tradeStatus, fillQtyBase: 0, fillQtyQuote: 0, fillPct: '-' })).toEqual(NONE);
    },
  );

  it.each(['COMPLETE', 'PARTIAL_COMPLETE'])(
    'that a %s order leaves out is never taken for none',
    (tradeStatus) => {
      for (const amount of ['-', 0, '0.00'])
        expect(fillOf({ tradeStatus, fillQtyBase: amount, fillQtyQuote: amount })).toContain('not how much');
    },
  );

  it.each<[string, Fields]>([
    ['one leg only', { fillQtyBase: 1, fillQtyQuote: '-' }],
    ['a word', { fillQtyBase: 'all', fillQtyQuote: 1 }],
    ['a negative amount', { fillQtyBase: -1, fillQtyQuote: 1 }],
    ['an object', { fillQtyBase: { amount: 1 }, fillQtyQuote: 1 }],
    ['true', { fillQtyBase: true, fillQtyQuote: 1 }],
    ['an absurd exponent', { fillQtyBase: '1e999999', fillQtyQuote: 1 }],
    ['a percentage without amounts', { fillPct: 50, fillQtyBase: 0, fillQtyQuote: 0 }],
    ['a percentage that is none', { fillPct: 'half' }],
  ])('told by %s is not understood', (_, fields) => {
    expect(typeof fillOf(fields)).toBe('string');
  });
});

describe('a row', () => {
  it.each<[string, Fields, string]>([
    ['no orderId', { orderId: undefined }, 'orderId'],
    ['"-" for an orderId', { orderId: '-' }, 'orderId'],
    ['no tradeStatus', { tradeStatus: null }, 'tradeStatus'],
    ['no symbol', { symbol: undefined }, 'symbol'],
    ['a symbol without a dash', { symbol: 'BTCUSD' }, 'symbol'],
    ['a symbol with an escape', { symbol: 'BTC-USD\u001B[2J' }, 'symbol'],
    ['another side', { tradeSide: 'short' }, 'tradeSide'],
    ['a reference that is an object', { usernameRef: {} }, 'usernameRef'],
    ['an unknown type of order', { orderType: 'comboOrder' }, 'comboOrder'],
  ])('with %s is not understood, and says why', (_, fields, why) => {
    expect(understand(fields)).toContain(why);
  });

  it.each([
    ['another account’s', { accountId: 'CA1000051R' }],
    [
      'another account’s, whatever else is wrong with it',
      { accountId: 'CA1000051R', tradeStatus: undefined, symbol: 7 },
    ],
    ['a child by its type', { orderType: 'childOrder' }],
    ['a child by its parent', { orderType: '-', orderIdParent: 'someone-else' }],
  ])('that is %s is ignored', (_, fields) => {
    expect(understand(fields)).toBe('ignored');
  });

  it('without accountId or orderType counts', () => {
    expect(understand({ accountId: '-', orderType: undefined })).toMatchObject({ status: 'open' });
  });

  it('of an unknown type counts where it is its own parent', () => {
    const id = 'a3c1e7aa-0000-4000-8000-000000000001';
    expect(understand({ orderType: 'comboOrder', orderIdParent: id })).toMatchObject({ id });
  });

  it('tells nothing about what is absent or only informs badly', () => {
    const absent = {
      usernameRef: '-',
      priceLimit: '-',
      tradeSize: 'x',
      createdAt: '-',
      expirationTime: 'soon',
      strategy: '-',
    };
    expect(understand(absent)).toEqual({
      id: 'a3c1e7aa-0000-4000-8000-000000000001',
      status: 'open',
      statusText: 'AWAITING',
      fill: NONE,
      ticker: 'BTC-USD',
      side: 'buy',
      strategy: 'unknown',
    });
  });

  it('tells the venue’s words and its average price', () => {
    expect(
      understand({ message: 'Insufficient funds', tradePriceAvg: '94000.5', tradeStatus: 'ERROR' }),
    ).toMatchObject({
      message: 'Insufficient funds',
      priceAverage: '94000.5',
      status: 'failed',
    });
  });

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(row())), fc.jsonValue()), (fields) => {
        const out = understand(fields);
        expect(typeof out === 'string' ? out : out.id).not.toBe('');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a row of an order that never rests', () => {
  const IMMEDIATE = ['RFQ', 'MARKET', 'FOK'] as const;

  it.each(IMMEDIATE)('%s: live while it is executed, whatever it leaves out', (strategy) => {
    const silent = {
      priceLimit: '-',
      fillPct: '-',
      fillQtyBase: '-',
      fillQtyQuote: '-',
      expirationTime: '-',
    };
    expect(understand({ strategy, tradeStatus: 'RFQ_EXECUTE', ...silent })).toMatchObject({
      ...{ strategy, status: 'pending', fill: NONE },
    });
  });

  it.each(IMMEDIATE)('%s: filled on both legs', (strategy) => {
    const traded = { tradeStatus: 'COMPLETE', fillPct: 100, fillQtyBase: 47495.05, fillQtyQuote: 0.5 };
    expect(understand({ strategy, priceLimit: '-', tradePriceAvg: 94990.1, ...traded })).toMatchObject({
      ...{ strategy, status: 'filled', priceAverage: '94990.1' },
      fill: { delivered: '47495.05', received: '0.5' },
    });
  });

  it.each(IMMEDIATE)('%s: ended without a fill, in the venue’s words', (strategy) => {
    const message = 'Cancelled - Price not marketable';
    expect(understand({ strategy, tradeStatus: 'CANCELLED', message })).toMatchObject({
      ...{ strategy, status: 'cancelled', fill: NONE, message },
    });
  });

  it.each(IMMEDIATE)('%s: an end that doesn’t tell its fill is not understood', (strategy) => {
    const silent = { fillPct: '-', fillQtyBase: '-', fillQtyQuote: '-' };
    expect(understand({ strategy, tradeStatus: 'CANCELLED', ...silent })).toContain('is not told');
    expect(understand({ strategy, tradeStatus: 'COMPLETE', ...silent })).toContain('not how much');
  });

  it.each(IMMEDIATE)('%s: shows no priceLimit, which could be anybody’s guess', (strategy) => {
    expect(understand({ strategy, priceLimit: 94990.1 })).not.toHaveProperty('priceLimit');
    expect(understand({ strategy: 'LIMIT', priceLimit: 94990.1 })).toMatchObject({ priceLimit: '94990.1' });
  });
});
