import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { AccountId } from '../../../src/model/ids.ts';
import { guardWire } from '../aquanow/wire.ts';
import { CREATE, HOST, TAG, TOKEN, account, number, smo, venueOf } from './desk.ts';
import {
  ACCOUNTS,
  ACCOUNTS_AS_PRINTED,
  CREATED,
  CREATE_AS_PRINTED,
  CREATE_BODY,
  EXCHANGE_CODES,
  PRODUCTS,
  VALIDATION_FAILED,
} from './seed-examples.ts';

guardWire();

const venue = () => nock(HOST).matchHeader('authorization', `Bearer ${TOKEN}`);
const lists = (accounts: string) => venue().get('/as/v3/accounts').reply(200, accounts);

describe('Exchange account', () => {
  it('GET /as/v3/accounts: the Bybit account has the ID 99998', async () => {
    lists(ACCOUNTS);
    const named = account({ id: '' as AccountId, lookup: { exchangeCode: 'BYB', name: 'Bybit' } });
    expect(await venueOf().findAccount?.(named)).toEqual({
      kind: 'found',
      account: { ...named, id: '99998' },
    });
  });

  it('GET /as/v3/accounts: the Binance account is found by its id', async () => {
    lists(ACCOUNTS);
    const named = account({ id: '99999' as AccountId });
    expect(await venueOf().findAccount?.(named)).toEqual({ kind: 'found', account: named });
  });

  it('its sample as printed is no JSON, and nothing is concluded from it', async () => {
    lists(ACCOUNTS_AS_PRINTED);
    expect(await venueOf().findAccount?.(account())).toMatchObject({
      kind: 'unknown',
      reason: 'the list of accounts: volven.example answered with something else than such a list',
    });
  });
});

describe('Products metadata', () => {
  it('GET /mms/v2/productDetails?exchangeCode=BYB: both products of the sample', async () => {
    lists(ACCOUNTS);
    venue().get('/mms/v2/productDetails').query({ exchangeCode: 'BYB' }).reply(200, PRODUCTS);
    const answer = await venueOf().reader.products(account());
    expect(answer.state === 'known' && Object.fromEntries(answer.products)).toEqual({
      btcusdt: {
        ...{ code: 'btcusdt', name: 'BTC/USDT', base: 'BTC', quote: 'USDT', kind: 'spot' },
        ...{ minSize: '0.000001', maxSize: '17000', sizeIncrement: '0.000001' },
        ...{ minPrice: '0.01', priceIncrement: '0.01', minNotional: '5', removed: false },
      },
      btcusdt_f: {
        ...{ code: 'btcusdt_f', name: 'BTCUSDT Perpetual', base: 'BTC', quote: 'USDT', kind: 'futures' },
        ...{ minSize: '0.001', maxSize: '1190.000', sizeIncrement: '0.001' },
        ...{ minPrice: '0.10', priceIncrement: '0.10', removed: false },
      },
    });
  });

  it.each(EXCHANGE_CODES)('exchangeCode=%s narrows the list', async (code) => {
    lists(ACCOUNTS.replaceAll('"BIN"', '"OTHER"').replaceAll('"BYB"', `"${code}"`));
    venue()
      .get('/mms/v2/productDetails')
      .query({ exchangeCode: code })
      .reply(200, PRODUCTS.replaceAll('"BYB"', `"${code}"`));
    const answer = await venueOf().reader.products(account());
    expect(answer.state === 'known' && [...answer.products.keys()]).toEqual(['btcusdt', 'btcusdt_f']);
  });

  it('GET /mms/v2/productDetails: for an exchange that is not in the list, and what is of another one is left out', async () => {
    lists(ACCOUNTS.replaceAll('"BYB"', '"NEW"'));
    const own = PRODUCTS.replace('"BYB"', '"NEW"');
    venue().get('/mms/v2/productDetails').reply(200, own);
    const answer = await venueOf().reader.products(account());
    expect(answer.state === 'known' && [...answer.products.keys()]).toEqual(['btcusdt']);
  });
});

describe('Create strategy', () => {
  const terms = smo({
    size: '0.1',
    priceLimit: '95000',
    parameters: {
      alwaysPassive: true,
      useSpikeProtection: false,
      triggerPrice: number('94000'),
      aggressiveness: number('0.5'),
      orderMaxSize: decimal('0.03'),
    },
  });

  /** Sends the sample; its request must be the documented one, digit for digit and in its order of fields. */
  async function create(status: number, answer: string) {
    const sent = venue()
      .matchHeader('content-type', 'application/json')
      .matchHeader('content-length', String(CREATE_BODY.length))
      .post(CREATE, () => true)
      .reply(async (request: Request) => {
        const text = await request.text();
        return text === CREATE_BODY ? [status, answer] : [501, { unexpected: text }];
      });
    const writer = venueOf().writer();
    const verdict = await writer.send(writer.draft(account(), terms, TAG));
    expect(sent.isDone()).toBe(true);
    return verdict;
  }

  it('POST …/strategies/action/create, 201: accepted under its strategyId', async () => {
    expect(await create(201, CREATED)).toEqual({
      kind: 'accepted',
      orderId: 'string',
      ack: { strategyId: 'string' },
    });
  });

  it('its sample as printed is no JSON: what is sent is the same without the last comma', () => {
    expect(() => JSON.parse(CREATE_AS_PRINTED) as unknown).toThrow(SyntaxError);
    const { body } = venueOf().writer().draft(account(), terms, TAG);
    expect(body).toBe(CREATE_BODY);
    expect(CREATE_AS_PRINTED.replaceAll(/\s/g, '')).toBe(`${body.slice(0, -1)},}`);
  });

  it('400: rejected, with every field’s error', async () => {
    const verdict = await create(400, VALIDATION_FAILED);
    expect(verdict).toEqual({
      kind: 'rejected',
      code: 'invalid-fields',
      message:
        'volven.example answered 400: Validation failed: aggressiveness must be between 0 and 1; orderMaxSize must be greater than 0; priceLimit must be greater than 0; side must match "BUY|SELL"',
      fields: [
        { field: 'aggressiveness', message: 'must be between 0 and 1' },
        { field: 'orderMaxSize', message: 'must be greater than 0' },
        { field: 'priceLimit', message: 'must be greater than 0' },
        { field: 'side', message: 'must match "BUY|SELL"' },
      ],
      ack: JSON.parse(VALIDATION_FAILED),
    });
  });
});
