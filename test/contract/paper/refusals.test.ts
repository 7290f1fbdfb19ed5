import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, START, type TestVenue, resting, servedVenue } from '../../support/paper-client.ts';

let venue: TestVenue;
beforeEach(async () => {
  venue = await servedVenue();
});
afterEach(() => venue.close());

const DAY = 86_400_000;
const without = (name: string, order = resting()): Record<string, unknown> =>
  Object.fromEntries(Object.entries(order).filter(([key]) => key !== name));
const gtd = (expirationTime?: unknown) =>
  resting({ strategy: 'GTD', ...(expirationTime === undefined ? {} : { expirationTime }) });
const NOT_ALLOWED = 'must be equal to one of the allowed values';
const QUANTITY = 'Either deliverQuantity or receiveQuantity must be specified, or must be bigger than 0';

interface Case {
  readonly name: string;
  readonly order: Record<string, unknown> | string;
  readonly status: number;
  readonly message: string;
}

/** The seed's errors of LIMIT, GTC and GTD, each by a request that deserves it. */
const DOCUMENTED: readonly Case[] = [
  {
    name: 'an expirationTime beyond 90 days',
    order: gtd(1869972405009),
    status: 400,
    message: 'expirationTime should be within 90 days from now: 1869972405009',
  },
  {
    name: 'a GTD without expirationTime',
    order: gtd(),
    status: 400,
    message: `data must have required property 'expirationTime'`,
  },
  {
    name: 'an unknown ticker',
    order: resting({ ticker: 'BTC-XXX' }),
    status: 400,
    message: `data/ticker ${NOT_ALLOWED}`,
  },
  {
    name: 'an unknown trade side',
    order: resting({ tradeSide: 'buying' }),
    status: 400,
    message: `data/tradeSide ${NOT_ALLOWED}`,
  },
  {
    name: 'insufficient funds',
    order: resting({ receiveQuantity: '126' }),
    status: 400,
    message: 'Insufficient Trade Credit',
  },
  {
    name: 'a size below the minimum',
    order: resting({ receiveQuantity: '0.0001' }),
    status: 400,
    message: 'The requested quantity is smaller than the minimum order size 15',
  },
];

/** What the sources are silent about: invented, in the same shape. */
const INVENTED: readonly Case[] = [
  ...['strategy', 'accountId', 'ticker', 'tradeSide', 'priceLimit'].map((name) => ({
    name: `no ${name}`,
    order: without(name),
    status: 400,
    message: `data must have required property '${name}'`,
  })),
  {
    name: 'an unknown strategy',
    order: resting({ strategy: 'IOC' }),
    status: 400,
    message: `data/strategy ${NOT_ALLOWED}`,
  },
  { name: 'both quantities', order: resting({ deliverQuantity: '1000' }), status: 400, message: QUANTITY },
  { name: 'no quantity', order: without('receiveQuantity'), status: 400, message: QUANTITY },
  { name: 'a quantity of zero', order: resting({ receiveQuantity: '0.00' }), status: 400, message: QUANTITY },
  {
    name: 'a quantity that is a JSON number',
    order: resting({ receiveQuantity: 0.02 }),
    status: 400,
    message: 'data/receiveQuantity must be string',
  },
  {
    name: 'a quantity with an exponent',
    order: resting({ receiveQuantity: '2e-2' }),
    status: 400,
    message: String.raw`data/receiveQuantity must match pattern "^(0|[1-9]\d*)(\.\d+)?$"`,
  },
  {
    name: 'a price that is a JSON number',
    order: resting({ priceLimit: 80000 }),
    status: 400,
    message: 'data/priceLimit must be string',
  },
  {
    name: 'a price of zero',
    order: resting({ priceLimit: '0' }),
    status: 400,
    message: 'data/priceLimit must be bigger than 0',
  },
  {
    name: 'an expirationTime that is a text',
    order: gtd('1738351211000'),
    status: 400,
    message: 'data/expirationTime must be number',
  },
  {
    name: 'an expirationTime that has passed',
    order: gtd(START),
    status: 400,
    message: `expirationTime should be within 90 days from now: ${START}`,
  },
  {
    name: 'an expirationTime one millisecond too late',
    order: gtd(START + 90 * DAY + 1),
    status: 400,
    message: `expirationTime should be within 90 days from now: ${START + 90 * DAY + 1}`,
  },
  {
    name: 'a usernameRef of 64 characters',
    order: resting({ usernameRef: 'a'.repeat(64) }),
    status: 400,
    message: 'data/usernameRef must NOT have more than 63 characters',
  },
  {
    name: 'a usernameRef with a hyphen',
    order: resting({ usernameRef: 'tf-1' }),
    status: 400,
    message: 'data/usernameRef must match pattern "^[A-Za-z0-9]*$"',
  },
  {
    name: 'a field that does not exist',
    order: resting({ clientOrderId: 'x' }),
    status: 400,
    message: 'data must NOT have additional properties',
  },
  {
    name: 'an account that is not ours',
    order: resting({ accountId: 'CA0000000X' }),
    status: 400,
    message: 'accountId CA0000000X not found',
  },
  { name: 'a body that is no JSON', order: '{"strategy":', status: 400, message: 'data must be object' },
  { name: 'a body that is a list', order: '[]', status: 400, message: 'data must be object' },
];

async function outcome(order: Case['order']): Promise<unknown> {
  const { status, json } = await venue.client.call('POST', '/trades/v2/order', order);
  return { status, json, ledger: venue.paper.ledger() };
}
/** What is answered, and that nothing was accepted. */
const refusal = (status: number, message: string): unknown => ({
  status,
  json: { errors: [{ id: expect.stringMatching(/^[\da-f-]{36}$/), message }] },
  ledger: expect.objectContaining({ orders: [], requests: { received: 1, accepted: 0 } }),
});

describe('an order that the venue refuses', () => {
  it.each(DOCUMENTED)('answers as the seed does: $name', async ({ order, status, message }) => {
    expect(await outcome(order)).toEqual(refusal(status, message));
  });

  it.each(INVENTED)('answers in the same shape: $name', async ({ order, status, message }) => {
    expect(await outcome(order)).toEqual(refusal(status, message));
  });

  it('answers 403 Access Denied where the key may not trade, before it looks at the order', async () => {
    await venue.client.control('settings', { tradePermission: false });
    expect(await outcome({})).toEqual(refusal(403, 'Access Denied'));
  });

  it.each(['LIMIT', 'GTC'])('answers 502 where %s is not switched on for the account', async (strategy) => {
    await venue.client.control('settings', {
      strategies: { '*': ['LIMIT', 'GTC', 'GTD'], [ACCOUNT]: ['GTD'] },
    });
    expect(await outcome(resting({ strategy }))).toEqual(refusal(502, `User not authorized for ${strategy}`));
  });

  it('takes a size of exactly the minimum and a date of exactly 90 days', async () => {
    const least = await venue.client.submit(resting({ receiveQuantity: '0.0001875' }));
    const latest = await venue.client.submit(gtd(START + 90 * DAY));
    expect([least.status, latest.status]).toEqual([200, 200]);
  });

  it('takes an order for exactly what is free, and then no more', async () => {
    const all = await venue.client.submit(resting({ receiveQuantity: '125' }));
    const more = await venue.client.submit(resting());
    expect([all.status, more.status, more.json.errors[0].message]).toEqual([
      200,
      400,
      'Insufficient Trade Credit',
    ]);
  });

  it('gives every error an id of its own', async () => {
    const [first, second] = [await venue.client.submit({}), await venue.client.submit({})];
    expect(first.json.errors[0].id).not.toBe(second.json.errors[0].id);
  });
});
