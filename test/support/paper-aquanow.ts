import { expect } from 'vitest';
import { ACCOUNT, type Answer, type PaperClient, type TestVenue } from './paper-client.ts';

/* What the tests of RFQ, MARKET and FOK share: the seed's calls, spelled out, and what is expected of every answer. */

export const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
export const ID: unknown = expect.stringMatching(UUID);

/** The seed's error body. */
export const refused = (status: number, message: string): unknown => [
  status,
  { errors: [{ id: ID, message }] },
];
export const told = ({ status, json }: Answer): unknown => [status, json];

type Fields = Readonly<Record<string, unknown>>;

export const getQuote = (client: PaperClient, query: Readonly<Record<string, string>>): Promise<Answer> =>
  client.call('GET', `/trades/v2/getQuote?${new URLSearchParams(query).toString()}`);
export const createQuote = (client: PaperClient, body: unknown): Promise<Answer> =>
  client.call('POST', '/trades/v2/createQuote', body);
export const executeQuote = (client: PaperClient, quoteId: unknown): Promise<Answer> =>
  client.call('POST', '/trades/v2/executeQuote', { quoteId });
export const expireQuote = (client: PaperClient, quoteId: unknown): Promise<Answer> =>
  client.call('PUT', '/trades/v1/expireQuote', { quoteId });
export const market = (client: PaperClient, body: unknown): Promise<Answer> =>
  client.call('POST', '/trades/v2/market', body);

/** The terms of a small buy, whatever the call. */
export const buy = (change: Fields = {}): Record<string, unknown> => ({
  accountId: ACCOUNT,
  ticker: 'BTC-USD',
  tradeSide: 'buy',
  receiveQuantity: '0.002',
  ...change,
});
export const without = (name: string, fields: Fields = buy()): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

export async function setBook({ client }: TestVenue, bid: string, ask = bid, ticker = 'BTC-USD') {
  expect((await client.control('price', { ticker, bid, ask })).status).toBe(200);
}
export async function setTotal({ client }: TestVenue, symbol: string, total: string) {
  expect((await client.control('balances', { accountId: ACCOUNT, symbol, total })).status).toBe(200);
}
export async function setSettings({ client }: TestVenue, settings: Fields) {
  expect((await client.control('settings', settings)).status).toBe(200);
}

/** Total and free balance, digit for digit as the venue wrote them. */
export async function balance(
  { client }: TestVenue,
  symbol: string,
): Promise<readonly (string | undefined)[]> {
  const { text } = await client.call('GET', `/users/v1/userbalance?accountId=${ACCOUNT}&symbol=${symbol}`);
  return ['totalBalance', 'availableBalance'].map((name) => new RegExp(`"${name}":([^,}]+)`).exec(text)?.[1]);
}

/** A member of the one row of an order, digit for digit as the venue wrote it. */
export async function digits({ client }: TestVenue, usernameRef: string, member: string) {
  const { text } = await client.list(`?usernameRef=${usernameRef}`);
  return new RegExp(`"${member}":([^,}]+)`).exec(text)?.[1];
}

/** What the ledger has accepted. */
export const accepted = ({ paper }: TestVenue): number => paper.ledger().orders.length;
