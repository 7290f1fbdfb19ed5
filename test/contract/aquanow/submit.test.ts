import { createHash } from 'node:crypto';
import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { HOST, KEY, NOW, TAG, account, signatureOf, venueOf } from './desk.ts';
import { ACCEPTED, REFUSED, type SeedExample } from './seed-examples.ts';
import { guardWire } from './wire.ts';

guardWire();

/** Sends the example's terms to a venue that answers as the page shows; the request must be the documented one. */
async function submit(example: SeedExample) {
  const body = `${example.body},"usernameRef":"${TAG}"}`;
  const nonce = String(NOW);
  const sent = nock(HOST)
    .matchHeader('x-api-key', KEY)
    .matchHeader('x-nonce', nonce)
    .matchHeader('x-signature', signatureOf('POST', '/trades/v2/order', nonce))
    .matchHeader('content-type', 'application/json')
    .matchHeader('content-length', String(body.length))
    .post('/trades/v2/order', () => true)
    .reply(async (request: Request) => {
      const text = await request.text();
      // Digit for digit, in this order of fields.
      if (text !== body) return [501, { unexpected: text }];
      return [example.status, example.answer, { 'content-type': 'application/json' }];
    });
  const writer = venueOf().writer();
  const draft = writer.draft(account(), example.terms, TAG);
  expect(draft.body).toBe(body);
  expect(draft.digest).toBe(createHash('sha256').update(`POST\n/trades/v2/order\n${body}`).digest('hex'));
  const verdict = await writer.send(draft);
  expect(sent.isDone()).toBe(true);
  return verdict;
}

/** The answer with each number as its text. */
const asRead = (answer: string): unknown => JSON.parse(answer.replaceAll(/: (\d{13})/g, ': "$1"'));

describe('the seed’s examples of LIMIT, GTC and GTD', () => {
  it.each(ACCEPTED)('200 $title: accepted, its quoteId and its whole ack kept', async (example) => {
    expect(await submit(example)).toEqual({
      kind: 'accepted',
      venueRef: example.quoteId,
      ack: asRead(example.answer),
    });
  });

  it.each(REFUSED)(
    '$status $title: rejected, in the venue’s words and with its error id',
    async (example) => {
      const verdict = await submit(example);
      expect(verdict).toMatchObject({
        kind: 'rejected',
        code: example.code,
        errorId: example.errorId,
        ack: JSON.parse(example.answer),
      });
      expect('message' in verdict && verdict.message).toContain(
        `api.aquanow.io answered ${example.status}: ${example.words}`,
      );
    },
  );

  it('counts six acks and eight errors, as the page does', () => {
    expect([ACCEPTED.length, REFUSED.length]).toEqual([6, 8]);
  });

  it('names clock, path, IP list and permission where the venue says 403', async () => {
    const denied = REFUSED.find(({ status }) => status === 403);
    if (!denied) throw new Error('no such example');
    const verdict = await submit(denied);
    expect('message' in verdict && verdict.message).toMatch(/clock.*path.*IP list.*permission/);
  });
});
