import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { START } from '../../support/paper-client.ts';
import { BYBIT, type VolvenVenue, smo, volvenVenue } from '../../support/volven-client.ts';

let venue: VolvenVenue;
beforeEach(async () => {
  venue = volvenVenue();
  await price('100000', '100010');
});
afterEach(() => venue.close());

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const price = (bid: string, ask: string) => venue.client.control('price', { ticker: 'BTC-USDT', bid, ask });
const release = () => venue.client.control('price', { ticker: 'BTC-USDT', price: null });
const settings = (change: object) => venue.client.control('settings', change);
const advance = (advanceMs: number) => venue.client.control('time', { advanceMs });
const created = async (change: object = {}): Promise<string> => {
  const { status, json } = await venue.client.create(smo(change));
  expect(status).toBe(201);
  return json.strategyId;
};
const state = (id: string) => venue.client.state(id);
const fills = (of = 0): readonly (readonly [number, string, string])[] =>
  (venue.paper.ledger().strategies[of]?.fills ?? []).map((fill) => [fill.at - START, fill.size, fill.price]);

describe('orders', () => {
  it('go one after the other, each of orderMaxSize, the last of the rest', async () => {
    const id = await created();
    expect(await state(id)).toMatchObject({ status: 'RUNNING', orderSize: '0.03', orderPrice: '100000' });
    await advance(2000);
    expect(await state(id)).toMatchObject({ filledSize: '0.06', remainingSize: '0.04', orderSize: '0.03' });
    await advance(10_000);
    expect(await state(id)).toMatchObject({ status: 'FINISHED', filledSize: '0.1', remainingSize: '0' });
    expect(fills()).toEqual([
      [1000, '0.03', '100000'],
      [2000, '0.03', '100000'],
      [3000, '0.03', '100000'],
      [4000, '0.01', '100000'],
    ]);
  });

  it('take as long each as a setting says, also no time at all', async () => {
    await settings({ smoClipMs: 250 });
    await created();
    await advance(1000);
    expect(fills().map(([at]) => at)).toEqual([250, 500, 750, 1000]);
    await settings({ smoClipMs: 0 });
    const id = await created();
    expect((await state(id))['status']).toBe('FINISHED');
  });

  it('are one of the whole size without orderMaxSize, and where it is larger', async () => {
    await created({ orderMaxSize: undefined });
    await created({ orderMaxSize: 5 });
    await advance(1000);
    expect([fills(0), fills(1)]).toEqual([[[1000, '0.1', '100000']], [[1000, '0.1', '100000']]]);
  });

  it('take what is too small to be sent alone with them: by size, and by worth', async () => {
    const exact = { productCode: 'finusdt', accountId: BYBIT };
    await created({ size: 0.061, orderMaxSize: 0.03 });
    await created({ productCode: 'btcusdt', size: 0.00204, orderMaxSize: 0.001, priceLimit: 100000 });
    await created({ ...exact, size: 1, orderMaxSize: 0.6 });
    await advance(10_000);
    expect(fills(0).map(([, size]) => size)).toEqual(['0.03', '0.03', '0.001']);
    expect(fills(1).map(([, size]) => size)).toEqual(['0.001', '0.00104']);
    expect(fills(2).map(([, size]) => size)).toEqual(['0.6', '0.4']);
  });

  it('add up exactly, with every digit', async () => {
    const text = `{"strategyType":"SMO","productCode":"finusdt","accountId":"${BYBIT}","side":"SELL","size":123456789012345678901234567890.00000000000000000001,"orderMaxSize":100000000000000000000000000000.00000000000000000003,"autoRun":true}`;
    const { strategyId } = (await venue.client.create(text)).json;
    await advance(2000);
    expect(fills().map(([, size]) => size)).toEqual([
      '100000000000000000000000000000.00000000000000000003',
      '23456789012345678901234567889.99999999999999999998',
    ]);
    expect((await state(strategyId))['filledSize']).toBe(
      '123456789012345678901234567890.00000000000000000001',
    );
  });

  it('have an average price of their own', async () => {
    const id = await created({ size: 0.06 });
    await advance(1000);
    await price('99000', '99010');
    await advance(1000);
    expect(await state(id)).toMatchObject({ averagePrice: '99500', filledSize: '0.06' });
  });
});

describe('the price of an order', () => {
  it.each([
    ['BUY', 0, '100000'],
    ['BUY', 0.5, '100005'],
    ['BUY', 0.33, '100003.3'],
    ['BUY', 0.337, '100003.3'],
    ['BUY', 1, '100010'],
    ['SELL', 0, '100010'],
    ['SELL', 0.5, '100005'],
    ['SELL', 0.337, '100006.7'],
    ['SELL', 1, '100000'],
  ])(
    'of a %s goes with aggressiveness %d to %s, to the tick on the passive side',
    async (side, a, expected) => {
      const id = await created({ side, aggressiveness: a });
      expect((await state(id))['orderPrice']).toBe(expected);
      await advance(1000);
      expect(fills()[0]?.[2]).toBe(expected);
    },
  );

  it('is halfway by default, and at the best of its own side where it is always passive', async () => {
    const halfway = await created({ aggressiveness: undefined });
    const passive = await created({ aggressiveness: 1, alwaysPassive: true });
    expect([(await state(halfway))['orderPrice'], (await state(passive))['orderPrice']]).toEqual([
      '100005',
      '100000',
    ]);
  });

  it('moves with the market', async () => {
    const id = await created();
    await price('99000', '99010');
    expect((await state(id))['orderPrice']).toBe('99000');
  });

  it.each([
    ['BUY', '99999.9', '99999.8'],
    ['SELL', '100010.1', '100010.2'],
  ])(
    'of a %s never passes its limit: it rests there while the market is beyond',
    async (side, limit, back) => {
      const id = await created({ side, priceLimit: Number(limit) });
      await advance(DAY);
      expect(await state(id)).toMatchObject({ status: 'RUNNING', filledSize: '0', orderPrice: limit });
      await (side === 'BUY' ? price(back, '100010') : price('100000', back));
      await advance(1000);
      expect(fills()).toEqual([[DAY + 1000, '0.03', back]]);
    },
  );

  it('is the limit where the peg alone would pass it', async () => {
    await created({ aggressiveness: 1, priceLimit: 100004 });
    await advance(1000);
    expect(fills()).toEqual([[1000, '0.03', '100004']]);
  });

  it('must be at the best without a break for a trade', async () => {
    await created({ priceLimit: 100000 });
    await advance(900);
    await price('100001', '100011');
    await advance(50);
    await price('100000', '100010');
    await advance(999);
    expect(fills()).toEqual([]);
    await advance(1);
    expect(fills()).toEqual([[1950, '0.03', '100000']]);
  });
});

describe('a trigger price', () => {
  it.each([
    ['below the market', 94000, '93999.9', '94000', '94000.1', '94000.3'],
    ['above the market', 106000, '106000', '106000.1', '105999.9', '105999.9'],
  ])(
    '%s fires when the last price reaches or passes it',
    async (_, triggerPrice, bid, ask, nearBid, nearAsk) => {
      const id = await created({ triggerPrice });
      await price(nearBid, nearAsk);
      await advance(DAY);
      expect(await state(id)).toMatchObject({ status: 'WAITING_TRIGGER', triggered: 'false', orderSize: '' });
      await price(bid, ask);
      expect(await state(id)).toMatchObject({ status: 'RUNNING', triggered: 'true', orderSize: '0.03' });
    },
  );

  it('fires at once where the last price equals it at the start', async () => {
    const id = await created({ triggerPrice: 100005 });
    expect((await state(id))['status']).toBe('RUNNING');
  });

  it('that was touched for an instant has fired, and needs it no second time', async () => {
    const id = await created({ triggerPrice: 94000 });
    await price('94000', '94000');
    await price('100000', '100010');
    expect((await state(id))['status']).toBe('RUNNING');
    await venue.client.act(id, 'pause');
    await venue.client.act(id, 'start');
    expect((await state(id))['status']).toBe('RUNNING');
  });

  it('arms on the side of each start', async () => {
    const id = await created({ triggerPrice: 94000 });
    await venue.client.act(id, 'pause');
    await price('90000', '90010');
    expect((await state(id))['status']).toBe('PAUSED');
    await venue.client.act(id, 'start');
    expect((await state(id))['status']).toBe('WAITING_TRIGGER');
    await price('94000', '94001');
    expect((await state(id))['status']).toBe('RUNNING');
  });

  it('is reached by the seeded path at the same instant, however often one looks', async () => {
    const runs = [1, 7, 1440].map(async (looks) => {
      const other = volvenVenue({ seed: 'trigger', epoch: 'e' });
      const last = async (): Promise<number> => {
        const { json } = await other.client.control('state');
        return Number(json.prices['BTC-USDT'].bid);
      };
      const triggerPrice = Math.floor((await last()) * 0.995);
      // Clips of several steps of the path: the price leaves the limit and comes back within some of them.
      await other.client.control('settings', { smoClipMs: 600_000 });
      await other.client.create(smo({ triggerPrice, priceLimit: triggerPrice - 100, size: 0.5 }));
      await other.client.create(smo({ priceLimit: triggerPrice, size: 100, orderMaxSize: 0.1 }));
      for (let i = 0; i < looks; i++) {
        await other.client.control('time', { advanceMs: Math.floor((3 * DAY) / looks) });
        await other.client.find();
      }
      await other.client.control('time', { to: START + 3 * DAY });
      const { strategies } = other.paper.ledger();
      await other.close();
      return strategies;
    });
    const [once, sometimes, often] = await Promise.all(runs);
    expect(once?.[0]?.fills.length).toBeGreaterThan(0);
    expect(once?.[1]?.fills.length).toBeGreaterThan(10);
    expect(once?.[0]?.fills[0]?.at).toBeGreaterThan(START + MINUTE);
    expect(sometimes).toEqual(once);
    expect(often).toEqual(once);
  });
});

describe('always passive', () => {
  const rejectedAt = async (id: string, spans: readonly number[]): Promise<readonly string[]> => {
    const seen: string[] = [];
    for (const span of spans) {
      await advance(span - 1);
      seen.push((await state(id))['rejects'] ?? '');
      await advance(1);
    }
    return seen;
  };

  it('sends a rejected order again after 1, 2, 4 … seconds, and pauses at the ninth reject', async () => {
    await settings({ passiveRejects: 100 });
    const id = await created({ alwaysPassive: true });
    const spans = [1, 2, 4, 8, 16, 32, 64, 128].map((seconds) => seconds * 1000);
    expect(await rejectedAt(id, spans)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(await state(id)).toMatchObject({
      ...{ status: 'PAUSED', reason: 'PASSIVE_REJECTS', rejects: '9', filledSize: '0', orderSize: '' },
    });
    expect(venue.paper.ledger().strategies[0]?.updatedAt).toBe(START + 255_000);
    await advance(DAY);
    expect((await state(id))['status']).toBe('PAUSED');
  });

  it('is not paused by eight rejects; the ninth order is accepted, and they are counted from anew', async () => {
    await settings({ passiveRejects: 8 });
    const id = await created({ alwaysPassive: true });
    await advance(255_000);
    expect(await state(id)).toMatchObject({ status: 'RUNNING', rejects: '0', orderSize: '0.03' });
    await advance(1000);
    expect(await state(id)).toMatchObject({ filledSize: '0.03', rejects: '1' });
  });

  it('starts with no rejects again', async () => {
    await settings({ passiveRejects: 9 });
    const id = await created({ alwaysPassive: true });
    await advance(255_000);
    await settings({ passiveRejects: 1 });
    await venue.client.act(id, 'start');
    expect(await state(id)).toMatchObject({ status: 'RUNNING', reason: '', rejects: '1' });
    await advance(1000);
    expect(await state(id)).toMatchObject({ rejects: '0', orderSize: '0.03' });
  });

  it('is rejected by a crossed book, where its price would trade at once', async () => {
    await price('100010', '100000');
    const id = await created({ alwaysPassive: true });
    expect(venue.paper.ledger().strategies[0]?.rejects).toBe(1);
    expect((await state(id))['rejects']).toBe('1');
    await price('100000', '100010');
    await advance(1000);
    expect(await state(id)).toMatchObject({ rejects: '0', orderSize: '0.03' });
  });

  it('alone is rejected', async () => {
    await settings({ passiveRejects: 100 });
    const id = await created();
    expect(await state(id)).toMatchObject({ rejects: '0', orderSize: '0.03' });
  });
});

describe('on the seeded path', () => {
  it('a limit is kept over days: no trade beyond it, and all of them at prices of the path', async () => {
    await release();
    const { json } = await venue.client.control('state');
    const limit = Math.floor(Number(json.prices['BTC-USDT'].bid) * 0.998);
    await created({ priceLimit: limit, size: 1, orderMaxSize: 0.001 });
    await advance(10 * DAY);
    const all = fills();
    expect(all.length).toBeGreaterThan(100);
    expect(all.every(([, , paid]) => Number(paid) <= limit)).toBe(true);
    expect(new Set(all.map(([, , paid]) => paid)).size).toBeGreaterThan(1);
    expect(all.map(([at]) => at)).toEqual([...all.map(([at]) => at)].sort((a, b) => a - b));
  });

  it('equal seeds and epochs give equal bytes, other seeds other prices', async () => {
    const run = async (seed: string): Promise<string> => {
      const other = volvenVenue({ seed, epoch: 'fixed' });
      await other.client.create(smo({ size: 0.5, orderMaxSize: 0.001 }));
      await other.client.control('time', { advanceMs: 20 * MINUTE });
      const text = (await other.client.find()).text + JSON.stringify(other.paper.ledger());
      await other.close();
      return text;
    };
    expect(await run('a')).toBe(await run('a'));
    expect(await run('a')).not.toBe(await run('b'));
  });
});
