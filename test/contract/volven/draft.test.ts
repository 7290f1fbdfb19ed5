import * as fc from '../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { AccountId } from '../../../src/model/ids.ts';
import type { StrategyTerms } from '../../../src/model/terms.ts';
import { terms as orderTerms } from '../aquanow/desk.ts';
import { CREATE, TAG, account, fakeClock, json, number, scripted, smo, venueOf } from './desk.ts';

const draftOf = (of = smo(), by = account()) => venueOf().writer().draft(by, of, TAG);
const bodyOf = (of: StrategyTerms): string => draftOf(of).body;

describe('a draft', () => {
  it('is compact JSON, its numbers with every digit of the file', () => {
    const of = smo({ size: '0.10000000000000000001', priceLimit: '95000.00' });
    expect(bodyOf(of)).toBe(
      '{"strategyType":"SMO","productCode":"btcusdt_f","accountId":"99998","side":"BUY","size":0.10000000000000000001,"priceLimit":95000.00,"autoRun":true}',
    );
  });

  it.each(['0.10000000000000000001', '123456789012345678901234567890', '0.123456789012345678901234567891'])(
    '%s stays what it is on the wire',
    async (digits) => {
      const { fetch, seen } = scripted(() => json({ strategyId: 's-1' }, 201));
      const writer = venueOf({ fetch }).writer();
      const of = smo({ size: digits, parameters: { orderMaxSize: number(digits) } });
      await writer.send(writer.draft(account(), of, TAG));
      expect(seen[0]?.body).toContain(`"size":${digits},`);
      expect(seen[0]?.body).toContain(`"orderMaxSize":${digits},`);
    },
  );

  it('keeps any amount’s every digit', () => {
    const fraction = fc.stringMatching(/^\d{0,29}[1-9]$/);
    const amount = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fraction);
    fc.assert(
      fc.property(amount, amount, ([a, b], [c, d]) => {
        const body = bodyOf(smo({ size: `${a}.${b}`, priceLimit: `${c}.${d}` }));
        expect(body).toContain(`"size":${a}.${b},"priceLimit":${c}.${d},`);
      }),
    );
  });

  it('has parameters of every kind: those of an SMO as in the seed, others by name', () => {
    const parameters = {
      ...{ zeta: { text: 'a "b"' }, ignoreWarnings: false, beta: number('1.50') },
      ...{ alwaysPassive: true, orderMaxSize: number('0.03') },
    };
    expect(bodyOf(smo({ side: 'sell', parameters }))).toBe(
      '{"strategyType":"SMO","productCode":"btcusdt_f","accountId":"99998","side":"SELL","size":0.1,"priceLimit":95000,"orderMaxSize":0.03,"alwaysPassive":true,"beta":1.50,"ignoreWarnings":false,"zeta":"a \\"b\\"","autoRun":true}',
    );
  });

  it('leaves a price out that is not set, and says nothing of warnings', () => {
    const { priceLimit: _, ...unbounded } = smo();
    expect(bodyOf(unbounded)).not.toContain('priceLimit');
    expect(bodyOf(unbounded)).not.toContain('ignoreWarnings');
  });

  it('runs at once unless it is to be paused', () => {
    const writer = venueOf().writer();
    const of = (run?: 'started' | 'paused') =>
      writer.draft(account(), smo(), TAG, run === undefined ? {} : { run }).body;
    expect(of()).toContain('"autoRun":true}');
    expect(of('started')).toContain('"autoRun":true}');
    expect(of('paused')).toContain('"autoRun":false}');
  });

  it('has no nonce and no tag, and a digest of its body', () => {
    const draft = draftOf();
    expect(draft).toMatchObject({ method: 'POST', path: CREATE });
    expect(draft).not.toHaveProperty('nonce');
    expect(JSON.stringify(draft)).not.toContain(TAG);
    expect(draftOf(smo({ size: '0.10' })).digest).not.toBe(draft.digest);
    expect(draftOf().digest).toBe(draft.digest);
  });

  it.each<[string, () => unknown]>([
    ['an order', () => draftOf(orderTerms() as never)],
    ['an account that was not looked up', () => draftOf(smo(), account({ id: '' as AccountId }))],
    ['a size of zero', () => draftOf(smo({ size: '0.0' }))],
    ['a price below zero', () => draftOf(smo({ priceLimit: '-1' }))],
    ['a parameter that is none', () => draftOf(smo({ parameters: { accountId: { text: '1' } } }))],
    ['a parameter that starts it', () => draftOf(smo({ parameters: { autoRun: true } }))],
  ])('of %s is a bug, and throws', (_, act) => {
    expect(act).toThrow(/^bug: /);
  });

  it('needs no quote', async () => {
    const venue = venueOf();
    expect(venue.writer().prepare(account(), smo(), TAG)).toBeUndefined();
    await expect(venue.writer().dropQuote('q')).rejects.toThrow('bug: Volven has no quotes');
    expect(await venue.reader.quote(account(), smo())).toMatchObject({ kind: 'refused', code: 'no-quotes' });
    expect(await venue.reader.reference('btcusdt_f')).toBeUndefined();
    expect(await venue.reader.balances(account())).toBeUndefined();
  });
});

describe('sending', () => {
  const created = () => scripted(() => json({ strategyId: 's-1' }, 201));

  it('happens once: the same draft is refused the second time', async () => {
    const { fetch, seen } = created();
    const writer = venueOf({ fetch }).writer();
    const draft = writer.draft(account(), smo(), TAG);
    await writer.send(draft);
    await expect(writer.send(draft)).rejects.toThrow('bug: a draft may be sent only once');
    expect(seen).toHaveLength(1);
  });

  it('doesn’t happen after its deadline', async () => {
    const { fetch, seen } = created();
    const writer = venueOf({ fetch }).writer();
    const verdict = await writer.send(writer.draft(account(), smo(), TAG), () =>
      Promise.resolve({ code: 'too-late', message: 'late' }),
    );
    expect(verdict).toMatchObject({ kind: 'not-sent', code: 'too-late' });
    expect(seen).toHaveLength(0);
  });

  it('doesn’t happen when the wait for the rate outlasts the deadline', async () => {
    const clock = fakeClock();
    const { fetch, seen } = created();
    const writer = venueOf({ fetch, clock, settings: { rate: { perSecond: 0.1, burst: 1 } } }).writer();
    const deadline = clock.now() + 5_000;
    const kinds = [];
    for (const _ of [1, 2]) {
      const draft = writer.draft(account(), smo(), TAG);
      const mayGo = () =>
        Promise.resolve(clock.now() <= deadline ? undefined : { code: 'too-late', message: 'late' });
      kinds.push((await writer.send(draft, mayGo)).kind);
    }
    expect(kinds).toEqual(['accepted', 'not-sent']);
    expect(seen).toHaveLength(1);
  });

  it('keeps to ten calls at once, and five a second from then on', async () => {
    const clock = fakeClock();
    const { fetch } = created();
    const writer = venueOf({ fetch, clock }).writer();
    for (let i = 0; i < 10; i++) await writer.send(writer.draft(account(), smo(), TAG));
    expect(clock.sleeps).toEqual([]);
    await writer.send(writer.draft(account(), smo(), TAG));
    expect(clock.sleeps).toEqual([200]);
  });
});
