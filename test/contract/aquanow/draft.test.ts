import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import type { OrderStrategy, OrderTerms, Terms } from '../../../src/model/terms.ts';
import type { SubmitOptions } from '../../../src/venues/venue.ts';
import { TAG, account, fakeClock, id, json, quoted, scripted, terms, venueOf } from './desk.ts';

const without = (of: OrderTerms, field: keyof OrderTerms): OrderTerms => {
  const { [field]: _, ...rest } = of;
  return rest as OrderTerms;
};

const draftOf = (of: Terms = terms(), by = account(), options?: SubmitOptions) =>
  venueOf().writer().draft(by, of, TAG, options);
const SMO: Terms = {
  ...{ strategyType: 'SMO', productCode: 'x', side: 'buy', size: decimal('1'), parameters: {} },
};
const rfq = terms({ strategy: 'RFQ', usernameRef: 'Desk7' });

describe('a draft', () => {
  it('is compact JSON in a fixed order of fields, amounts as text digit for digit', () => {
    expect(draftOf(terms({ deliverQuantity: '1000.0100', priceLimit: '95000.00' })).body).toBe(
      `{"strategy":"GTC","accountId":"CA1264810R","ticker":"BTC-USD","tradeSide":"buy","priceLimit":"95000.00","deliverQuantity":"1000.0100","usernameRef":"${TAG}"}`,
    );
  });

  it('of an RFQ executes its quote, and says nothing else', () => {
    const { method, path, body } = draftOf(rfq, account(), { quote: quoted() });
    expect([method, path, body]).toEqual([
      ...['POST', '/trades/v2/executeQuote', `{"quoteId":"${quoted().quoteId}"}`],
    ]);
  });

  it('of a MARKET has neither strategy nor price: its guard stays here', () => {
    const market = terms({
      strategy: 'MARKET',
      side: 'sell',
      deliverQuantity: '0.0200',
      priceGuard: '94000',
    });
    const { path, body } = draftOf({ ...market, usernameRef: 'Desk7' });
    expect(path).toBe('/trades/v2/market');
    expect(body).toBe(
      `{"ticker":"BTC-USD","tradeSide":"sell","accountId":"CA1264810R","deliverQuantity":"0.0200","usernameRef":"Desk7${TAG}"}`,
    );
  });

  it('of a FOK has its tradePrice', () => {
    const fok = terms({ strategy: 'FOK', tradePrice: '95000.00', usernameRef: 'Desk7' });
    const { path, body } = draftOf(fok);
    expect(path).toBe('/trades/v2/order');
    expect(body).toBe(
      `{"strategy":"FOK","accountId":"CA1264810R","ticker":"BTC-USD","tradeSide":"buy","receiveQuantity":"0.50","tradePrice":"95000.00","usernameRef":"Desk7${TAG}"}`,
    );
  });

  it('carries the desk’s reference before the tag', () => {
    expect(draftOf(terms({ usernameRef: 'Desk7' })).body).toContain(`"usernameRef":"Desk7${TAG}"`);
  });

  it('carries no tag for an account that said `none`, and the desk’s reference alone', () => {
    const plain = account({ tag: 'none' });
    expect(draftOf(terms(), plain).body).not.toContain('usernameRef');
    expect(draftOf(terms({ usernameRef: 'Desk7' }), plain).body).toContain('"usernameRef":"Desk7"}');
  });

  it('is refused for an account that hasn’t chosen, unless the venue was told to tag', () => {
    const { tag: _, ...unset } = account();
    expect(() => draftOf(terms(), unset)).toThrow('has not chosen its `tag`');
    const told = venueOf({ tagByDefault: true }).writer().draft(unset, terms(), TAG);
    expect(told.body).toContain(TAG);
  });

  it.each([
    ['a GTD without a date', terms({ strategy: 'GTD' })],
    ['an RFQ without a quote', rfq],
    ['a FOK without a price', without(terms({ strategy: 'FOK' }), 'tradePrice')],
    ['a LIMIT without a price', without(terms({ strategy: 'LIMIT' }), 'priceLimit')],
    ['a MARKET with two quantities', { ...terms({ strategy: 'MARKET' }), deliverQuantity: decimal('1') }],
    ['a strategy of another venue', SMO],
    ['a GTC with a date', terms({ expirationTime: 1738351211000 })],
    ['two quantities', { ...terms(), deliverQuantity: decimal('1') }],
    ['a reference of 64 characters', terms({ usernameRef: 'x'.repeat(43) })],
    ['a reference with a special character', terms({ usernameRef: 'desk!' })],
  ])('of %s is a bug, and throws', (_, of) => {
    expect(() => draftOf(of)).toThrow(/^bug: /);
  });

  it('keeps any amount’s every digit, on each call', async () => {
    const amount = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.option(fc.stringMatching(/^\d{1,30}$/)))
      .map(([whole, fraction]) => (fraction === null ? String(whole) : `${whole}.${fraction}`));
    const { fetch, seen } = scripted(() => json({}, 400));
    const venue = venueOf({ fetch });
    const examples: [string, string][] = [
      ['0.10000000000000000001', '123456789012345678901234567890'],
      ['123456789012345678901234567890.000000000000000000000000000001', '0.10000000000000000001'],
    ];
    await fc.assert(
      fc.asyncProperty(amount, amount, async (quantity, price) => {
        for (const leg of ['receiveQuantity', 'deliverQuantity'] as const) {
          const of = (strategy: OrderStrategy, more: object = {}) =>
            terms({ strategy, [leg]: quantity, ...more });
          const [said, priced] = [`"${leg}":"${quantity}"`, `"priceLimit":"${price}"`];
          expect(draftOf(of('MARKET')).body).toContain(said);
          expect(draftOf(of('FOK', { tradePrice: price })).body).toContain(`${said},"tradePrice":"${price}"`);
          for (const strategy of ['LIMIT', 'GTC'] as const)
            expect(draftOf(of(strategy, { priceLimit: price })).body).toContain(`${priced},${said}`);
          await venue.writer().prepare(account(), of('RFQ'), TAG);
          expect(seen.at(-1)?.body).toContain(said);
          await venue.reader.quote(account(), of('RFQ'));
          expect(seen.at(-1)?.url.searchParams.get(leg)).toBe(quantity);
        }
      }),
      { examples, numRuns: 60 },
    );
  });

  it('differs in digest exactly where its body differs', () => {
    expect(draftOf().digest).toBe(draftOf().digest);
    expect(draftOf(terms({ receiveQuantity: '0.5' })).digest).not.toBe(draftOf().digest);
  });

  it('draws a nonce of its own: strictly increasing, whatever the clock does', () => {
    const clock = fakeClock();
    const writer = venueOf({ clock }).writer();
    const nonces = [0, 0, -5_000, 1, 10_000].map((step) => {
      clock.advance(step);
      return Number(writer.draft(account(), terms(), TAG).nonce);
    });
    expect(nonces[0]).toBe(1_738_091_135_962);
    expect(nonces.toSorted((a, b) => a - b)).toEqual(nonces);
    expect(new Set(nonces).size).toBe(5);
    expect(nonces[4]).toBe(clock.now());
  });
});

describe('sending', () => {
  it('takes no draft that somebody else made', async () => {
    const { fetch, seen } = scripted(() => json({ data: { quoteId: 'q' } }));
    await expect(venueOf({ fetch }).writer().send(draftOf())).rejects.toThrow('bug: ');
    expect(seen).toHaveLength(0);
  });

  it('of one quote happens as often as it is drafted: each draft once', async () => {
    const { fetch, seen } = scripted(() =>
      json({ errors: [{ id: 'a', message: 'The quote has already expired' }] }),
    );
    const writer = venueOf({ fetch }).writer();
    const draft = writer.draft(account(), rfq, TAG, { quote: quoted() });
    expect(await writer.send(draft)).toMatchObject({ kind: 'rejected', code: 'quote-expired' });
    await expect(writer.send(draft)).rejects.toThrow('bug: a draft may be sent only once');
    expect(seen).toHaveLength(1);
  });

  it('is all there is to start or pause', async () => {
    const { fetch, seen } = scripted(() => json({}));
    const starting = venueOf({ fetch }).writer().setRun(account(), id('o-1'), 'started');
    await expect(starting).rejects.toThrow(TypeError);
    expect(seen).toHaveLength(0);
  });

  it('happens once: the same draft is refused the second time', async () => {
    const { fetch, seen } = scripted(() => json({ data: { quoteId: 'q' } }));
    const writer = venueOf({ fetch }).writer();
    const draft = writer.draft(account(), terms(), TAG);
    await writer.send(draft);
    await expect(writer.send(draft)).rejects.toThrow('bug: a draft may be sent only once');
    expect(seen).toHaveLength(1);
  });

  it('doesn’t happen after its deadline', async () => {
    const clock = fakeClock();
    const { fetch, seen } = scripted(() => json({ data: { quoteId: 'q' } }));
    const writer = venueOf({ fetch, clock }).writer();
    const draft = writer.draft(account(), terms(), TAG);
    clock.advance(5_001);
    expect(
      await writer.send(draft, () => Promise.resolve({ code: 'too-late', message: 'late' })),
    ).toMatchObject({
      kind: 'not-sent',
      code: 'too-late',
    });
    expect(seen).toHaveLength(0);
    const later = writer.draft(account(), terms(), TAG);
    expect(await writer.send(later, () => Promise.resolve(undefined))).toMatchObject({ kind: 'accepted' });
  });

  it('doesn’t happen when the wait for the rate outlasts the deadline', async () => {
    const clock = fakeClock();
    const { fetch, seen } = scripted(() => json({ data: { quoteId: 'q' } }));
    const writer = venueOf({ fetch, clock, settings: { rate: { perSecond: 0.1, burst: 1 } } }).writer();
    const drafts = [1, 2].map(() => writer.draft(account(), terms(), TAG));
    const deadline = clock.now() + 5_000;
    const verdicts = [];
    const mayGo = () =>
      Promise.resolve(clock.now() <= deadline ? undefined : { code: 'too-late', message: 'late' });
    for (const draft of drafts) verdicts.push((await writer.send(draft, mayGo)).kind);
    expect(verdicts).toEqual(['accepted', 'not-sent']);
    expect(seen).toHaveLength(1);
  });
});
