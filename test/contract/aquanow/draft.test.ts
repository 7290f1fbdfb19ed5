import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../src/model/decimal.ts';
import { TAG, account, fakeClock, json, scripted, terms, venueOf } from './desk.ts';

const draftOf = (of = terms(), by = account()) => venueOf().writer().draft(by, of, TAG);

describe('a draft', () => {
  it('is compact JSON in a fixed order of fields, amounts as text digit for digit', () => {
    expect(draftOf(terms({ deliverQuantity: '1000.0100', priceLimit: '95000.00' })).body).toBe(
      `{"strategy":"GTC","accountId":"CA1264810R","ticker":"BTC-USD","tradeSide":"buy","deliverQuantity":"1000.0100","priceLimit":"95000.00","usernameRef":"${TAG}"}`,
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
    ['a GTC with a date', terms({ expirationTime: 1738351211000 })],
    ['two quantities', { ...terms(), deliverQuantity: decimal('1') }],
    ['a reference of 64 characters', terms({ usernameRef: 'x'.repeat(43) })],
    ['a reference with a special character', terms({ usernameRef: 'desk!' })],
  ])('of %s is a bug, and throws', (_, of) => {
    expect(() => draftOf(of)).toThrow(/^bug: /);
  });

  it('keeps any amount’s every digit', () => {
    const amount = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.option(fc.stringMatching(/^\d{1,30}$/)))
      .map(([whole, fraction]) => (fraction === null ? String(whole) : `${whole}.${fraction}`));
    fc.assert(
      fc.property(amount, amount, (quantity, price) => {
        const { body } = draftOf(terms({ receiveQuantity: quantity, priceLimit: price }));
        expect(body).toContain(`"receiveQuantity":"${quantity}","priceLimit":"${price}"`);
      }),
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
    expect(await writer.send(draft, () => false)).toMatchObject({
      kind: 'not-sent',
      code: 'too-late',
    });
    expect(seen).toHaveLength(0);
    const later = writer.draft(account(), terms(), TAG);
    expect(await writer.send(later, () => true)).toMatchObject({ kind: 'accepted' });
  });

  it('doesn’t happen when the wait for the rate outlasts the deadline', async () => {
    const clock = fakeClock();
    const { fetch, seen } = scripted(() => json({ data: { quoteId: 'q' } }));
    const writer = venueOf({ fetch, clock, settings: { rate: { perSecond: 0.1, burst: 1 } } }).writer();
    const drafts = [1, 2].map(() => writer.draft(account(), terms(), TAG));
    const deadline = clock.now() + 5_000;
    const verdicts = [];
    for (const draft of drafts) verdicts.push((await writer.send(draft, () => clock.now() <= deadline)).kind);
    expect(verdicts).toEqual(['accepted', 'not-sent']);
    expect(seen).toHaveLength(1);
  });
});
