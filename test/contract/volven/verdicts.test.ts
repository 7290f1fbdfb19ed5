import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { CREATE_VERDICTS } from '../../../src/venues/volven/verdicts.ts';
import { answeredBy, json } from './desk.ts';

const verdictOf = async (answer: () => Response) => {
  const { verdict, seen } = await answeredBy(answer);
  expect(seen).toHaveLength(1);
  return verdict;
};

/** The body of the quickstart. */
const quickstart = (status: number, over: object = {}) => ({
  timestamp: '2025-09-15T14:56:35.228+00:00',
  status: String(status),
  error: 'Bad Request',
  message: 'Validation failed',
  path: '/strategy-orchestrator/strategies/SMO/action/create',
  errors: [{ field: 'size', description: 'must be greater than 0' }],
  ...over,
});
/** The body of the API's description. */
const apiError = (status: number, over: object = {}) => ({
  timestamp: '2025-09-15T14:56:35.228+00:00',
  status,
  error: 'Unprocessable Entity',
  path: '/strategy-orchestrator/strategies/SMO/action/create',
  errorCode: 'X_1',
  errors: [
    { fields: ['size', 'priceLimit'], description: 'too much', rejectedValue: '9', firstField: 'size' },
  ],
  ...over,
});

describe('an answer with a strategyId is accepted, whatever else it says', () => {
  it.each([200, 201, 202, 400, 401, 403, 422, 429, 500, 504])('with status %i', async (status) => {
    const body = { ...quickstart(status), strategyId: 's-1' };
    expect(await verdictOf(() => json(body, status))).toMatchObject({ kind: 'accepted', orderId: 's-1' });
  });

  it('and is kept in full, its numbers digit for digit', async () => {
    const text = '{"strategyId":"s-1","size":0.10000000000000000001,"fee":1e-7}';
    expect(await verdictOf(() => new Response(text, { status: 201 }))).toEqual({
      kind: 'accepted',
      orderId: 's-1',
      ack: { strategyId: 's-1', size: '0.10000000000000000001', fee: '1e-7' },
    });
  });
});

describe('not sent', () => {
  it.each(['', '{"message":"no"}', '<html>', '[]'])('401 with %j', async (text) => {
    const verdict = await verdictOf(() => new Response(text, { status: 401 }));
    expect(verdict).toMatchObject({ kind: 'not-sent', code: 'unauthorized' });
    expect('message' in verdict && verdict.message).toContain('`token`, or `username` and `password`');
  });

  it('429', async () => {
    const verdict = await verdictOf(() => new Response('', { status: 429 }));
    expect(verdict).toMatchObject({ kind: 'not-sent', code: 'rate-limited' });
    expect('message' in verdict && verdict.message).toContain('`rate`');
  });
});

describe('rejected', () => {
  it.each([400, 403, 404, 422])('%i with the quickstart’s body', async (status) => {
    const verdict = await verdictOf(() => json(quickstart(status), status));
    expect(verdict).toMatchObject({
      kind: 'rejected',
      code: { 400: 'invalid-fields', 403: 'no-permission' }[status] ?? 'refused',
      message: expect.stringMatching(
        `^volven.example answered ${status}: Validation failed: size must be greater than 0(; if|$)`,
      ),
      fields: [{ field: 'size', message: 'must be greater than 0' }],
      ack: quickstart(status),
    });
    expect(verdict).not.toHaveProperty('errorId');
  });

  it.each([400, 403, 404, 422])('%i with the body of the API’s description', async (status) => {
    const verdict = await verdictOf(() => json(apiError(status), status));
    expect(verdict).toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining(
        `volven.example answered ${status}: Unprocessable Entity (X_1): size too much; priceLimit too much`,
      ),
      fields: [
        { field: 'size', message: 'too much' },
        { field: 'priceLimit', message: 'too much' },
      ],
    });
  });

  it.each([
    ['no list', { errors: undefined }],
    ['null', { errors: null, message: null }],
    ['an empty list', { errors: [] }],
  ])('without fields, as %s', async (_, over) => {
    const verdict = await verdictOf(() => json(quickstart(400, over), 400));
    expect(verdict).toMatchObject({ kind: 'rejected', code: 'refused' });
    expect(verdict).not.toHaveProperty('fields');
  });

  it('422 says how to accept a warning, unless the venue does', async () => {
    const said = async (body: object, status: number) => {
      const verdict = await verdictOf(() => json(body, status));
      return 'message' in verdict ? verdict.message.split('ignoreWarnings').length - 1 : -1;
    };
    expect(await said(apiError(422), 422)).toBe(1);
    expect(await said(apiError(422, { errors: [] }), 422)).toBe(1);
    expect(await said(quickstart(422, { message: 'set ignoreWarnings' }), 422)).toBe(1);
    expect(await said(quickstart(400), 400)).toBe(0);
  });

  it('words and fields without end are cut', async () => {
    const errors = Array.from({ length: 500 }, (_, i) => ({ field: `f${i}`, description: 'x'.repeat(1000) }));
    const verdict = await verdictOf(() => json(quickstart(400, { errors }), 400));
    if (verdict.kind !== 'rejected') throw new Error(verdict.kind);
    expect(verdict.fields).toHaveLength(50);
    expect(verdict.fields?.[0]?.message).toHaveLength(301);
    expect(verdict.message.length).toBeLessThan(20_000);
  });
});

describe('in doubt is whatever is not listed', () => {
  it.each<[string, number, unknown]>([
    ['201 without an id', 201, {}],
    ['201 with an empty id', 201, { strategyId: '' }],
    ['201 with blanks for an id', 201, { strategyId: ' ' }],
    ['201 with null for an id', 201, { strategyId: null }],
    ['201 with an id further down', 201, { data: { strategyId: 's-1' } }],
    ['200 with an error body', 200, quickstart(200)],
    ['400 with a message alone', 400, { message: 'no' }],
    ['400 without a status', 400, quickstart(400, { status: undefined })],
    ['400 that says 422', 400, quickstart(422)],
    ['400 without an error', 400, quickstart(400, { error: undefined })],
    ['400 with a member more', 400, quickstart(400, { strategy: 's-1' })],
    ['400 with a message that is no text', 400, quickstart(400, { message: {} })],
    ['400 with errors that are no list', 400, quickstart(400, { errors: {} })],
    ['400 with an error without words', 400, quickstart(400, { errors: [{ field: 'size' }] })],
    ['400 with an error without a field', 400, quickstart(400, { errors: [{ description: 'no' }] })],
    ['400 with an error with no fields', 400, apiError(400, { errors: [{ fields: [], description: 'no' }] })],
    [
      '400 with an error with an odd field',
      400,
      apiError(400, { errors: [{ fields: [{}], description: 'no' }] }),
    ],
    [
      '400 with one error that says more',
      400,
      quickstart(400, { errors: [{ field: 'size', description: 'no', strategyId: 's' }] }),
    ],
    ['400 with null', 400, null],
    ['400 with a list', 400, [quickstart(400)]],
    ['405', 405, quickstart(405)],
    ['408', 408, quickstart(408)],
    ['409', 409, quickstart(409)],
    ['500', 500, quickstart(500)],
    ['504', 504, { message: 'Endpoint request timed out' }],
  ])('%s', async (_, status, body) => {
    const verdict = await verdictOf(() => json(body, status));
    expect(verdict).toMatchObject({ kind: 'in-doubt', code: `http-${status}` });
    expect('message' in verdict && verdict.message).toContain('may or may not have been created');
  });

  it('a broken body is kept as text', async () => {
    expect(await verdictOf(() => new Response('{"strategyId":"s-', { status: 201 }))).toMatchObject({
      kind: 'in-doubt',
      ack: { status: 201, text: '{"strategyId":"s-' },
    });
  });
});

/* The judge of the fuzz: the brief's rules once more, over the text itself, written without the table. */
function judge(status: number, text: string): readonly string[] {
  let body: unknown;
  try {
    body = JSON.parse(text) as unknown;
  } catch {
    body = undefined;
  }
  const fields = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
  const { strategyId } = fields as { strategyId?: unknown };
  if (typeof strategyId === 'number' || (typeof strategyId === 'string' && strategyId.trim() !== ''))
    return ['accepted'];
  if (status === 401 || status === 429) return ['not-sent'];
  const looksLikeError = 'status' in fields && 'error' in fields;
  return [400, 403, 404, 422].includes(status) && looksLikeError ? ['rejected', 'in-doubt'] : ['in-doubt'];
}

const id = fc.oneof(fc.constantFrom('', ' ', 's-1'), fc.integer(), fc.constant(null), fc.string());
const fault = fc.oneof(
  fc.record({ field: fc.string(), description: fc.string() }, { requiredKeys: [] }),
  fc.record({ fields: fc.array(fc.string()), description: fc.string() }, { requiredKeys: [] }),
);
const status = fc.oneof(
  fc.constantFrom(200, 201, 202, 400, 401, 403, 404, 408, 422, 429, 500, 503),
  fc.integer({ min: 206, max: 299 }),
  fc.integer({ min: 400, max: 599 }),
);
const answer = status.chain((code) =>
  fc.record({
    code: fc.constant(code),
    body: fc.oneof(
      fc.record({ strategyId: id }),
      fc.record({
        status: fc.constantFrom(code, String(code), 400),
        error: fc.string(),
        errors: fc.array(fault),
      }),
      fc.record({ status: fc.constant(code), error: fc.string(), strategyId: id }),
      fc.jsonValue(),
    ),
    cut: fc.option(fc.nat(), { freq: 4 }),
  }),
);

describe('fuzz', () => {
  it('nothing unlisted is ever accepted, rejected or not sent', async () => {
    const met = new Set<string>();
    await fc.assert(
      fc.asyncProperty(answer, async ({ code, body, cut }) => {
        const whole = JSON.stringify(body);
        const text = cut === null ? whole : whole.slice(0, cut % (whole.length + 1));
        const verdict = await verdictOf(() => new Response(text, { status: code }));
        expect(judge(code, text)).toContain(verdict.kind);
        met.add(verdict.kind);
      }),
      { numRuns: 3_000 },
    );
    // The generator reaches every verdict, or the property would say nothing.
    expect([...met].sort()).toEqual(['accepted', 'in-doubt', 'not-sent', 'rejected']);
  });

  it('a listed refusal stays one whatever its words are', async () => {
    const words = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
    const code = fc.constantFrom(400, 403, 404, 422);
    await fc.assert(
      fc.asyncProperty(code, words, words, async (refusal, field, description) => {
        const body = quickstart(refusal, { errors: [{ field, description }] });
        expect(await verdictOf(() => json(body, refusal))).toMatchObject({ kind: 'rejected' });
      }),
      { numRuns: 300 },
    );
  });
});

describe('the table', () => {
  it('has a row for every verdict but doubt', () => {
    expect(CREATE_VERDICTS.map(({ name, verdict }) => `${name}: ${verdict}`)).toEqual([
      'strategy id: accepted',
      'not let in: not-sent',
      'throttled: not-sent',
      'refused: rejected',
    ]);
  });
});
