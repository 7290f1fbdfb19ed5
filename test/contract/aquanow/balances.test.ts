import { describe, expect, it } from 'vitest';
import { account, json, scripted, venueOf } from './desk.ts';

const row = (symbol: string, availableBalance: unknown, over: object = {}) => ({
  ...{
    symbol,
    totalBalance: 9,
    availableBalance,
    available: 9,
    depositAddress: '-',
    updatedAt: 1738091135000,
  },
  ...over,
});
const ask = async (body: unknown, status = 200) => {
  const { fetch, seen } = scripted(() =>
    typeof body === 'string' ? new Response(body, { status }) : json(body, status),
  );
  const balances = await venueOf({ fetch }).reader.balances(account());
  return { balances: balances && Object.fromEntries(balances), seen };
};

describe('balances', () => {
  it('are what is free by currency, in one signed call', async () => {
    const { balances, seen } = await ask([row('USD', 1000.5), row('BTC', '0.25000000')]);
    expect(balances).toEqual({ USD: '1000.5', BTC: '0.25000000' });
    expect(seen.map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual([
      'GET /users/v1/userbalance?accountId=CA1264810R',
    ]);
    expect(seen[0]?.headers.get('x-signature')).toMatch(/^[0-9a-f]{96}$/);
  });

  it('may come as one object, and be below zero', async () => {
    expect((await ask(row('USD', -12.5))).balances).toEqual({ USD: '-12.5' });
  });

  it('are exact', async () => {
    const text =
      '[{"symbol":"BTC","availableBalance":0.10000000000000000001},{"symbol":"USD","availableBalance":1e-7}]';
    expect((await ask(text)).balances).toEqual({ BTC: '0.10000000000000000001', USD: '0.0000001' });
  });

  it.each(['-', '', null, undefined])('that are told as %j are left out', async (absent) => {
    expect((await ask([row('USD', absent), row('BTC', 1)])).balances).toEqual({ BTC: '1' });
  });

  it('of an account that has none are none', async () => {
    expect((await ask([])).balances).toEqual({});
  });

  it.each<[string, unknown, number?]>([
    ['an amount that is no number', [row('BTC', 1), row('USD', '1,000')]],
    ['an amount that is an object', [row('USD', { amount: 1 })]],
    ['a row without a currency', [row('BTC', 1), row('-', 1)]],
    ['a currency that is none', [row('usd', 1)]],
    ['a currency told twice and not alike', [row('USD', 1), row('USD', 2)]],
    ['a row that is no object', [row('BTC', 1), 'USD']],
    ['an error told with 200', { errors: [{ id: 'a', message: 'no' }] }],
    ['another envelope', { data: [row('USD', 1)] }],
    ['text', '"none"'],
    ['no JSON', '<html>'],
    ['a refusal', { message: 'accountId not found' }, 400],
    ['a failing venue', [row('USD', 1)], 503],
  ])('are undefined for %s', async (_, body, status) => {
    expect((await ask(body, status)).balances).toBeUndefined();
  });

  it('are undefined, not thrown, when they are interrupted', async () => {
    const { fetch } = scripted(() => json([]));
    expect(await venueOf({ fetch }).reader.balances(account(), AbortSignal.abort())).toBeUndefined();
  });
});

describe('products', () => {
  it('are not listed', async () => {
    const { fetch, seen } = scripted(() => json({}));
    expect(await venueOf({ fetch }).reader.products(account())).toEqual({ state: 'unlisted' });
    expect(seen).toHaveLength(0);
  });
});
