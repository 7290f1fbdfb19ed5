import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { START } from '../../support/paper-client.ts';
import { BINANCE, BYBIT, type VolvenVenue, smo, volvenVenue } from '../../support/volven-client.ts';

let venue: VolvenVenue;
beforeEach(() => {
  venue = volvenVenue();
});
afterEach(() => venue.close());

const accounts = async () => (await venue.client.call('GET', '/as/v3/accounts')).json;
const products = (query = '') => venue.client.call('GET', `/mms/v2/productDetails${query}`);
const account = (body: object) => venue.client.control('volven/account', body);

/** The seed's accounts, as its page prints them; what it leaves out of `permissions` is any list. */
const SEED_ACCOUNTS = [
  {
    id: '99998',
    createdAt: '2024-08-19T16:32:03.900Z',
    userId: '42',
    name: 'Bybit',
    exchangeCode: 'BYB',
    exchange: 'BYB',
    description: 'Bybit',
    apiKey: 'nt2jRz4sDBXINYNsAb8H',
    validatedAt: '2025-01-17T07:26:16.466Z',
    spot: { isActive: true },
    futures: { isActive: true, settings: {} },
    isMain: true,
    eventTime: '2025-09-22T12:54:25.732Z',
    accountType: 'SUB_ACCOUNT',
    whitelistedIps: [''],
    permissions: expect.any(Array),
  },
  {
    id: '99999',
    createdAt: '2024-10-30T10:09:16.536Z',
    userId: '42',
    name: 'Binance',
    exchangeCode: 'BIN',
    exchange: 'BIN',
    description: 'Binance',
    apiKey: 'rFTZsjDdrt07NFsHQLCx',
    validatedAt: '2025-01-17T07:26:21.984Z',
    spot: { isActive: true },
    futures: { isActive: true, settings: {} },
    isMain: true,
    eventTime: '2025-09-22T12:54:25.732Z',
    accountType: 'SUB_ACCOUNT',
    whitelistedIps: [''],
    permissions: expect.any(Array),
  },
];

describe('accounts', () => {
  it('are the seed’s, member by member and in their order, as a bare list', async () => {
    const found = await accounts();
    expect(found).toEqual(SEED_ACCOUNTS);
    expect(found.map((each: object) => Object.keys(each))).toEqual(SEED_ACCOUNTS.map(Object.keys));
  });

  it('that the opening names are there too, once, with both markets active', async () => {
    await venue.close();
    const wanted = [{ id: '7' }, { id: '99999' }, { name: 'desk' }, { exchangeCode: 'OKX', name: 'desk' }];
    venue = volvenVenue({ volvenAccounts: [...wanted, { name: 'desk' }, { exchangeCode: 'BIN' }] });
    const added = (await accounts()).slice(2);
    expect(added).toMatchObject([
      { id: '7', exchangeCode: 'BYB', name: 'Bybit', createdAt: new Date(START).toISOString() },
      { id: '100001', exchangeCode: 'BYB', name: 'desk' },
      { id: '100002', exchangeCode: 'OKX', name: 'desk', exchange: 'OKX', description: 'desk' },
    ]);
    for (const each of added)
      expect(each).toMatchObject({ spot: { isActive: true }, futures: { isActive: true, settings: {} } });
  });

  it('of an exchange that is none are not made', async () => {
    await venue.close();
    venue = volvenVenue({ volvenAccounts: [{ exchangeCode: 'KRK', name: 'desk' }] });
    expect(await accounts()).toHaveLength(2);
  });

  it('can be added by a control, so that a name is ambiguous', async () => {
    const { json } = await account({ exchangeCode: 'BYB', name: 'Bybit' });
    expect(json).toMatchObject({ id: '100001', name: 'Bybit' });
    expect((await accounts()).map((each: { name: string }) => each.name)).toEqual([
      'Bybit',
      'Binance',
      'Bybit',
    ]);
  });

  it('can be switched off market by market', async () => {
    venue.clock.advance(1000);
    await account({ id: BYBIT, spot: false });
    expect((await accounts())[0]).toMatchObject({
      spot: { isActive: false },
      futures: { isActive: true },
      eventTime: new Date(START + 1000).toISOString(),
    });
    const refused = await venue.client.create(
      smo({ productCode: 'btcusdt', size: 0.01, orderMaxSize: 0.01 }),
    );
    expect(refused.json.errors).toEqual([
      { field: 'accountId', description: 'SPOT trading is not active on this account' },
    ]);
    expect((await venue.client.create(smo())).status).toBe(201);
    await account({ id: BYBIT, spot: true, futures: false });
    expect((await venue.client.create(smo())).json.errors[0].description).toMatch(/^FUTURES trading/);
  });

  it.each([
    [{ id: BYBIT, name: 'other' }, /^account 99998 exists/],
    [{ exchangeCode: 'KRK' }, /^exchangeCode must be one of: BIN, BYB, OKX, CRYPTO, IB, VB$/],
    [{ spot: 'yes' }, /^spot must be true or false$/],
    [{ active: true }, /^unknown field "active"/],
  ])('are not changed by a mistake: %j', async (body, message) => {
    const { status, json } = await account(body);
    expect([status, json.message]).toEqual([400, expect.stringMatching(message)]);
    expect(await accounts()).toHaveLength(2);
  });

  it('are told by the state of the venue', async () => {
    const { json } = await venue.client.control('state');
    expect(json.volvenAccounts).toEqual(SEED_ACCOUNTS);
  });
});

describe('products', () => {
  it('of Bybit begin with the seed’s two, digit for digit', async () => {
    const { text } = await products('?exchangeCode=BYB');
    expect(text.startsWith(`[${SEED_PRODUCTS}`)).toBe(true);
  });

  it('come from all exchanges, or from one', async () => {
    const codes = async (query: string): Promise<readonly string[]> =>
      (await products(query)).json.map((each: { exchangeCode: string }) => each.exchangeCode);
    expect(new Set(await codes(''))).toEqual(new Set(['BYB', 'BIN']));
    for (const code of ['BYB', 'BIN'])
      expect(new Set(await codes(`?exchangeCode=${code}`))).toEqual(new Set([code]));
    for (const code of ['OKX', 'CRYPTO', 'IB', 'VB'])
      expect(await codes(`?exchangeCode=${code}`)).toEqual([]);
  });

  it('of an exchange that is none are refused', async () => {
    const { status, json } = await products('?exchangeCode=KRK');
    expect([status, json.errors]).toEqual([
      400,
      [{ field: 'exchangeCode', description: 'must match "BIN|BYB|OKX|CRYPTO|IB|VB"' }],
    ]);
  });

  it('may be removed, or finer than a binary float', async () => {
    const { json } = await products('?exchangeCode=BYB');
    const of = (code: string) => json.find((each: { productCode: string }) => each.productCode === code);
    expect(of('lunausdt').removed).toBe(true);
    expect(of('finusdt').sizeIncrement).toBe('0.00000000000000000001');
  });

  it('have the price of the market that the other half trades in', async () => {
    await venue.client.control('price', { ticker: 'BTC-USDT', bid: '50000', ask: '50001' });
    await venue.client.control('price', { ticker: 'ETH-USDT', bid: '1000', ask: '1001' });
    const price = async (productCode: string, accountId: string): Promise<string | undefined> => {
      const body = smo({ productCode, accountId, size: 1, orderMaxSize: 1 });
      const { strategyId } = (await venue.client.create(body)).json;
      return (await venue.client.state(strategyId))['orderPrice'];
    };
    expect([
      await price('btcusdt', BYBIT),
      await price('btcusdt_f', BYBIT),
      await price('ethusdt', BYBIT),
      await price('ethusdt_f', BINANCE),
      await price('btcusdt_f', BINANCE),
    ]).toEqual(['50000', '50000', '1000', '1000', '50000']);
  });
});

/** As the seed's page prints them, in its order of members. */
const SEED_PRODUCTS = [
  {
    productCode: 'btcusdt',
    exchangeProductCode: 'BTCUSDT',
    exchangeCode: 'BYB',
    base: 'BTC',
    quote: 'USDT',
    minSize: '0.000001',
    maxSize: '17000',
    minPrice: '0.01',
    minNotionalValue: '5',
    sizeIncrement: '0.000001',
    priceIncrement: '0.01',
    productType: 'SPOT',
    name: 'BTC/USDT',
    tradingViewSymbol: 'BYBIT:BTCUSDT',
    walletTypes: ['BYBIT_SPOT', 'BYBIT_UNIFIED_TRADING'],
    volvenName: 'BTC/USDT',
    contractValue: '',
    contractValueCurrency: '',
    removed: false,
  },
  {
    productCode: 'btcusdt_f',
    exchangeProductCode: 'BTCUSDT',
    exchangeCode: 'BYB',
    base: 'BTC',
    quote: 'USDT',
    minSize: '0.001',
    maxSize: '1190.000',
    minPrice: '0.10',
    sizeIncrement: '0.001',
    priceIncrement: '0.10',
    productType: 'FUTURES',
    name: 'BTCUSDT USDT Perpetual',
    contractType: 'PERPETUAL',
    tradingViewSymbol: 'BYBIT:BTCUSDT.P',
    walletTypes: ['BYBIT_DERIVATIVES', 'BYBIT_UNIFIED_TRADING'],
    contractCategory: 'LINEAR',
    volvenName: 'BTCUSDT Perpetual',
    contractValue: '',
    contractValueCurrency: '',
    removed: false,
  },
]
  .map((each) => JSON.stringify(each))
  .join(',');
