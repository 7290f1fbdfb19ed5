import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { START } from '../../support/paper-client.ts';
import {
  BINANCE,
  BYBIT,
  CREATE,
  SEED_BODY,
  STRATEGIES,
  type VolvenVenue,
  servedVolven,
  smo,
  volvenVenue,
} from '../../support/volven-client.ts';

let venue: VolvenVenue;
beforeEach(() => {
  venue = volvenVenue();
});
afterEach(() => venue.close());

const settings = (change: object) => venue.client.control('settings', change);
const TYPED = `${STRATEGIES}/SMO/action/create`;
const TIMESTAMP = '2025-01-28T19:05:35.962+00:00';

/** The errors of a refused request, which must have left no strategy. */
const errorsOf = async (body: unknown): Promise<unknown> => {
  const { status, json } = await venue.client.create(body);
  expect(status).toBe(400);
  expect(venue.paper.ledger().strategies).toEqual([]);
  return json.errors?.map((each: { field: string; description: string }) => [each.field, each.description]);
};

describe('a strategy', () => {
  it.each([CREATE, TYPED])('of the seed is created by %s', async (path) => {
    const { status, json } = await venue.client.call('POST', path, SEED_BODY);
    expect([status, json]).toEqual([201, { strategyId: expect.stringMatching(/^[\da-f-]{36}$/) }]);
    expect(venue.paper.ledger()).toMatchObject({
      strategyRequests: { received: 1, accepted: 1 },
      requests: { received: 0, accepted: 0 },
      strategies: [{ strategyId: json.strategyId, request: JSON.stringify(SEED_BODY) }],
    });
  });

  it('is created over TCP as well', async () => {
    const tcp = await servedVolven();
    const { status, json } = await tcp.client.create(SEED_BODY);
    expect([status, tcp.paper.ledger().strategies[0]?.strategyId]).toEqual([201, json.strategyId]);
    await tcp.close();
  });

  it('is kept in the ledger with every field, digit by digit', async () => {
    const text = JSON.stringify({ ...SEED_BODY, orderMaxSize: 0 }).replace(
      '"size":0.1,',
      '"size":0.100,"ignoreWarnings":true,',
    );
    const body = text.replace('"orderMaxSize":0,', '"orderMaxSize":3e-2,');
    const { strategyId } = (await venue.client.create(body)).json;
    expect(venue.paper.ledger().strategies).toEqual([
      {
        ...{ sequence: 1, at: START, strategyId, source: 'api', userId: '42', request: body },
        ...{ strategyType: 'SMO', accountId: BYBIT, exchangeCode: 'BYB', productCode: 'btcusdt_f' },
        ...{ side: 'BUY', size: '0.100', priceLimit: '95000', orderMaxSize: '0.03', aggressiveness: '0.5' },
        ...{ triggerPrice: '94000', useSpikeProtection: 0, alwaysPassive: 1, autoRun: 1, ignoreWarnings: 1 },
        ...{ status: 'WAITING_TRIGGER', reason: null, version: 2, updatedAt: START },
        ...{ filledSize: '0', worth: '0', rejects: 0, actions: [], fills: [] },
      },
    ]);
  });

  it('takes the defaults of what is left out: no limit, all in one order, halfway, not started', async () => {
    await venue.client.create({
      ...{ strategyType: 'SMO', productCode: 'btcusdt', accountId: BYBIT, side: 'SELL', size: 0.5 },
      ...{ priceLimit: null, autoRun: null },
    });
    expect(venue.paper.ledger().strategies).toMatchObject([
      {
        ...{ priceLimit: null, orderMaxSize: null, triggerPrice: null, aggressiveness: '0.5' },
        ...{ useSpikeProtection: 0, alwaysPassive: 0, autoRun: 0, ignoreWarnings: 0, status: 'CREATED' },
      },
    ]);
  });

  it('is created again by the same request: nothing makes it idempotent', async () => {
    const [first, second] = [await venue.client.create(SEED_BODY), await venue.client.create(SEED_BODY)];
    expect(first.json.strategyId).not.toBe(second.json.strategyId);
    expect(venue.paper.ledger().strategyRequests).toEqual({ received: 2, accepted: 2 });
  });

  it.each([
    ['0.10000000000000000001', '0.10000000000000000001'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['1234567890.12345678901234567890', '1234567890.12345678901234567890'],
    ['1e-20', '0.00000000000000000001'],
    ['1.5E+3', '1500'],
  ])('keeps every digit of a size of %s', async (written, kept) => {
    const body = `{"strategyType":"SMO","productCode":"finusdt","accountId":"${BYBIT}","side":"BUY","size":${written}}`;
    const { strategyId } = (await venue.client.create(body)).json;
    expect(venue.paper.ledger().strategies[0]?.size).toBe(kept);
    const row = await venue.client.row(strategyId);
    expect([row.state.size, row.uiParams.size]).toEqual([kept, { value: written }]);
  });

  it('ignores fields that it doesn’t know, or refuses them by setting', async () => {
    expect((await venue.client.create(smo({ reduceOnly: true }))).status).toBe(201);
    await settings({ unknownFields: 'refuse' });
    const { status, json } = await venue.client.create(smo({ reduceOnly: true, size: 0 }));
    expect([status, json.errors]).toEqual([
      400,
      [
        { field: 'reduceOnly', description: 'unknown field' },
        { field: 'size', description: 'must be greater than 0' },
      ],
    ]);
  });

  it('needs the right to create one, by setting', async () => {
    await settings({ volvenPermission: false });
    const { status, json } = await venue.client.create(SEED_BODY);
    expect([status, json.message]).toEqual([403, 'Access Denied']);
    expect(venue.paper.ledger().strategyRequests).toEqual({ received: 1, accepted: 0 });
  });
});

describe('a request that is refused', () => {
  it('gets all four errors of the seed at once, in its words and its shape', async () => {
    const { status, json } = await venue.client.create({
      ...SEED_BODY,
      ...{ side: 'buy', priceLimit: 0, orderMaxSize: -1, aggressiveness: 1.5 },
    });
    expect([status, json]).toEqual([
      400,
      {
        timestamp: TIMESTAMP,
        status: '400',
        error: 'Bad Request',
        message: 'Validation failed',
        path: TYPED,
        errors: [
          { field: 'aggressiveness', description: 'must be between 0 and 1' },
          { field: 'orderMaxSize', description: 'must be greater than 0' },
          { field: 'priceLimit', description: 'must be greater than 0' },
          { field: 'side', description: 'must match "BUY|SELL"' },
        ],
      },
    ]);
    expect(Object.keys(json)).toEqual(['timestamp', 'status', 'error', 'message', 'path', 'errors']);
  });

  it('gets them in the shape of the OpenAPI description by setting', async () => {
    await settings({ errorShape: 'openapi' });
    const text = JSON.stringify({ ...SEED_BODY, side: 'buy' }).replace('0.5', '1.50');
    const { status, json } = await venue.client.create(text.replace('"size":0.1,', ''));
    expect([status, json]).toEqual([
      400,
      {
        timestamp: TIMESTAMP,
        status: 400,
        error: 'Bad Request',
        errorCode: 'VALIDATION_FAILED',
        path: TYPED,
        errors: [
          {
            fields: ['aggressiveness'],
            description: 'must be between 0 and 1',
            rejectedValue: '1.50',
            firstField: 'aggressiveness',
          },
          {
            fields: ['side'],
            description: 'must match "BUY|SELL"',
            rejectedValue: 'buy',
            firstField: 'side',
          },
          { fields: ['size'], description: 'must not be null', firstField: 'size' },
        ],
      },
    ]);
  });

  it('names every required field that is missing', async () => {
    expect(await errorsOf({})).toEqual(
      ['accountId', 'productCode', 'side', 'size', 'strategyType'].map((field) => [
        field,
        'must not be null',
      ]),
    );
  });

  it.each([
    [{ strategyType: 'TWAP' }, 'strategyType', 'must match "SMO"'],
    [{ strategyType: 7 }, 'strategyType', 'must be a string'],
    [{ productCode: 'dogeusdt' }, 'productCode', 'unknown product on BYB'],
    [{ productCode: 'BTCUSDT' }, 'productCode', 'unknown product on BYB'],
    [{ productCode: 'lunausdt', size: 1 }, 'productCode', 'product is removed'],
    [{ productCode: 'finusdt', accountId: BINANCE }, 'productCode', 'unknown product on BIN'],
    [{ accountId: '1' }, 'accountId', 'unknown account'],
    [{ accountId: 99998 }, 'accountId', 'must be a string'],
    [{ side: 'BUY ' }, 'side', 'must match "BUY|SELL"'],
    [{ size: '0.1' }, 'size', 'must be a number'],
    [{ size: 0 }, 'size', 'must be greater than 0'],
    [{ size: -0.1 }, 'size', 'must be greater than 0'],
    [{ size: 0.0005, orderMaxSize: undefined }, 'size', 'must be greater than or equal to 0.001'],
    [{ size: 0.0015 }, 'size', 'must be a multiple of 0.001'],
    [{ size: 1190.001 }, 'size', 'must be less than or equal to 1190.000'],
    [{ orderMaxSize: 0 }, 'orderMaxSize', 'must be greater than 0'],
    [{ orderMaxSize: 0.0009 }, 'orderMaxSize', 'must be greater than or equal to 0.001'],
    [{ orderMaxSize: 0.0305 }, 'orderMaxSize', 'must be a multiple of 0.001'],
    [{ priceLimit: 0 }, 'priceLimit', 'must be greater than 0'],
    [{ priceLimit: 0.05 }, 'priceLimit', 'must be greater than or equal to 0.10'],
    [{ priceLimit: 95000.05 }, 'priceLimit', 'must be a multiple of 0.10'],
    [{ triggerPrice: 0.09 }, 'triggerPrice', 'must be greater than or equal to 0.10'],
    [{ triggerPrice: -1 }, 'triggerPrice', 'must be greater than or equal to 0.10'],
    [{ triggerPrice: 94000.01 }, 'triggerPrice', 'must be a multiple of 0.10'],
    [{ aggressiveness: -0.1 }, 'aggressiveness', 'must be between 0 and 1'],
    [{ aggressiveness: 1.0000001 }, 'aggressiveness', 'must be between 0 and 1'],
    [{ autoRun: 'true' }, 'autoRun', 'must be a boolean'],
    [{ alwaysPassive: 1 }, 'alwaysPassive', 'must be a boolean'],
    [{ useSpikeProtection: 'no' }, 'useSpikeProtection', 'must be a boolean'],
    [{ ignoreWarnings: 0 }, 'ignoreWarnings', 'must be a boolean'],
  ])('tells what is wrong with %j', async (change, field, description) => {
    expect(await errorsOf(smo(change))).toEqual([[field, description]]);
  });

  it.each([
    ['1e1000', 'must be a number'],
    ['0.00000000000000000000001', 'must be greater than or equal to 0.00000000000000000001'],
    ['0.100000000000000000011', 'must be a multiple of 0.00000000000000000001'],
  ])('is judged by all digits of a size: %s', async (size, description) => {
    const body = `{"strategyType":"SMO","productCode":"finusdt","accountId":"${BYBIT}","side":"BUY","size":${size}}`;
    expect(await errorsOf(body)).toEqual([['size', description]]);
  });

  it('is judged by its worth where the product wants a least one: size and every order', async () => {
    const spot = { productCode: 'btcusdt', priceLimit: 50000, triggerPrice: 60000 };
    expect(await errorsOf(smo({ ...spot, size: 0.000099, orderMaxSize: 0.00005 }))).toEqual([
      ['orderMaxSize', 'notional value must be greater than or equal to 5'],
      ['size', 'notional value must be greater than or equal to 5'],
    ]);
    expect((await venue.client.create(smo({ ...spot, size: 0.0001, orderMaxSize: 0.0001 }))).status).toBe(
      201,
    );
  });

  it('is judged at the last price where it has no limit', async () => {
    await venue.client.control('price', { ticker: 'BTC-USDT', price: '100000' });
    const spot = { productCode: 'btcusdt', orderMaxSize: undefined };
    expect(await errorsOf(smo({ ...spot, size: 0.000049 }))).toEqual([
      ['size', 'notional value must be greater than or equal to 5'],
    ]);
    expect((await venue.client.create(smo({ ...spot, size: 0.00005 }))).status).toBe(201);
  });

  it('names another type in the path, and no other text', async () => {
    const path = async (strategyType: string): Promise<string> =>
      (await venue.client.create(smo({ strategyType }))).json.path;
    expect([await path('TWAP'), await path('../../x')]).toEqual([`${STRATEGIES}/TWAP/action/create`, TYPED]);
  });

  it.each([
    ['a trailing comma, as the seed prints it', JSON.stringify(SEED_BODY).replace(/}$/, ',}')],
    ['a list', '[]'],
    ['nothing', ''],
    ['a number', '7'],
    ['text behind it', '{}x'],
    ['a number with a leading zero', '{"size":01}'],
  ])('is no JSON object: %s', async (_, body) => {
    const { status, json } = await venue.client.create(body);
    expect([status, json]).toEqual([
      400,
      {
        timestamp: TIMESTAMP,
        status: '400',
        error: 'Bad Request',
        message: 'Malformed JSON request',
        path: TYPED,
      },
    ]);
    await settings({ errorShape: 'openapi' });
    expect((await venue.client.create(body)).json).toEqual({
      ...{
        timestamp: TIMESTAMP,
        status: 400,
        error: 'Bad Request',
        errorCode: 'MALFORMED_JSON',
        path: TYPED,
      },
    });
    expect(venue.paper.ledger().strategyRequests).toEqual({ received: 2, accepted: 0 });
  });

  it('takes no field from a prototype', async () => {
    expect(await errorsOf('{"__proto__":{"side":"BUY","size":1},"constructor":1}')).toHaveLength(5);
  });

  it('wants its JSON declared', async () => {
    const answer = await venue.client.raw(
      'POST',
      CREATE,
      { authorization: 'Bearer paper-token', 'content-type': 'text/plain' },
      JSON.stringify(SEED_BODY),
    );
    expect([answer.status, answer.json.error]).toEqual([415, 'Unsupported Media Type']);
  });
});

describe('a warning', () => {
  beforeEach(() => venue.client.control('price', { ticker: 'BTC-USDT', bid: '100000', ask: '100000' }));

  it.each([
    ['BUY', 105000, 105000.1],
    ['SELL', 95000, 94999.9],
  ])('of a limit far through the market holds a %s back', async (side, near, far) => {
    expect((await venue.client.create(smo({ side, priceLimit: near }))).status).toBe(201);
    const { status, json } = await venue.client.create(smo({ side, priceLimit: far }));
    expect([status, json.status, json.error, json.path]).toEqual([422, '422', 'Unprocessable Entity', TYPED]);
    expect(json.errors).toEqual([
      {
        field: 'priceLimit',
        description: 'is more than 5 % through the market; set ignoreWarnings to go ahead',
      },
    ]);
    expect((await venue.client.create(smo({ side, priceLimit: far, ignoreWarnings: false }))).status).toBe(
      422,
    );
    expect((await venue.client.create(smo({ side, priceLimit: far, ignoreWarnings: true }))).status).toBe(
      201,
    );
    expect(venue.paper.ledger().strategyRequests).toEqual({ received: 4, accepted: 2 });
  });

  it('comes after all errors', async () => {
    const { status } = await venue.client.create(smo({ priceLimit: 200000, size: 0 }));
    expect(status).toBe(400);
  });
});
