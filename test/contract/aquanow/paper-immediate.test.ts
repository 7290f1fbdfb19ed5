import { beforeEach, describe, expect, it } from 'vitest';
import type { Attempt } from '../../../src/model/history.ts';
import { orderKey } from '../../../src/model/ids.ts';
import type { OrderTerms } from '../../../src/model/terms.ts';
import type { FaultName } from '../../../src/venues/paper/faults.ts';
import type { Quote, QuoteAnswer, Wanted } from '../../../src/venues/venue.ts';
import { NOW, TAG, account, tagOf, terms } from './desk.ts';
import { paperDesk } from './paper-desk.ts';
import { read } from './reading.ts';

/* RFQ, MARKET and FOK against the paper venue, over real HTTP; the venue's own ledger is the judge. */

let desk: Awaited<ReturnType<typeof paperDesk>>;
beforeEach(async () => {
  desk = await paperDesk();
  await desk.control('price', { ticker: 'BTC-USD', bid: '94990', ask: '95010.01' });
});

const rfq = terms({ strategy: 'RFQ', receiveQuantity: '0.10000000000000000001', usernameRef: 'Desk7' });
const market = terms({ strategy: 'MARKET', side: 'sell', deliverQuantity: '0.02' });
const fok = terms({ strategy: 'FOK', receiveQuantity: '0.02', tradePrice: '95010.01' });
const wanted: Wanted = { tag: TAG, tagSent: true, reference: TAG };

const send = (of: OrderTerms, quote?: Quote, tag = TAG) => {
  const writer = desk.venue.writer();
  return writer.send(writer.draft(account(), of, tag, quote ? { quote } : {}));
};
const given = (answer: QuoteAnswer | undefined): Quote => {
  if (answer?.kind !== 'quote') throw new Error(`no quote: ${JSON.stringify(answer)}`);
  return answer.quote;
};
const prepare = (of = rfq, tag = TAG) => desk.venue.writer().prepare(account(), of, tag);
const found = async (reference = TAG as string) => {
  const look = await desk.venue.reader.find(account(), { ...wanted, reference });
  return 'unknown' in look ? [] : look.rows;
};

describe('an RFQ against the paper venue', () => {
  it('is quoted, executed at its quote, and found by its tag with the same fill', async () => {
    const quote = given(await prepare());
    expect(quote).toMatchObject({
      ...{ accountId: 'CA1264810R', ticker: 'BTC-USD', side: 'buy', price: '95010.01' },
      ...{ receiveQuantity: '0.10000000000000000001', quotedAt: NOW, expiresAt: NOW + 8_000 },
    });
    const verdict = await send(rfq, quote);
    const fill = { received: quote.receiveQuantity, delivered: quote.deliverQuantity };
    expect(verdict).toMatchObject({
      ...{ kind: 'accepted', venueRef: quote.quoteId, final: { status: 'filled', fill } },
      trade: { tradeDate: '2025-01-28', valueDate: '2025-01-29' },
    });
    expect(desk.paper.ledger().orders).toMatchObject([{ strategy: 'RFQ', usernameRef: `Desk7${TAG}` }]);
    const rows = await found(`Desk7${TAG}`);
    expect(rows).toMatchObject([{ strategy: 'RFQ', status: 'filled', reference: `Desk7${TAG}` }]);
    expect(rows[0]?.fill.received).toBe(fill.received);
    expect(Number(rows[0]?.fill.delivered)).toBe(Number(fill.delivered));
  });

  it('is live while the venue executes it', async () => {
    await desk.control('settings', { rfqExecuteDelayMs: 5_000 });
    await send(rfq, given(await prepare()));
    const { live } = await read(desk.venue);
    expect(live).toMatchObject([{ strategy: 'RFQ', status: 'pending', statusText: 'RFQ_EXECUTE' }]);
    expect(live[0]).not.toHaveProperty('priceLimit');
  });

  it('can be quoted as often as one likes, and orders nothing by it', async () => {
    const quotes = [given(await prepare()), given(await prepare())];
    expect(quotes[0]?.quoteId).not.toBe(quotes[1]?.quoteId);
    expect(desk.paper.ledger()).toMatchObject({ orders: [], requests: { received: 0 } });
    expect((await read(desk.venue, [wanted])).looks).toMatchObject([{ rows: [] }]);
  });

  it('whose quote has expired is rejected, and nothing is ordered', async () => {
    const quote = given(await prepare());
    desk.clock.advance(8_000);
    expect(await send(rfq, quote)).toMatchObject({ kind: 'rejected', code: 'quote-expired' });
    expect(desk.paper.ledger().orders).toEqual([]);
  });

  it('whose quote was taken back is rejected; a second time it can’t be taken back', async () => {
    const writer = desk.venue.writer();
    const quote = given(await prepare());
    expect(await writer.dropQuote(quote.quoteId)).toMatchObject({ outcome: 'expired' });
    expect(await writer.dropQuote(quote.quoteId)).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('has alreaady been processed'),
    });
    expect(await send(rfq, quote)).toMatchObject({ kind: 'rejected', code: 'quote-expired' });
    expect(desk.paper.ledger().orders).toEqual([]);
  });

  it('that was executed before is in doubt, never rejected', async () => {
    const quote = given(await prepare());
    await send(rfq, quote);
    expect(await send(rfq, quote)).toMatchObject({ kind: 'in-doubt', code: 'http-400' });
    expect(await desk.venue.writer().dropQuote(quote.quoteId)).toMatchObject({ outcome: 'refused' });
    expect(desk.paper.ledger().orders).toHaveLength(1);
  });

  it.each<[FaultName, object, string, number]>([
    ['drop-before', {}, 'in-doubt', 0],
    ['drop-after', {}, 'in-doubt', 1],
    ['5xx-before', { status: 502 }, 'in-doubt', 0],
    ['5xx-after', { status: 504 }, 'in-doubt', 1],
    ['truncated-body', {}, 'in-doubt', 1],
    ['malformed-body', {}, 'in-doubt', 1],
    ['429', {}, 'not-sent', 0],
  ])('%s %o on executeQuote: %s, and the ledger holds %i', async (name, more, kind, count) => {
    const quote = given(await prepare());
    await desk.fault(name, { ...more, match: { method: 'POST', path: '/trades/v2/executeQuote' } });
    expect((await send(rfq, quote)).kind).toBe(kind);
    expect(desk.paper.ledger().orders).toHaveLength(count);
    expect(await found(`Desk7${TAG}`)).toHaveLength(count);
    // Taking the quote back tells which it was, where the desk takes that for proof.
    const dropped = await desk.venue.writer().dropQuote(quote.quoteId);
    expect(dropped.outcome).toBe(count === 1 ? 'refused' : 'expired');
  });

  it.each<[FaultName, object]>([
    ['drop-before', {}],
    ['5xx-after', { status: 502 }],
    ['truncated-body', {}],
    ['malformed-body', {}],
    ['429', {}],
  ])('%s %o on createQuote: there is no quote, and it can be asked for again', async (name, more) => {
    await desk.fault(name, { ...more, match: { method: 'POST', path: '/trades/v2/createQuote' } });
    expect((await prepare())?.kind).toBe('unknown');
    expect((await prepare())?.kind).toBe('quote');
    expect(desk.paper.ledger().orders).toEqual([]);
  });

  it.each<[string, object, OrderTerms, string]>([
    ['is not enabled', { strategies: { '*': ['GTC'] } }, rfq, 'no-permission'],
    ['may not be traded with this key', { tradePermission: false }, rfq, 'no-permission'],
    [
      'costs more than there is',
      {},
      terms({ strategy: 'RFQ', receiveQuantity: '1000000' }),
      'insufficient-funds',
    ],
    ['is too small', {}, terms({ strategy: 'RFQ', receiveQuantity: '0.00000001' }), 'below-minimum'],
    ['is of no known ticker', {}, terms({ strategy: 'RFQ', ticker: 'ETH-CADD' }), 'unknown-ticker'],
  ])('that %s is refused a quote', async (_, settings, of, code) => {
    if (Object.keys(settings).length > 0) await desk.control('settings', settings);
    expect(await prepare(of)).toMatchObject({ kind: 'refused', code });
  });

  it('that the market can’t take has quantities of zero, and so no quote', async () => {
    await desk.control('settings', { marketDepth: '0.05' });
    expect(await prepare()).toMatchObject({ kind: 'unknown', ack: { data: { receiveQuantity: '0' } } });
  });
});

describe('a MARKET against the paper venue', () => {
  it('trades, and its row tells the same', async () => {
    const verdict = await send(market);
    expect(verdict).toMatchObject({
      kind: 'accepted',
      trade: { tradePriceAvg: '94990', tradeDate: '2025-01-28' },
      final: { status: 'filled', fill: { received: '1899.80', delivered: '0.02000000' } },
    });
    const rows = await found();
    expect(rows).toMatchObject([
      { strategy: 'MARKET', status: 'filled', fill: { received: '1899.8', delivered: '0.02' } },
    ]);
    expect(verdict.kind === 'accepted' && verdict.orderId).toBe(rows[0]?.id);
  });

  it('that the market can’t take is accepted and ends without a fill', async () => {
    await desk.control('settings', { marketDepth: '0.01' });
    expect(await send(market)).toMatchObject({
      kind: 'accepted',
      final: { status: 'cancelled', message: 'not filled', fill: { received: '0', delivered: '0' } },
    });
    expect(await found()).toMatchObject([{ strategy: 'MARKET', status: 'cancelled' }]);
  });

  it('is refused in the venue’s words', async () => {
    expect(await send(terms({ strategy: 'MARKET', receiveQuantity: '0.0001' }))).toMatchObject({
      ...{ kind: 'rejected', code: 'below-minimum' },
    });
    await desk.control('settings', { strategies: { '*': ['RFQ'] } });
    expect(await send(market)).toMatchObject({ kind: 'rejected', code: 'strategy-not-enabled' });
    expect(desk.paper.ledger().orders).toEqual([]);
  });

  it('whose answer is lost is found by its tag, and without one among the evidence', async () => {
    await desk.fault('drop-after', { match: { path: '/trades/v2/market' } });
    expect((await send(market)).kind).toBe('in-doubt');
    expect(await found()).toHaveLength(1);

    const plain = account({ tag: 'none' });
    const writer = desk.venue.writer();
    await desk.fault('drop-after', { match: { path: '/trades/v2/market' } });
    expect((await writer.send(writer.draft(plain, market, tagOf('other')))).kind).toBe('in-doubt');
    const attempt: Attempt = {
      ...{ key: orderKey('other'), generation: 1, attempt: 1, account: plain.name, accountId: plain.id },
      ...{ identity: '', tag: tagOf('other'), tagSent: false, target: market, wire: market },
      ...{ intentAt: NOW, intentSequence: 1, deadline: NOW + 5_000, state: 'in-doubt' },
    };
    const evidence = await desk.venue.reader.evidence(plain, attempt);
    const untagged = desk.paper.ledger().orders.filter(({ usernameRef }) => usernameRef === null);
    expect(evidence.state === 'known' && evidence.rows.map(({ id }) => id)).toEqual(
      untagged.map(({ orderId }) => orderId),
    );
    expect(untagged).toHaveLength(1);
  });
});

describe('a FOK against the paper venue', () => {
  it('trades at its price or better, and its row tells the same', async () => {
    expect(await send(fok)).toMatchObject({
      kind: 'accepted',
      trade: { price: '95010.01', tradeTime: String(NOW) },
      final: {
        status: 'filled',
        statusText: 'COMPLETE',
        fill: { received: '0.02000000', delivered: '1900.20' },
      },
    });
    expect(await found()).toMatchObject([
      { strategy: 'FOK', status: 'filled', fill: { received: '0.02', delivered: '1900.2' } },
    ]);
  });

  it('is cancelled where the market is worse, in the venue’s words', async () => {
    expect(
      await send(terms({ strategy: 'FOK', receiveQuantity: '0.02', tradePrice: '95010.00' })),
    ).toMatchObject({
      kind: 'accepted',
      final: { status: 'cancelled', statusText: 'CANCELLED', message: 'Cancelled - Price not marketable' },
    });
    const rows = await found();
    expect(rows).toMatchObject([{ strategy: 'FOK', status: 'cancelled', fill: { received: '0' } }]);
    expect(rows[0]).not.toHaveProperty('priceLimit');
  });

  it('is refused in the venue’s words', async () => {
    await desk.control('settings', { tradePermission: false });
    expect(await send(fok)).toMatchObject({ kind: 'rejected', code: 'no-permission' });
    await desk.control('settings', { tradePermission: true, marketDepth: '0.01' });
    expect(await send(fok)).toMatchObject({ kind: 'rejected', code: 'above-maximum' });
    expect(desk.paper.ledger().orders).toEqual([]);
  });
});

describe('reads against the paper venue', () => {
  it('a price can be asked for, for any strategy, and can’t be executed', async () => {
    for (const of of [rfq, market, fok, terms()])
      expect((await desk.venue.reader.quote(account(), of)).kind).toBe('quote');
    const quote = given(await desk.venue.reader.quote(account(), rfq));
    expect(await send(rfq, quote)).toMatchObject({ kind: 'rejected' });
    expect(await desk.venue.reader.quote(account(), terms({ ticker: 'ETH-CADD' }))).toMatchObject({
      ...{ kind: 'refused', code: 'unknown-ticker' },
    });
    expect(desk.paper.ledger().orders).toEqual([]);
  });

  it('balances tell what is free: what an order binds is taken off', async () => {
    const before = await desk.venue.reader.balances(account());
    await send(terms({ receiveQuantity: '0.5', priceLimit: '20000' }));
    const after = await desk.venue.reader.balances(account());
    expect(Number(before?.get('USD')) - Number(after?.get('USD'))).toBe(10_000);
    expect(after?.get('BTC')).toBe(before?.get('BTC'));
  });
});
