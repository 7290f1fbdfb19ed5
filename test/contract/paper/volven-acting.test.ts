import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { START } from '../../support/paper-client.ts';
import { STRATEGIES, type VolvenVenue, smo, volvenVenue } from '../../support/volven-client.ts';

let venue: VolvenVenue;
beforeEach(async () => {
  venue = volvenVenue();
  await venue.client.control('price', { ticker: 'BTC-USDT', bid: '100000', ask: '100010' });
});
afterEach(() => venue.close());

const SECOND = 1000;
const settings = (change: object) => venue.client.control('settings', change);
const created = async (change: object = {}): Promise<string> => {
  const { status, json } = await venue.client.create(smo(change));
  expect(status).toBe(201);
  return json.strategyId;
};
const statusOf = async (id: string): Promise<string | undefined> => (await venue.client.state(id))['status'];

/** Strategies in each status. */
const IN: Readonly<Record<string, () => Promise<string>>> = {
  CREATED: () => created({ autoRun: false }),
  WAITING_TRIGGER: () => created({ triggerPrice: 90000 }),
  RUNNING: () => created(),
  PAUSED: async () => {
    const id = await created();
    await venue.client.act(id, 'pause');
    return id;
  },
  STOPPED: async () => {
    const id = await created();
    await venue.client.act(id, 'stop');
    return id;
  },
  FINISHED: async () => {
    const id = await created();
    await venue.client.control('strategy/fill', { strategyId: id });
    return id;
  },
};

describe('an action', () => {
  it.each([
    ['CREATED', 'start', 'RUNNING'],
    ['CREATED', 'stop', 'STOPPED'],
    ['WAITING_TRIGGER', 'pause', 'PAUSED'],
    ['WAITING_TRIGGER', 'stop', 'STOPPED'],
    ['RUNNING', 'pause', 'PAUSED'],
    ['RUNNING', 'stop', 'STOPPED'],
    ['PAUSED', 'start', 'RUNNING'],
    ['PAUSED', 'stop', 'STOPPED'],
  ])('takes a strategy from %s by %s to %s, with 202 and no body', async (from, action, to) => {
    const id = (await IN[from]?.()) ?? '';
    expect(await statusOf(id)).toBe(from);
    const answer = await venue.client.act(id, action);
    expect([answer.status, answer.text, answer.headers.get('content-type')]).toEqual([202, '', null]);
    expect(await statusOf(id)).toBe(to);
  });

  it.each([
    ['CREATED', 'pause'],
    ['WAITING_TRIGGER', 'start'],
    ['RUNNING', 'start'],
    ['PAUSED', 'pause'],
    ['STOPPED', 'start'],
    ['STOPPED', 'pause'],
    ['STOPPED', 'stop'],
    ['FINISHED', 'start'],
    ['FINISHED', 'pause'],
    ['FINISHED', 'stop'],
  ])('is refused with 422: %s, %s', async (from, action) => {
    const id = (await IN[from]?.()) ?? '';
    const before = await venue.client.row(id);
    const answer = await venue.client.act(id, action);
    expect([answer.status, answer.json.status, answer.json.message]).toEqual([
      422,
      '422',
      `Cannot ${action} a strategy that is ${from}`,
    ]);
    expect(answer.json.path).toBe(`${STRATEGIES}/${id}/action/${action}`);
    expect(await venue.client.row(id)).toEqual(before);
  });

  it('takes the header se-api-version with any value', async () => {
    const id = await created();
    const headers = { authorization: 'Bearer paper-token', 'se-api-version': 'x' };
    expect((await venue.client.raw('PUT', `${STRATEGIES}/${id}/action/pause`, headers)).status).toBe(202);
  });

  it('on a strategy that is not there is 404, or 422 by setting', async () => {
    const first = await venue.client.act('none', 'stop');
    await settings({ unknownStrategy: 422, errorShape: 'openapi' });
    const second = await venue.client.act('none', 'stop');
    expect([first.status, first.json.message, second.status, second.json]).toEqual([
      404,
      'Strategy not found',
      422,
      {
        timestamp: '2025-01-28T19:05:35.962+00:00',
        status: 422,
        error: 'Unprocessable Entity',
        errorCode: 'NOT_FOUND',
        path: `${STRATEGIES}/none/action/stop`,
        errors: [
          {
            fields: ['strategyAppId'],
            description: 'unknown strategy',
            rejectedValue: 'none',
            firstField: 'strategyAppId',
          },
        ],
      },
    ]);
  });

  it('on somebody else’s strategy is 403', async () => {
    const { json } = await venue.client.control('strategy?userId=7', smo());
    const answer = await venue.client.act(json.strategyId, 'stop');
    expect([answer.status, answer.json.message]).toEqual([403, 'Access Denied']);
    expect(venue.paper.ledger().strategies[0]?.status).toBe('RUNNING');
  });

  it('that is none, or with another verb, is 404', async () => {
    const id = await created();
    expect((await venue.client.act(id, 'delete')).status).toBe(404);
    expect((await venue.client.call('POST', `${STRATEGIES}/${id}/action/stop`, {})).status).toBe(404);
    expect((await venue.client.call('GET', `${STRATEGIES}/${id}`)).status).toBe(404);
  });
});

describe('the effect of an action', () => {
  it('comes later by a setting; what trades in between has traded', async () => {
    await settings({ actionDelayMs: 2500 });
    const id = await created();
    await venue.client.act(id, 'stop');
    expect(await statusOf(id)).toBe('RUNNING');
    await venue.client.control('time', { advanceMs: 2499 });
    expect(await venue.client.state(id)).toMatchObject({ status: 'RUNNING', filledSize: '0.06' });
    await venue.client.control('time', { advanceMs: 10 * SECOND });
    expect(await venue.client.state(id)).toMatchObject({ status: 'STOPPED', filledSize: '0.06' });
    expect(venue.paper.ledger().strategies[0]?.actions).toEqual([
      {
        ...{ action: 'stop', source: 'api', at: START, dueAt: START + 2500 },
        ...{ settledAt: START + 2500, outcome: 'done' },
      },
    ]);
  });

  it('is kept apart from the strategy’s own end: an action may come too late', async () => {
    await settings({ actionDelayMs: 3 * SECOND });
    const id = await created({ orderMaxSize: 0.1 });
    expect((await venue.client.act(id, 'stop')).status).toBe(202);
    await venue.client.control('time', { advanceMs: 3 * SECOND });
    expect(await statusOf(id)).toBe('FINISHED');
    expect(venue.paper.ledger().strategies[0]?.actions[0]?.outcome).toBe('too-late');
  });

  it('takes every accepted action in its turn, the second stop for nothing', async () => {
    await settings({ actionDelayMs: 500 });
    const id = await created();
    for (const action of ['pause', 'stop', 'stop'])
      expect((await venue.client.act(id, action)).status).toBe(202);
    await venue.client.control('time', { advanceMs: 500 });
    expect(await statusOf(id)).toBe('STOPPED');
    expect(venue.paper.ledger().strategies[0]?.actions.map(({ outcome }) => outcome)).toEqual([
      'done',
      'done',
      'too-late',
    ]);
  });

  it('keeps what has traded, takes the order back, and goes on from there', async () => {
    const id = await created();
    await venue.client.control('time', { advanceMs: 1500 });
    expect(await venue.client.state(id)).toMatchObject({ filledSize: '0.03', orderSize: '0.03' });
    await venue.client.act(id, 'pause');
    await venue.client.control('time', { advanceMs: 60 * SECOND });
    expect(await venue.client.state(id)).toMatchObject({
      ...{ status: 'PAUSED', filledSize: '0.03', remainingSize: '0.07', orderSize: '', orderPrice: '' },
    });
    await venue.client.act(id, 'start');
    await venue.client.control('time', { advanceMs: 3 * SECOND });
    expect(await venue.client.state(id)).toMatchObject({ status: 'FINISHED', filledSize: '0.1' });
  });

  it('may lose to a trade of the order that it takes back, by a fault', async () => {
    await venue.client.control('faults', { fault: 'cancel-loses' });
    const id = await created();
    await venue.client.act(id, 'stop');
    expect(await venue.client.state(id)).toMatchObject({ status: 'STOPPED', filledSize: '0.03' });
    await venue.client.control('faults', { fault: 'cancel-loses' });
    const whole = await created({ orderMaxSize: 0.1 });
    expect((await venue.client.act(whole, 'pause')).status).toBe(202);
    expect(await venue.client.state(whole)).toMatchObject({ status: 'FINISHED', filledSize: '0.1' });
  });
});

describe('schedule-opening-pause', () => {
  const at = (ms: number): string => new Date(START + ms).toISOString();
  const pause = (id: string, from: unknown, to: unknown) =>
    venue.client.act(id, 'schedule-opening-pause', { fromTime: from, toTime: to });

  it('keeps new orders back between its times', async () => {
    const id = await created();
    expect((await pause(id, at(1500), at(10_000))).status).toBe(202);
    await venue.client.control('time', { advanceMs: 9999 });
    // The second order was sent before: it trades.
    expect(await venue.client.state(id)).toMatchObject({ status: 'RUNNING', filledSize: '0.06' });
    await venue.client.control('time', { advanceMs: 2001 });
    expect(await venue.client.state(id)).toMatchObject({ status: 'FINISHED', filledSize: '0.1' });
    expect(venue.paper.ledger().strategies[0]?.fills.map((fill) => fill.at - START)).toEqual([
      1000, 2000, 11_000, 12_000,
    ]);
  });

  it.each([
    ['no times', undefined, undefined, ['fromTime must be a date-time', 'toTime must be a date-time']],
    ['a number', 1, at(1000), ['fromTime must be a date-time']],
    ['a date alone', '2030-01-01', at(1000), ['fromTime must be a date-time']],
    ['an end that has passed', at(-2000), at(0), ['toTime must be in the future']],
    ['an end before its beginning', at(2000), at(1000), ['fromTime must be before toTime']],
    ['no span', at(1000), at(1000), ['fromTime must be before toTime']],
  ])('wants two times, the second in the future: %s', async (_, from, to, errors) => {
    const { status, json } = await pause(await created(), from, to);
    expect(status).toBe(400);
    expect(
      json.errors.map((each: Record<string, string>) => `${each['field']} ${each['description']}`),
    ).toEqual(errors);
  });

  it('is refused for a strategy that has ended, and without a body', async () => {
    const id = (await IN['STOPPED']?.()) ?? '';
    expect((await pause(id, at(0), at(1000))).status).toBe(422);
    expect((await venue.client.act(id, 'schedule-opening-pause', '')).status).toBe(400);
  });
});

describe('flush', () => {
  const flush = async (body: unknown) => venue.client.act(await created(), 'flush', body);

  it('is not for an SMO', async () => {
    const answer = await flush({ longPositionTargetPercentage: 0, shortPositionTargetPercentage: 100 });
    expect([answer.status, answer.json.message]).toEqual([422, 'Flush is only available for TMM']);
  });

  it.each([
    [{}, ['longPositionTargetPercentage', 'shortPositionTargetPercentage']],
    [
      { longPositionTargetPercentage: 0, shortPositionTargetPercentage: 100.1 },
      ['shortPositionTargetPercentage'],
    ],
    [
      { longPositionTargetPercentage: -1, shortPositionTargetPercentage: 0 },
      ['longPositionTargetPercentage'],
    ],
  ])('wants percentages first: %j', async (body, fields) => {
    const answer = await flush(body);
    expect([answer.status, answer.json.errors.map((each: { field: string }) => each.field)]).toEqual([
      400,
      fields,
    ]);
  });
});

describe('somebody at the venue’s own pages', () => {
  const outside = (body: object) => venue.client.control('strategy/action', body);

  it('pauses, starts and stops at once, whatever the delay', async () => {
    await settings({ actionDelayMs: 60_000 });
    const strategyId = await created();
    for (const [action, status] of [
      ['pause', 'PAUSED'],
      ['start', 'RUNNING'],
      ['stop', 'STOPPED'],
    ]) {
      const answer = await outside({ strategyId, action });
      expect([answer.status, answer.json.status, await statusOf(strategyId)]).toEqual([200, status, status]);
    }
    expect(venue.paper.ledger().strategies[0]?.actions.map(({ source }) => source)).toEqual([
      'control',
      'control',
      'control',
    ]);
  });

  it('creates strategies, which the list shows and the counts leave out', async () => {
    const { json } = await venue.client.control('strategy', smo());
    expect((await venue.client.row(json.strategyId)).state.status).toBe('RUNNING');
    expect(venue.paper.ledger()).toMatchObject({
      strategyRequests: { received: 0, accepted: 0 },
      strategies: [{ source: 'control', userId: '42', request: JSON.stringify(smo()) }],
    });
  });

  it.each([
    ['strategy', smo({ size: 0 }), /^Validation failed; size must be greater than 0$/],
    ['strategy', '{', /^the body is not JSON$/],
    ['strategy/action', { strategyId: 'none', action: 'stop' }, /^no strategy has the strategyId none$/],
    ['strategy/fill', { strategyId: 'none' }, /^no strategy has the strategyId none$/],
  ])('is told of a mistake: %s', async (path, body, message) => {
    const { status, json } = await venue.client.control(path, body);
    expect([status, json.message]).toEqual([400, expect.stringMatching(message)]);
  });

  it('can’t do what is illegal, nor what is no action', async () => {
    const strategyId = await created();
    expect((await outside({ strategyId, action: 'start' })).json.message).toBe(
      "can't start a strategy that is RUNNING",
    );
    expect((await outside({ strategyId, action: 'flush' })).json.message).toMatch(/^action must be one of/);
  });
});

describe('a fill by control', () => {
  const fill = (body: object) => venue.client.control('strategy/fill', body);

  it('trades a part at the order’s price or another, and all of the rest by default', async () => {
    await settings({ smoClipMs: 1e9 });
    const strategyId = await created();
    await fill({ strategyId, size: '0.010' });
    expect(await venue.client.state(strategyId)).toMatchObject({
      ...{ status: 'RUNNING', filledSize: '0.01', averagePrice: '100000', orderSize: '0.03' },
    });
    await fill({ strategyId, size: 0.03, price: 99000 });
    expect((await venue.client.state(strategyId))['averagePrice']).toBe('99250');
    const { json } = await fill({ strategyId });
    expect(json).toEqual({
      ...{ strategyId, accountId: '99998', status: 'FINISHED', reason: null, filledSize: '0.1' },
    });
    expect(venue.paper.ledger().strategies[0]?.fills).toEqual([
      { at: START, size: '0.010', price: '100000', source: 'control' },
      { at: START, size: '0.03', price: '99000', source: 'control' },
      { at: START, size: '0.06', price: '100000', source: 'control' },
    ]);
  });

  it('comes late on a paused or ended strategy where told to', async () => {
    for (const name of ['PAUSED', 'STOPPED'] as const) {
      const strategyId = (await IN[name]?.()) ?? '';
      expect((await fill({ strategyId })).json.message).toMatch(/"late": true/);
      await fill({ strategyId, size: 0.05, late: true });
      expect(await venue.client.state(strategyId)).toMatchObject({ status: name, filledSize: '0.05' });
      await fill({ strategyId, late: true });
      const after = { PAUSED: 'FINISHED', STOPPED: 'STOPPED' }[name];
      expect(await venue.client.state(strategyId)).toMatchObject({ status: after, filledSize: '0.1' });
    }
  });

  it('never trades more than what remains', async () => {
    const strategyId = await created();
    for (const size of [0, 0.1001])
      expect((await fill({ strategyId, size })).json.message).toMatch(
        /^size must be above 0 and at most 0.1/,
      );
    expect((await fill({ strategyId, price: 0 })).json.message).toBe('price must be above 0');
  });

  it('of all but too little ends it with what remains', async () => {
    const strategyId = await created();
    await fill({ strategyId, size: 0.0995 });
    expect(await venue.client.state(strategyId)).toMatchObject({
      ...{ status: 'FINISHED', reason: 'REMAINDER_TOO_SMALL', filledSize: '0.0995', remainingSize: '0.0005' },
    });
  });
});
