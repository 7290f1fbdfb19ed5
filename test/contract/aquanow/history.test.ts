import { describe, expect, it } from 'vitest';
import { TAG, account, json, page, row, scripted, tagOf, venueOf } from './desk.ts';
import { idOf } from './reading.ts';

const ended = (n: number, over: Record<string, unknown> = {}) =>
  row({
    ...{ orderId: idOf(n), usernameRef: tagOf(`o-${n}`), tradeStatus: 'COMPLETE' },
    ...{ fillPct: 100, fillQtyBase: 47500, fillQtyQuote: 0.5 },
    ...over,
  });

async function historyOf(...pages: readonly Response[]) {
  const { fetch, seen } = scripted((_, index) => pages[index] ?? json({ message: 'no such page' }, 404));
  return { answer: await venueOf({ fetch }).reader.history(account()), seen };
}

describe('the list of all orders', () => {
  it('holds every status, over all pages', async () => {
    const { answer, seen } = await historyOf(
      page([ended(1), row({ orderId: idOf(2) })], 'next'),
      page([], 'more'),
      page([ended(3, { tradeStatus: 'CANCELLED' })]),
    );
    expect(answer).toMatchObject({
      state: 'known',
      identity: 'aquanow api.aquanow.io CA1264810R',
      unclear: 0,
    });
    expect(answer.state === 'known' && answer.rows.map(({ id, status }) => [id, status])).toEqual([
      [idOf(1), 'filled'],
      [idOf(2), 'open'],
      [idOf(3), 'cancelled'],
    ]);
    expect(seen.map(({ url }) => Object.fromEntries(url.searchParams))).toEqual([
      { accountId: 'CA1264810R' },
      { accountId: 'CA1264810R', startsAfter: 'next' },
      { accountId: 'CA1264810R', startsAfter: 'more' },
    ]);
  });

  it('is unknown where a page is missing', async () => {
    const { answer } = await historyOf(page([ended(1)], 'next'), json({ message: 'gone' }, 404));
    expect(answer).toMatchObject({ state: 'unknown', reason: expect.stringContaining('404') });
  });

  it('counts old orders of other people that can’t be understood, and is unknown where one of ours can’t', async () => {
    const odd = { orderId: idOf(9), tradeSide: 'both' };
    const others = await historyOf(page([ended(1), row({ ...odd, usernameRef: '-' })]));
    expect(others.answer).toMatchObject({ state: 'known', unclear: 1, rows: [{ id: idOf(1) }] });
    const ours = await historyOf(page([ended(1), row({ ...odd, usernameRef: TAG })]));
    expect(ours.answer).toMatchObject({ state: 'unknown', reason: expect.stringContaining(idOf(9)) });
  });
});
