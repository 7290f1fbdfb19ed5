import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../../src/model/ids.ts';
import { ACCOUNT_ROWS, account, json, routed, venueOf } from './desk.ts';

const row = (over: object = {}): Record<string, unknown> => ({
  ...{ productCode: 'btcusdt_f', exchangeCode: 'BYB', base: 'BTC', quote: 'USDT', productType: 'FUTURES' },
  ...{ minSize: '0.001', sizeIncrement: '0.001', priceIncrement: '0.10', removed: false },
  ...over,
});

async function productsOf(rows: unknown, accounts: unknown = ACCOUNT_ROWS, which = account()) {
  const { fetch, seen } = routed({ accounts: () => json(accounts), products: () => json(rows) });
  const answer = await venueOf({ fetch }).reader.products(which);
  return { answer, seen };
}
async function only(over: object, accounts: unknown = ACCOUNT_ROWS) {
  const { answer } = await productsOf([row(over)], accounts);
  return answer.state === 'known' ? answer.products.get('btcusdt_f') : answer;
}

describe('products', () => {
  it('leave out what is empty, zero or absent: it bounds nothing', async () => {
    expect(
      await only({ minSize: '', maxSize: '0.000', minPrice: null, minNotionalValue: undefined }),
    ).toEqual({
      ...{ code: 'btcusdt_f', base: 'BTC', quote: 'USDT', kind: 'futures', removed: false },
      ...{ sizeIncrement: '0.001', priceIncrement: '0.10' },
    });
  });

  it('are exact, and understood as numbers too', async () => {
    const { fetch } = routed({
      products: () =>
        new Response(
          '[{"productCode":"p","exchangeCode":"BYB","base":"A","quote":"B","minSize":1e-7,"maxSize":"0.10000000000000000001"}]',
        ),
    });
    const answer = await venueOf({ fetch }).reader.products(account());
    expect(answer.state === 'known' && answer.products.get('p')).toMatchObject({
      minSize: '0.0000001',
      maxSize: '0.10000000000000000001',
    });
  });

  it.each([
    ['SPOT', 'spot'],
    ['FUTURES', 'futures'],
    ['OPTIONS', 'unknown'],
    [undefined, 'unknown'],
  ])('of type %s are %s', async (productType, kind) => {
    expect(await only({ productType })).toMatchObject({ kind });
  });

  it('that were taken off say so', async () => {
    expect(await only({ removed: true })).toMatchObject({ removed: true });
  });

  it('are closed where the account’s part is switched off', async () => {
    const accounts = [{ ...ACCOUNT_ROWS[0], futures: { isActive: false } }];
    expect(await only({}, accounts)).toMatchObject({
      closed: 'futures is not active on account 99998 (BYB Bybit)',
    });
    expect(await only({ productType: 'SPOT' }, accounts)).not.toHaveProperty('closed');
    expect(await only({ productType: 'OPTIONS' }, accounts)).not.toHaveProperty('closed');
  });

  it.each([
    [{ minSize: 'some' }, 'minSize'],
    [{ sizeIncrement: '-0.1', priceIncrement: {} }, 'sizeIncrement and priceIncrement'],
    [{ removed: 'no' }, 'removed'],
  ])('that can’t be understood are closed: %j', async (over, what) => {
    expect(await only(over)).toMatchObject({ closed: `the venue's ${what} of it can't be understood` });
  });

  it('that are listed twice are closed', async () => {
    const { answer } = await productsOf([row(), row({ minSize: '5' })]);
    expect(answer.state === 'known' && answer.products.get('btcusdt_f')).toMatchObject({
      closed: 'the venue lists it twice',
    });
  });

  it('without code, base, quote or exchange, and those of other exchanges, are left out', async () => {
    const { answer } = await productsOf([
      row(),
      row({ productCode: undefined }),
      row({ productCode: 'a', base: '' }),
      row({ productCode: 'b', quote: null }),
      row({ productCode: 'c', exchangeCode: undefined }),
      row({ productCode: 'd', exchangeCode: 'BIN' }),
      null,
    ]);
    expect(answer.state === 'known' && [...answer.products.keys()]).toEqual(['btcusdt_f']);
  });

  it('are read once for each exchange', async () => {
    const { fetch, seen } = routed();
    const { reader } = venueOf({ fetch });
    const other = account({ id: '99999' as AccountId });
    for (const which of [account(), other, account(), other]) await reader.products(which);
    expect(seen.map(({ url }) => url.search)).toEqual(['', '?exchangeCode=BYB', '?exchangeCode=BIN']);
  });

  it.each<[string, unknown, unknown]>([
    ['the answer is no list', {}, ACCOUNT_ROWS],
    ['the account is not the user’s', [], [ACCOUNT_ROWS[1]]],
    ['the account is listed twice', [], [ACCOUNT_ROWS[0], ACCOUNT_ROWS[0]]],
    ['the account’s exchange is not told', [], [{ id: '99998' }]],
    ['the accounts can’t be read', [], {}],
  ])('are unknown when %s', async (_, rows, accounts) => {
    const { answer } = await productsOf(rows, accounts);
    expect(answer).toMatchObject({ state: 'unknown', reason: expect.stringMatching(/^the list of /) });
  });
});
