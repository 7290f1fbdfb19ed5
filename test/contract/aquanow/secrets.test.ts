import { inspect } from 'node:util';
import nock from 'nock';
import { describe, expect, it } from 'vitest';
import type { VenueOrderId } from '../../../src/model/ids.ts';
import { HOST, KEY, SECRET, TAG, account, scripted, terms, venueOf } from './desk.ts';
import { guardWire } from './wire.ts';

guardWire();

/** Everything that a caller could print, by any way of printing it. */
const printed = (...values: readonly unknown[]): string =>
  values
    .map(
      (value) =>
        `${inspect(value, { depth: 20, showHidden: true })} ${JSON.stringify(value)} ${String(value)}`,
    )
    .join('\n');

/** The secrets in a text: key, secret, and anything as long as a signature. */
const secretsIn = (text: string): readonly string[] => [
  ...[KEY, SECRET].filter((secret) => text.includes(secret)),
  ...(text.match(/\b[0-9a-f]{96}\b/g) ?? []),
];

const rfq = terms({ strategy: 'RFQ' });

async function everyCall(venue: ReturnType<typeof venueOf>): Promise<unknown[]> {
  const writer = venue.writer();
  const draft = writer.draft(account(), terms(), TAG);
  const wanted = { tag: TAG, tagSent: true, reference: TAG, orderId: 'o-1' as VenueOrderId };
  return [
    ...[venue, writer, draft, await writer.send(draft), await writer.cancel(account(), wanted.orderId)],
    ...[await venue.reader.snapshot(account(), [wanted]), await venue.reader.find(account(), wanted)],
    ...[await writer.prepare(account(), rfq, TAG), await writer.dropQuote('q-1')],
    ...[await venue.reader.quote(account(), rfq), await venue.reader.balances(account())],
  ];
}

describe('no secret is printed', () => {
  it('when the network fails in every way', async () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'CERT_HAS_EXPIRED', 'NEW']) {
      const fail = () => Object.assign(new Error(`${KEY} ${SECRET}`), { code });
      nock(HOST).post('/trades/v2/order').replyWithError(fail());
      nock(HOST).delete('/trades/v1/order').replyWithError(fail());
      nock(HOST).get('/trades/v2/order').query(true).times(10).replyWithError(fail());
      nock(HOST).post('/trades/v2/createQuote').replyWithError(fail());
      nock(HOST).put('/trades/v1/expireQuote').replyWithError(fail());
      nock(HOST).get('/trades/v2/getQuote').query(true).times(5).replyWithError(fail());
      nock(HOST).get('/users/v1/userbalance').query(true).times(5).replyWithError(fail());
      expect(secretsIn(printed(...(await everyCall(venueOf()))))).toEqual([]);
    }
  });

  it.each([200, 400, 403, 500])('when the venue echoes the request in a %i', async (status) => {
    const { fetch } = scripted(({ headers }) => {
      const echo = JSON.stringify(Object.fromEntries(headers));
      return new Response(JSON.stringify({ message: `you sent ${echo}`, secret: SECRET, headers: echo }), {
        status,
      });
    });
    expect(secretsIn(printed(...(await everyCall(venueOf({ fetch })))))).toEqual([]);
  });

  it('when a key can’t be put into a header', async () => {
    const { Secret } = await import('../../../src/lib/secret.ts');
    const venue = venueOf({ settings: { apiKey: new Secret(`${KEY}\nx`) } });
    const writer = venue.writer();
    const verdict = await writer.send(writer.draft(account(), terms(), TAG));
    expect(verdict).toMatchObject({ kind: 'not-sent', code: 'no-request' });
    expect(secretsIn(printed(verdict))).toEqual([]);
  });

  it.each([
    ['http://api.aquanow.io', 'is not https'],
    ['https://user:password-1234@api.aquanow.io', 'holds a user or a password'],
    ['https://api.aquanow.io/?key=password-1234', 'holds a query'],
    ['api.aquanow.io', 'is not an address'],
    ['ftp://127.0.0.1', 'is not https'],
  ])('to an address like %s', (url, why) => {
    const make = () => venueOf({ settings: { url } });
    expect(make).toThrow(`\`venues.aquanow.url\` ${why}`);
    expect(make).not.toThrow('password-1234');
  });
});
