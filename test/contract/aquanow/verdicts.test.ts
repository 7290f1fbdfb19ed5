import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESTING_STRATEGIES, type RestingStrategy } from '../../../src/model/terms.ts';
import { ORDER_VERDICTS } from '../../../src/venues/aquanow/verdicts.ts';
import { TAG, account, json, scripted, terms, venueOf } from './desk.ts';

async function answeredBy(answer: () => Response, strategy: RestingStrategy = 'GTC') {
  const { fetch, seen } = scripted(answer);
  const writer = venueOf({ fetch }).writer();
  const wanted = terms({ strategy, ...(strategy === 'GTD' ? { expirationTime: 1738351211000 } : {}) });
  const verdict = await writer.send(writer.draft(account(), wanted, TAG));
  expect(seen).toHaveLength(1);
  return verdict;
}

const error = (message: string, id = '60a6a307') => ({ errors: [{ id, message }] });

describe('an answer with an id is accepted, whatever else it says', () => {
  it.each([200, 201, 400, 401, 403, 429, 500, 502, 504])('with status %i', async (status) => {
    const body = { ...error('Insufficient Trade Credit'), data: { quoteId: 'q-1', receiveQuantity: 0 } };
    expect(await answeredBy(() => json(body, status))).toMatchObject({ kind: 'accepted', venueRef: 'q-1' });
  });

  it('with an orderId beside the quoteId: both are kept', async () => {
    expect(await answeredBy(() => json({ data: { orderId: 'o-1', quoteId: 'q-1' } }))).toEqual({
      kind: 'accepted',
      orderId: 'o-1',
      venueRef: 'q-1',
      ack: { data: { orderId: 'o-1', quoteId: 'q-1' } },
    });
  });

  it('with another account, ticker and side than were asked for', async () => {
    const data = { accountId: 'CA9', quoteId: 'q-1', ticker: 'ETH-USD', tradeSide: 'sell' };
    expect(await answeredBy(() => json({ data }))).toMatchObject({ kind: 'accepted', venueRef: 'q-1' });
  });

  it('and its numbers are kept digit for digit', async () => {
    const text = '{"data":{"quoteId":"q-1","price":102536.060,"fee":1e-7,"big":12345678901234567890.10}}';
    expect(await answeredBy(() => new Response(text))).toMatchObject({
      ack: { data: { price: '102536.060', fee: '1e-7', big: '12345678901234567890.10' } },
    });
  });
});

describe('not sent', () => {
  it.each(['', '{"message":"Unauthorized"}', '<html>', '{"errors":[]}'])('401 with %j', async (text) => {
    const verdict = await answeredBy(() => new Response(text, { status: 401 }));
    expect(verdict).toMatchObject({ kind: 'not-sent', code: 'unauthorized' });
    expect('message' in verdict && verdict.message).toMatch(/clock.*path.*IP list.*permission/);
  });

  it('429, and a spent quota is told apart', async () => {
    const throttled = await answeredBy(() => json({ message: 'Too Many Requests' }, 429));
    expect(throttled).toMatchObject({ kind: 'not-sent', code: 'rate-limited' });
    const spent = await answeredBy(() => json({ message: 'Limit Exceeded' }, 429));
    expect(spent).toMatchObject({ kind: 'not-sent', code: 'quota-spent' });
    expect('message' in spent && spent.message).toContain('00:00 UTC');
  });
});

describe('rejected', () => {
  it.each([400, 403, 404, 422])('%i with either error body', async (status) => {
    expect(await answeredBy(() => json(error('no'), status))).toMatchObject({
      kind: 'rejected',
      code: 'refused',
      errorId: '60a6a307',
    });
    const verdict = await answeredBy(() => json({ message: 'no' }, status));
    expect(verdict).toMatchObject({ kind: 'rejected', code: 'refused' });
    expect(verdict).not.toHaveProperty('errorId');
  });

  it.each([
    [500, 'User not authorized for GTC'],
    [502, 'User not authorized for LIMIT'],
    [500, "You don't have permission to do this, contact info@aquanow.io if you have questions"],
    [502, "You don't have permission to do this, contact info@aquanow.io if you have questions"],
    [200, 'Insufficient Trade Credit'],
  ])('%i with the known body %j', async (status, message) => {
    expect(await answeredBy(() => json(error(message), status))).toMatchObject({ kind: 'rejected' });
  });

  it('every message of several is told', async () => {
    const errors = [...error('one', 'a').errors, ...error('two', 'b').errors];
    expect(await answeredBy(() => json({ errors }, 400))).toMatchObject({
      errorId: 'a',
      message: 'api.aquanow.io answered 400: one; two',
    });
  });
});

describe('in doubt is whatever is not listed', () => {
  it.each<[string, number, unknown]>([
    ['an error with 200 that is no known refusal', 200, error('The quote has already expired')],
    [
      'an ack without an id',
      200,
      { type: 'gtcOrderAck', data: { receiveQuantity: '0', deliverQuantity: '0' } },
    ],
    ['"-" for an id', 200, { data: { quoteId: '-' } }],
    ['an empty id', 200, { data: { orderId: '' } }],
    ['an id in the envelope of v1', 200, { payload: { orderId: 'o-1' } }],
    ['the known 502 with words before it', 502, error('Sorry: User not authorized for GTC')],
    ['the known 502 with words after it', 502, error('User not authorized for GTC, or so')],
    [
      'the known 502 as one of two errors',
      502,
      { errors: [...error('User not authorized for GTC').errors, ...error('x').errors] },
    ],
    ['the known 502 in the other error body', 502, { message: 'User not authorized for GTC' }],
    ['the known words with 503', 503, error('User not authorized for GTC')],
    ['400 with an error beside data', 400, { ...error('no'), data: {} }],
    ['400 with an error beside a payload with an id', 400, { ...error('no'), payload: { orderId: 'o-1' } }],
    ['400 without an error', 400, { errors: [] }],
    ['400 with an error without an id', 400, { errors: [{ message: 'no' }] }],
    ['400 with an error without words', 400, { errors: [{ id: 'a', message: '' }] }],
    ['400 with an error that says more', 400, { errors: [{ id: 'a', message: 'no', orderId: 'o-1' }] }],
    ['400 with errors of another form', 400, { errors: { id: 'a', message: 'no' } }],
    ['400 with null', 400, null],
    ['400 with a list', 400, [error('no')]],
    ['a conflict', 409, error('no')],
    ['a timeout', 408, { message: 'Request Timeout' }],
    ['the gateway’s timeout', 504, { message: 'Endpoint request timed out' }],
  ])('%s', async (_, status, body) => {
    expect(await answeredBy(() => json(body, status))).toMatchObject({
      kind: 'in-doubt',
      code: `http-${status}`,
      ack: body,
    });
  });

  it('says that the order may have been accepted', async () => {
    const verdict = await answeredBy(() => json({ message: 'Endpoint request timed out' }, 504));
    expect('message' in verdict && verdict.message).toBe(
      'api.aquanow.io answered 504: Endpoint request timed out; the order may or may not have been accepted',
    );
  });
});

describe('the table', () => {
  it('covers every strategy of the family alike', () => {
    for (const row of ORDER_VERDICTS) expect(row.strategies).toEqual(RESTING_STRATEGIES);
  });

  it.each(RESTING_STRATEGIES)('%s: a refusal, an ack and a doubt', async (strategy) => {
    const kind = async (body: unknown, status: number) =>
      (await answeredBy(() => json(body, status), strategy)).kind;
    expect(await kind(error(`User not authorized for ${strategy}`), 502)).toBe('rejected');
    expect(await kind({ data: { quoteId: 'q' } }, 200)).toBe('accepted');
    expect(await kind({}, 502)).toBe('in-doubt');
  });
});

/* The judge of the fuzz: the rules of the design once more, over the text itself, written without the table. */

const KNOWN_REFUSAL =
  /^(User not authorized for [A-Z]+|You don't have permission to do this, contact \S+@aquanow\.io if you have questions)$/;
type Loose = { [name: string]: Loose } | undefined;

function idIn(body: Loose): boolean {
  const data = body !== null && !Array.isArray(body) ? body?.data : undefined;
  const ids =
    Array.isArray(data) || typeof data !== 'object' || data === null ? [] : [data.orderId, data.quoteId];
  return ids.some(
    (id: unknown) => typeof id === 'number' || (typeof id === 'string' && !['', '-'].includes(id)),
  );
}

function judge(status: number, text: string): readonly string[] {
  let body: Loose;
  try {
    body = JSON.parse(text) as Loose;
  } catch {
    body = undefined;
  }
  if (idIn(body)) return ['accepted'];
  if (status === 401 || status === 429) return ['not-sent'];
  const compact = text === '' ? '' : JSON.stringify(body);
  const isError = /^\{"errors":\[\{.*\}\]\}$/s.test(compact) || /^\{"message":".+"\}$/s.test(compact);
  if ([400, 403, 404, 422].includes(status)) return isError ? ['rejected', 'in-doubt'] : ['in-doubt'];
  const words = (body as unknown as { errors?: { message?: string }[] } | null)?.errors?.[0]?.message;
  if ([500, 502].includes(status) && isError && typeof words === 'string' && KNOWN_REFUSAL.test(words))
    return ['rejected', 'in-doubt'];
  if (status === 200 && isError && words === 'Insufficient Trade Credit') return ['rejected', 'in-doubt'];
  return ['in-doubt'];
}

const id = fc.oneof(fc.constantFrom('', '-', 'q-1'), fc.integer(), fc.constant(null), fc.string());
const words = fc.oneof(
  fc.constantFrom('User not authorized for GTC', 'Insufficient Trade Credit', 'Access Denied', ''),
  fc.string(),
);
const oneError = fc.oneof(
  fc.record({ id: fc.string(), message: words }, { requiredKeys: [] }),
  fc.record({ id: fc.constant('a'), message: words, orderId: fc.string() }),
);
const body = fc.oneof(
  fc.record({ data: fc.record({ orderId: id, quoteId: id }, { requiredKeys: [] }) }),
  fc.record({ errors: fc.array(oneError, { maxLength: 3 }) }),
  fc.record({ errors: fc.array(oneError, { maxLength: 2 }), data: fc.record({ quoteId: id }) }),
  fc.record({ errors: fc.array(oneError, { maxLength: 2 }), payload: fc.record({ orderId: id }) }),
  fc.record({ message: words }),
  fc.record({ data: fc.array(fc.record({ orderId: id })) }),
  fc.jsonValue(),
);
const text = fc.oneof(
  { weight: 4, arbitrary: body.map((value) => JSON.stringify(value)) },
  // Truncated anywhere.
  fc
    .tuple(
      body.map((value) => JSON.stringify(value)),
      fc.nat(),
    )
    .map(([whole, cut]) => whole.slice(0, cut % (whole.length + 1))),
  fc.string(),
);
const status = fc.oneof(
  fc.constantFrom(200, 400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 504),
  // 204 and 205 have no body to speak of; redirects are another test.
  fc.integer({ min: 206, max: 299 }),
  fc.integer({ min: 400, max: 599 }),
);

describe('fuzz', () => {
  it('nothing unlisted is ever accepted, rejected or not sent', async () => {
    const met = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(status, text, async (code, answer) => {
        const verdict = await answeredBy(() => new Response(answer, { status: code }));
        expect(judge(code, answer)).toContain(verdict.kind);
        met.set(verdict.kind, (met.get(verdict.kind) ?? 0) + 1);
      }),
      { numRuns: 3_000 },
    );
    // The generator reaches every verdict, or the property would say nothing.
    expect([...met.keys()].sort()).toEqual(['accepted', 'in-doubt', 'not-sent', 'rejected']);
  });

  it('a listed refusal stays one whatever its words and its id are', async () => {
    const said = fc.string({ minLength: 1 }).filter((word) => word !== '-');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(400, 403, 404, 422), said, said, async (code, message, errorId) => {
        const verdict = await answeredBy(() => json(error(message, errorId), code));
        expect(verdict).toMatchObject({ kind: 'rejected', errorId });
      }),
      { numRuns: 300 },
    );
  });
});
