import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { START } from '../../support/paper-client.ts';
import { SEED_BODY, type VolvenVenue, smo, volvenVenue } from '../../support/volven-client.ts';

let venue: VolvenVenue;
beforeEach(async () => {
  venue = volvenVenue();
  await venue.client.control('price', { ticker: 'BTC-USDT', bid: '100000', ask: '100010' });
});
afterEach(() => venue.close());

const created = async (body: unknown = smo()): Promise<string> =>
  (await venue.client.create(body)).json.strategyId;
const ids = async (query = ''): Promise<readonly string[]> =>
  (await venue.client.find(query)).json.map((each: { strategyId: string }) => each.strategyId);
const fault = (body: object) => venue.client.control('faults', body);

describe('find', () => {
  it('answers with a bare list of the documented members', async () => {
    const strategyId = await created(SEED_BODY);
    const { status, json } = await venue.client.find();
    expect([status, json]).toEqual([
      200,
      [
        {
          strategyId,
          version: 2,
          engineVer: 1,
          eventTime: new Date(START).toISOString(),
          state: {
            ...{ status: 'WAITING_TRIGGER', reason: '', side: 'BUY', size: '0.1', filledSize: '0' },
            ...{ remainingSize: '0.1', averagePrice: '', orderSize: '', orderPrice: '' },
            ...{ triggered: 'false', rejects: '0' },
          },
          uiParams: {
            ...{ strategyType: { value: 'SMO' }, productCode: { value: 'btcusdt_f' } },
            ...{ accountId: { value: '99998' }, side: { value: 'BUY' }, size: { value: '0.1' } },
            ...{ priceLimit: { value: '95000' }, orderMaxSize: { value: '0.03' } },
            ...{ aggressiveness: { value: '0.5' }, triggerPrice: { value: '94000' } },
            ...{ useSpikeProtection: { value: false }, alwaysPassive: { value: true } },
            autoRun: { value: true },
          },
          uiData: '',
        },
      ],
    ]);
  });

  it('has texts alone in every state', async () => {
    const strategyId = await created();
    for (let i = 0; i < 6; i++) {
      const values = Object.values(await venue.client.state(strategyId));
      expect(values.every((value) => typeof value === 'string')).toBe(true);
      await venue.client.control('time', { advanceMs: 1000 });
    }
  });

  it('is empty before the first strategy', async () => {
    expect((await venue.client.find()).text).toBe('[]');
  });

  it('lists the newest first, ended ones too, and no other user’s', async () => {
    const [first, second, third] = [await created(), await created(), await created()];
    await venue.client.control('strategy?userId=7', smo());
    await venue.client.act(second, 'stop');
    expect(await ids()).toEqual([third, second, first]);
    expect(await ids('?createdByUserId=42')).toEqual([third, second, first]);
    expect(await ids('?createdByUserId=7')).toEqual([]);
  });

  it('lists hundreds at once', async () => {
    const all: string[] = [];
    for (let i = 0; i < 250; i++) all.unshift(await created(smo({ triggerPrice: 50000 })));
    expect(await ids()).toEqual(all);
  });

  it('ignores a body, of whatever kind', async () => {
    await created();
    const path = '/strategy-orchestrator/strategies/find';
    for (const body of ['{}', '{', '[]'])
      expect((await venue.client.call('POST', path, body)).status).toBe(200);
    const { status } = await venue.client.raw('POST', path, { authorization: 'Bearer paper-token' }, 'x');
    expect(status).toBe(200);
  });

  it('raises the version with every event and never without one', async () => {
    const strategyId = await created(smo({ autoRun: false }));
    const version = async () => (await venue.client.row(strategyId)).version;
    expect([await version(), await version()]).toEqual([1, 1]);
    await venue.client.act(strategyId, 'start');
    const running = await version();
    await venue.client.control('time', { advanceMs: 999 });
    expect([running > 1, await version()]).toEqual([true, running]);
    await venue.client.control('time', { advanceMs: 1 });
    expect(await version()).toBeGreaterThan(running);
    expect((await venue.client.row(strategyId)).eventTime).toBe(new Date(START + 1000).toISOString());
  });
});

describe('a fault of the list', () => {
  it('hides a new strategy for a while: it is accepted all the same', async () => {
    await fault({ fault: 'late-visibility', ms: 5000 });
    const hidden = await created();
    const shown = await created();
    expect(await ids()).toEqual([shown]);
    expect(venue.paper.ledger().strategies.map((row) => row.strategyId)).toEqual([hidden, shown]);
    await venue.client.control('time', { advanceMs: 5000 });
    expect(await ids()).toEqual([shown, hidden]);
  });

  it('hides it also where the typed path was called', async () => {
    await fault({ fault: 'late-visibility', ms: 5000 });
    await venue.client.call('POST', '/strategy-orchestrator/strategies/SMO/action/create', smo());
    expect(await ids()).toEqual([]);
  });

  it('leaves a row out, or repeats one, once', async () => {
    const [first, second] = [await created(), await created()];
    await fault({ fault: 'missing-row' });
    await fault({ fault: 'repeated-row' });
    expect([await ids(), await ids(), await ids()]).toEqual([
      [first],
      [second, first, first],
      [second, first],
    ]);
  });

  it('shows a status that no one knows', async () => {
    const id = await created();
    await fault({ fault: 'unknown-status' });
    await fault({ fault: 'unknown-status', text: 'HALTED' });
    const seen = [await venue.client.state(id), await venue.client.state(id), await venue.client.state(id)];
    expect(seen.map((state) => state['status'])).toEqual(['UNDER_REVIEW', 'HALTED', 'RUNNING']);
    expect(seen[0]?.['filledSize']).toBe('0');
  });

  it('cuts or replaces the answer', async () => {
    await created();
    await fault({ fault: 'truncated-body' });
    await fault({ fault: 'malformed-body' });
    const [cut, html] = [await venue.client.find(), await venue.client.find()];
    expect([cut.json, cut.text.startsWith('[{"strategyId":'), html.text.startsWith('<html>')]).toEqual([
      undefined,
      true,
      true,
    ]);
  });
});
