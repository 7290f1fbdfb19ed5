import { createHash } from 'node:crypto';
import nock from 'nock';
import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../../src/model/ids.ts';
import { HOST, KEY, NOW, TAG, account, quoted, signatureOf, venueOf } from './desk.ts';
import { EXAMPLES, SECTIONS } from './seed-examples.ts';
import type { SeedCall, SeedExample } from './seed/example.ts';
import { HEADINGS } from './seed/headings.ts';
import { DOUBLED, MENDED } from './seed/market.ts';
import { EXECUTED } from './seed/rfq.ts';
import { guardWire } from './wire.ts';

guardWire();

/** As the page has them. */
const ROUTES: Readonly<Record<SeedCall, readonly [method: string, path: string]>> = {
  getQuote: ['GET', '/trades/v2/getQuote'],
  createQuote: ['POST', '/trades/v2/createQuote'],
  executeQuote: ['POST', '/trades/v2/executeQuote'],
  expireQuote: ['PUT', '/trades/v1/expireQuote'],
  market: ['POST', '/trades/v2/market'],
  order: ['POST', '/trades/v2/order'],
};
/** The calls that take a `usernameRef`. */
const TAGGED: ReadonlySet<SeedCall> = new Set(['createQuote', 'market', 'order']);

function bodyOf({ call, sent }: SeedExample): string {
  if (call === 'getQuote') return '';
  return TAGGED.has(call) ? `${sent},"usernameRef":"${TAG}"}` : `${sent}}`;
}

/** Answers as the page shows; the request must be the documented one, digit for digit, in its order of fields. */
function expectCall(example: SeedExample): nock.Scope {
  const [method, path] = ROUTES[example.call];
  const nonce = String(NOW);
  const body = bodyOf(example);
  const query = example.call === 'getQuote' ? example.sent : '';
  const scope = nock(HOST)
    .matchHeader('x-api-key', KEY)
    .matchHeader('x-nonce', nonce)
    .matchHeader('x-signature', signatureOf(method, path, nonce));
  if (body !== '')
    scope.matchHeader('content-type', 'application/json').matchHeader('content-length', String(body.length));
  return scope.intercept(`${path}${query}`, method).reply(async (request: Request) => {
    const { search } = new URL(request.url);
    const text = body === '' ? '' : await request.text();
    if (text !== body || search !== query) return [501, { unexpected: text, search }];
    return [example.status, example.answer, { 'content-type': 'application/json' }];
  });
}

/** Makes the example's call through the adapter. */
async function make({ call, terms, quoteId, ...example }: SeedExample): Promise<unknown> {
  const venue = venueOf();
  const by = account(example.account === undefined ? {} : { id: example.account as AccountId });
  switch (call) {
    case 'getQuote':
      return venue.reader.quote(by, terms);
    case 'createQuote':
      return venue.writer().prepare(by, terms, TAG);
    case 'expireQuote':
      return venue.writer().dropQuote(quoteId ?? '');
    case 'executeQuote':
    case 'market':
    case 'order': {
      const writer = venue.writer();
      const quote = quoteId === undefined ? {} : { quote: quoted({ ...EXECUTED, quoteId }) };
      const draft = writer.draft(by, terms, TAG, quote);
      const { method, path, body, digest } = draft;
      expect(digest).toBe(createHash('sha256').update(`${method}\n${path}\n${body}`).digest('hex'));
      return writer.send(draft);
    }
  }
}

async function play(example: SeedExample): Promise<unknown> {
  const asked = expectCall(example);
  const answer = await make(example);
  expect(asked.isDone()).toBe(true);
  return answer;
}

/** The answer with each number as its text; what is no JSON as it came. */
function asRead({ status, answer }: SeedExample): unknown {
  const numbered = answer.replaceAll(/: (\d[\d.]*)(?=[,\n])/g, ': "$1"');
  try {
    return JSON.parse(numbered);
  } catch {
    return { status, text: answer };
  }
}

/** Its `ack` is the whole answer, so that every field and every error's id is kept. */
function expectedOf(example: SeedExample): unknown {
  const { told } = example;
  const ack = asRead(example);
  return 'quote' in told ? { ...told, quote: { ...told.quote, ack } } : { ...told, ack };
}

describe.each(SECTIONS)('%s', (_, examples) => {
  it.each(examples)('$heading', async (example) => {
    expect(await play(example)).toEqual(expectedOf(example));
  });
});

describe('the seed', () => {
  it('has 46 examples, and every one is played, in its order', () => {
    expect(EXAMPLES).toHaveLength(46);
    expect(SECTIONS.map(([section, examples]) => [section, examples.map(({ heading }) => heading)])).toEqual(
      HEADINGS,
    );
  });

  it('is answered in these ways', () => {
    const kinds = EXAMPLES.map(({ told }) => ('kind' in told ? told.kind : told.outcome));
    const counts = Object.fromEntries(
      [...new Set(kinds)].map((kind) => [kind, kinds.filter((one) => one === kind).length]),
    );
    expect(counts).toEqual({
      ...{ quote: 3, refused: 8, accepted: 12, rejected: 21, 'in-doubt': 1, expired: 1 },
    });
  });

  it('prints one body that is no JSON: a 400 with it is in doubt, and a refusal once it is mended', async () => {
    expect(() => JSON.parse(DOUBLED)).toThrow(SyntaxError);
    const broken = EXAMPLES.filter(({ answer }) => answer === DOUBLED);
    expect(broken).toMatchObject([{ heading: MENDED.heading, status: 400, told: { kind: 'in-doubt' } }]);
    expect(MENDED.told).toMatchObject({ kind: 'rejected', code: 'quantity' });
    expect(await play(MENDED)).toEqual(expectedOf(MENDED));
  });
});
