import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signatureOf } from '../../../src/venues/paper/aquanow/signing.ts';
import { ACCOUNT, START, type TestVenue, resting, servedVenue } from '../../support/paper-client.ts';

let venue: TestVenue;
beforeEach(async () => {
  venue = await servedVenue();
});
afterEach(() => venue.close());

const PATH = '/trades/v2/order';
const MINUTE = 60_000;

describe('signatures', () => {
  it('hold the reference’s vector', () => {
    expect(signatureOf('test-secret', 'GET', PATH, '1657731573930')).toBe(
      '3009e706051ecfb501581668e935a6857bb4a85c6eead44950a7fb669602f7b757acdaa6bfbfa9b4312205a0f6d45360',
    );
  });

  it.each([
    ['an unknown key', { apiKey: 'other' }, 'Unauthorized: unknown x-api-key'],
    ['another secret', { secret: 'other' }, 'Unauthorized: x-signature does not match'],
    ['a signed query', { path: `${PATH}?accountId=${ACCOUNT}` }, 'Unauthorized: x-signature does not match'],
    ['another signed path', { path: '/trades/v1/order' }, 'Unauthorized: x-signature does not match'],
    ['a nonce that is no number', { nonce: '17380x' }, 'Unauthorized: x-nonce is not a time in milliseconds'],
    ['a nonce of seconds', { nonce: '1738091135' }, 'Unauthorized: x-nonce is outdated'],
    [
      'a nonce over 10 minutes old',
      { nonce: String(START - 10 * MINUTE - 1) },
      'Unauthorized: x-nonce is outdated',
    ],
    [
      'a nonce over 10 minutes ahead',
      { nonce: String(START + 10 * MINUTE + 1) },
      'Unauthorized: x-nonce is outdated',
    ],
  ])('are refused with 401 for %s', async (_, signing, message) => {
    const answer = await venue.client.call('POST', PATH, resting(), signing);
    expect([answer.status, answer.json]).toEqual([401, { message }]);
    expect(venue.paper.ledger().orders).toEqual([]);
  });

  it('are refused with 401 for headers that are missing', async () => {
    expect((await venue.client.raw('GET', PATH, {})).status).toBe(401);
  });

  it('are lower-case hex and nothing else', async () => {
    const headers = venue.client.headers('GET', PATH);
    const signature = headers['x-signature'] ?? '';
    for (const wrong of [signature.toUpperCase(), signature.slice(0, -1), `${signature}0`, ''])
      expect((await venue.client.raw('GET', PATH, { ...headers, 'x-signature': wrong })).status).toBe(401);
    expect((await venue.client.raw('GET', PATH, headers)).status).toBe(200);
  });

  it('take a nonce of exactly 10 minutes ago once, and never again', async () => {
    const signing = { nonce: String(START - 10 * MINUTE) };
    const first = await venue.client.call('GET', PATH, undefined, signing);
    const again = await venue.client.call('GET', PATH, undefined, signing);
    expect([first.status, again.status, again.json]).toEqual([
      200,
      401,
      { message: 'Unauthorized: x-nonce was used before' },
    ]);
  });

  it('use up no nonce when they are wrong', async () => {
    const nonce = venue.client.nonce();
    await venue.client.call('GET', PATH, undefined, { nonce, secret: 'other' });
    expect((await venue.client.call('GET', PATH, undefined, { nonce })).status).toBe(200);
  });

  it('judge the nonce by real time, whatever venue time is', async () => {
    await venue.client.control('time', { advanceMs: 30 * 86_400_000 });
    expect((await venue.client.list()).status).toBe(200);
  });

  it('judge the nonce by a skewed clock where a fault says so', async () => {
    await venue.client.control('faults', { fault: 'clock-skew', ms: -11 * MINUTE });
    const skewed = await venue.client.list();
    expect([skewed.status, skewed.json]).toEqual([401, { message: 'Unauthorized: x-nonce is outdated' }]);
    expect((await venue.client.list()).status).toBe(200);
  });
});

describe('routes', () => {
  it.each([
    ['GET', '/trades/v2/createQuote'],
    ['PUT', '/trades/v2/executeQuote'],
    ['POST', '/trades/v2/getQuote'],
    ['PUT', '/trades/v2/expireQuote'],
    ['POST', '/trades/v1/market'],
    ['PUT', '/trades/v2/order'],
    ['DELETE', '/trades/v2/order'],
    ['GET', '/trades/v1/order'],
    ['GET', '/'],
  ])('that are not there answer as the gateway does: %s %s', async (method, path) => {
    const answer = await venue.client.call(method, path, method === 'GET' ? undefined : {});
    expect([answer.status, answer.json]).toEqual([403, { message: 'Missing Authentication Token' }]);
  });

  it('that take a body want it declared as JSON', async () => {
    const { 'content-type': _, ...headers } = venue.client.headers('POST', PATH);
    const answer = await venue.client.raw(
      'POST',
      PATH,
      { ...headers, 'content-type': 'text/plain' },
      JSON.stringify(resting()),
    );
    expect([answer.status, answer.json]).toEqual([415, { message: 'Unsupported Media Type' }]);
  });
});

describe('the rate', () => {
  it('is 200 calls at once and 10 a second after them', async () => {
    const statuses = new Map<number, number>();
    const call = async (): Promise<void> => {
      const { status } = await venue.client.list();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    };
    for (let i = 0; i < 203; i++) await call();
    expect(Object.fromEntries(statuses)).toEqual({ 200: 200, 429: 3 });
    venue.clock.advance(1000);
    for (let i = 0; i < 12; i++) await call();
    expect(Object.fromEntries(statuses)).toEqual({ 200: 210, 429: 5 });
    expect((await venue.client.list()).json).toEqual({ message: 'Too Many Requests' });
    venue.clock.advance(3_600_000);
    for (let i = 0; i < 203; i++) await call();
    expect(Object.fromEntries(statuses)).toEqual({ 200: 410, 429: 8 });
  });

  it('can be switched off', async () => {
    await venue.close();
    venue = await servedVenue({ rate: 'off' });
    for (let i = 0; i < 210; i++) expect((await venue.client.list()).status).toBe(200);
  });
});
