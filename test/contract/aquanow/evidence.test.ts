import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { Attempt } from '../../../src/model/history.ts';
import { orderKey } from '../../../src/model/ids.ts';
import type { Terms } from '../../../src/model/terms.ts';
import { NOW, TAG, account, json, page, row, scripted, tagOf, terms, venueOf } from './desk.ts';
import { idOf } from './reading.ts';

const MINUTE = 60_000;
const attempt = (wire: Terms = terms()): Attempt => ({
  ...{ key: orderKey('btc-dip-1'), generation: 1, attempt: 1 },
  ...{ account: account().name, accountId: account().id, identity: 'aquanow api.aquanow.io CA1264810R' },
  ...{ tag: TAG, tagSent: true, target: wire, wire },
  ...{ intentAt: NOW, intentSequence: 1, deadline: NOW + 5_000, state: 'in-doubt' },
});
/** A row as an order of these terms would look, without a tag. */
const like = (n: number, over: Record<string, unknown> = {}) =>
  row({ orderId: idOf(n), usernameRef: '-', createdAt: NOW + 1_000, ...over });

async function evidence(rows: readonly unknown[], of = attempt()) {
  const { fetch, seen } = scripted(() => page(rows));
  return { found: await venueOf({ fetch }).reader.evidence(account(), of), seen };
}
const idsOf = async (rows: readonly unknown[], of = attempt()) => {
  const { found } = await evidence(rows, of);
  return found.state === 'known' ? found.rows.map(({ id }) => id) : found.reason;
};

describe('evidence', () => {
  it('is taken from one complete walk through all orders', async () => {
    const { fetch, seen } = scripted(({ url }) =>
      url.searchParams.has('startsAfter')
        ? page([like(2, { tradeStatus: 'CANCELLED' })])
        : page([like(1)], 'next'),
    );
    expect(await venueOf({ fetch }).reader.evidence(account(), attempt())).toMatchObject({
      state: 'known',
      rows: [{ id: idOf(1) }, { id: idOf(2), status: 'cancelled' }],
    });
    expect(seen.map(({ url }) => url.search)).toEqual([
      '?accountId=CA1264810R',
      '?accountId=CA1264810R&startsAfter=next',
    ]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['another ticker', { symbol: 'ETH-USD', baseSymbol: 'USD', quoteSymbol: 'ETH' }],
    ['the other side', { tradeSide: 'sell' }],
    ['another strategy', { strategy: 'GTD' }],
    ['another size', { tradeSize: 0.51 }],
    ['another price', { priceLimit: 95000.01 }],
    ['an earlier time', { createdAt: NOW - 5 * MINUTE - 1 }],
    ['a later time', { createdAt: NOW + 5_000 + 5 * MINUTE + 1 }],
    ['a tag of this attempt', { usernameRef: TAG }],
    ['a tag of another attempt', { usernameRef: `Desk7${tagOf('eth-tp', 3)}` }],
    ['another account', { accountId: 'CA9' }],
  ])('is no order of %s', async (_, over) => {
    expect(await idsOf([like(1, over), like(2)])).toEqual([idOf(2)]);
  });

  it('is an order of the first and the last moment, and one that looks like a tag and is none', async () => {
    const rows = [
      like(1, { createdAt: NOW - 5 * MINUTE }),
      like(2, { createdAt: NOW + 5_000 + 5 * MINUTE }),
      like(3, {
        usernameRef: `${TAG.slice(0, -1)}a` === TAG ? `${TAG.slice(0, -1)}b` : `${TAG.slice(0, -1)}a`,
      }),
      like(4, { usernameRef: 'Desk7' }),
    ];
    expect(await idsOf(rows)).toEqual([1, 2, 3, 4].map(idOf));
  });

  it('is every order that doesn’t tell what would speak against it', async () => {
    const absent = ['tradeSize', 'priceLimit', 'createdAt', 'strategy'].map((name, n) =>
      like(n, { [name]: '-' }),
    );
    expect(await idsOf(absent)).toEqual([0, 1, 2, 3].map(idOf));
  });

  it('overlooks the noise of binary floats, and no more', async () => {
    const of = attempt(terms({ receiveQuantity: '0.3', priceLimit: '0.1' }));
    const rows = [
      like(1, { tradeSize: 0.1 + 0.2, priceLimit: 0.1 }),
      like(2, { tradeSize: 0.3000001, priceLimit: 0.1 }),
    ];
    expect(await idsOf(rows, of)).toEqual([idOf(1)]);
  });

  it('doesn’t compare a size in base currency with a quantity in the other', async () => {
    expect(await idsOf([like(1, { tradeSize: 0.49 })], attempt(terms({ deliverQuantity: '47500' })))).toEqual(
      [idOf(1)],
    );
  });

  it.each(['RFQ', 'MARKET', 'FOK'] as const)('of a %s leaves its price open', async (strategy) => {
    const rows = [
      like(1, { strategy, priceLimit: 94990.1 }),
      like(2, { strategy, priceLimit: '-' }),
      like(3),
    ];
    expect(await idsOf(rows, attempt(terms({ strategy })))).toEqual([idOf(1), idOf(2)]);
  });

  it('is what was sent, not what the entry asks for', async () => {
    const of = { ...attempt(terms({ receiveQuantity: '0.20' })), target: terms() };
    expect(await idsOf([like(1), like(2, { tradeSize: decimal('0.2') })], of)).toEqual([idOf(2)]);
  });

  it('names rows that may be the order and can’t be understood, for a person to tell apart', async () => {
    const odd = { tradeStatus: 'COMPLETE', fillQtyBase: '-', fillQtyQuote: '-' };
    const reason = `order ${idOf(2)}: it has traded, but not how much`;
    expect((await evidence([like(1), like(2, odd)], attempt())).found).toMatchObject({
      rows: [{ id: idOf(1) }],
      unclear: [{ id: idOf(2), reason }],
    });
    expect((await evidence([like(1, { tradeSide: 'both' })], attempt())).found).toMatchObject({
      rows: [],
      unclear: [{ id: idOf(1), reason: expect.stringContaining('neither buy nor sell') }],
    });
    const speaksAgainst = [
      like(3, { ...odd, symbol: 'ETH-USD' }),
      like(4, { ...odd, tradeSide: 'sell' }),
      like(5, { ...odd, createdAt: NOW - 60 * MINUTE }),
      like(6, { ...odd, usernameRef: tagOf('eth-tp') }),
    ];
    expect((await evidence([like(1), ...speaksAgainst], attempt())).found).toMatchObject({
      rows: [{ id: idOf(1) }],
      unclear: [],
    });
  });

  it('is unknown where the walk breaks, and at another venue’s order', async () => {
    const { fetch } = scripted(() => json({ message: 'no' }, 400));
    const { reader } = venueOf({ fetch });
    expect(await reader.evidence(account(), attempt())).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('400'),
    });
    const strategy: Terms = {
      ...{ strategyType: 'SMO', productCode: 'btcusdt_f', side: 'buy', size: decimal('0.1'), parameters: {} },
    };
    expect((await reader.evidence(account(), attempt(strategy))).state).toBe('unknown');
  });
});
