import nock from 'nock';
import { describe, expect, it } from 'vitest';
import type { VenueOrderId } from '../../../src/model/ids.ts';
import { guardWire } from '../aquanow/wire.ts';
import { HOST, ID, TOKEN, account, fakeClock, json, scripted, venueOf } from './desk.ts';

guardWire();

const writerOf = (answer: () => Response) => {
  const { fetch, seen } = scripted(answer);
  return { writer: venueOf({ fetch }).writer(), seen };
};
const error = (status: number) => ({
  timestamp: '2025-09-15T14:56:35.228+00:00',
  status,
  error: 'Unprocessable Entity',
  path: '/strategy-orchestrator/strategies/s-1/action/stop',
  errors: [],
});

describe('actions as documented', () => {
  it.each(['stop', 'start', 'pause'] as const)(
    'PUT …/action/%s without a body, 202: taken',
    async (action) => {
      nock(HOST)
        .matchHeader('authorization', `Bearer ${TOKEN}`)
        .put(`/strategy-orchestrator/strategies/${ID}/action/${action}`, '')
        .reply(202);
      const writer = venueOf().writer();
      if (action === 'stop') expect(await writer.cancel(account(), ID)).toEqual({ kind: 'requested' });
      else
        expect(await writer.setRun(account(), ID, action === 'start' ? 'started' : 'paused')).toEqual({
          kind: 'taken',
        });
    },
  );

  it('go to the strategy’s own address, whatever its id holds', async () => {
    const { writer, seen } = writerOf(() => new Response(null, { status: 202 }));
    for (const id of ['a/b', '../c', 'd?e#f', 'g h', '...'])
      expect(await writer.cancel(account(), id as VenueOrderId)).toEqual({ kind: 'requested' });
    expect(seen.map(({ url }) => url.pathname.split('/').slice(3).join('/') + url.search)).toEqual([
      ...['a%2Fb/action/stop', '..%2Fc/action/stop', 'd%3Fe%23f/action/stop'],
      ...['g%20h/action/stop', '.../action/stop'],
    ]);
  });

  it.each(['', '.', '..'])(
    'are refused for %j, which an address would take for another place',
    async (id) => {
      const { writer, seen } = writerOf(() => new Response(null, { status: 202 }));
      expect(await writer.cancel(account(), id as VenueOrderId)).toEqual({
        kind: 'refused',
        message: `"${id}" is no strategy's id`,
      });
      expect(await writer.setRun(account(), id as VenueOrderId, 'started')).toMatchObject({
        kind: 'refused',
      });
      expect(seen).toEqual([]);
    },
  );
});

describe('an answer to a stop, a start and a pause', () => {
  it.each<[string, () => Response, string, string]>([
    ['422 with its body', () => json(error(422), 422), 'refused', 'refused'],
    ['422 with any body', () => new Response('no', { status: 422 }), 'refused', 'refused'],
    ['400 with its body', () => json(error(400), 400), 'refused', 'refused'],
    ['403 with that body', () => json(error(403), 403), 'refused', 'refused'],
    ['404 with that body', () => json(error(404), 404), 'refused', 'refused'],
    ['404 with another body', () => json({ message: 'no' }, 404), 'unknown', 'unknown'],
    ['400 with another body', () => json({}, 400), 'unknown', 'unknown'],
    ['200', () => json({}), 'unknown', 'unknown'],
    ['204', () => new Response(null, { status: 204 }), 'unknown', 'unknown'],
    ['405', () => json(error(405), 405), 'unknown', 'unknown'],
    ['408', () => json({}, 408), 'unknown', 'unknown'],
    ['409', () => json(error(409), 409), 'unknown', 'unknown'],
    ['500', () => json(error(500), 500), 'unknown', 'unknown'],
    ['401', () => json({}, 401), 'unknown', 'not-sent'],
    ['429', () => json({}, 429), 'unknown', 'not-sent'],
  ])('%s', async (_, answer, stop, run) => {
    const { writer, seen } = writerOf(answer);
    expect((await writer.cancel(account(), ID)).kind).toBe(stop);
    expect((await writer.setRun(account(), ID, 'started')).kind).toBe(run);
    expect((await writer.setRun(account(), ID, 'paused')).kind).toBe(run);
    expect(seen).toHaveLength(3);
  });

  it('says what the venue said, and what is open', async () => {
    const { writer } = writerOf(() => json({ ...error(422), errorCode: 'ALREADY_STOPPED' }, 422));
    expect(await writer.cancel(account(), ID)).toEqual({
      kind: 'refused',
      message: 'volven.example answered 422: Unprocessable Entity (ALREADY_STOPPED)',
    });
    const lost = writerOf(() => json({}, 504)).writer;
    expect(await lost.cancel(account(), ID)).toEqual({
      kind: 'unknown',
      message: 'volven.example answered 504; whether the strategy is stopped is not known',
    });
    expect(await lost.setRun(account(), ID, 'paused')).toMatchObject({
      message: expect.stringContaining('whether the strategy is paused is not known'),
    });
  });

  it('that can’t be delivered: a stop is unknown, a start not sent', async () => {
    const refused = () => Object.assign(new Error('no'), { code: 'ECONNREFUSED' });
    const at = '/strategy-orchestrator/strategies/s-1/action';
    nock(HOST).put(`${at}/stop`).replyWithError(refused());
    nock(HOST).put(`${at}/start`).replyWithError(refused());
    const writer = venueOf().writer();
    expect(await writer.cancel(account(), ID)).toMatchObject({ kind: 'unknown' });
    expect(await writer.setRun(account(), ID, 'started')).toMatchObject({ kind: 'not-sent' });
  });

  it('that got lost is unknown, and the call is not repeated', async () => {
    const at = '/strategy-orchestrator/strategies/s-1/action';
    for (const action of ['stop', 'start'])
      nock(HOST)
        .put(`${at}/${action}`)
        .replyWithError(Object.assign(new Error('no'), { code: 'ECONNRESET' }));
    const writer = venueOf().writer();
    expect(await writer.cancel(account(), ID)).toMatchObject({ kind: 'unknown' });
    expect(await writer.setRun(account(), ID, 'started')).toMatchObject({ kind: 'unknown' });
  });
});

describe('a start', () => {
  it('doesn’t happen after its deadline', async () => {
    const { writer, seen } = writerOf(() => new Response(null, { status: 202 }));
    const late = () => Promise.resolve({ code: 'too-late', message: 'late' });
    expect(await writer.setRun(account(), ID, 'started', late)).toMatchObject({ kind: 'not-sent' });
    expect(seen).toEqual([]);
  });

  it('waits behind stops for the venue’s rate', async () => {
    const clock = fakeClock();
    const { fetch, seen } = scripted(() => new Response(null, { status: 202 }));
    const writer = venueOf({ fetch, clock, settings: { rate: { perSecond: 1, burst: 1 } } }).writer();
    await writer.cancel(account(), ID);
    await Promise.all([
      writer.setRun(account(), ID, 'started'),
      writer.setRun(account(), ID, 'paused'),
      writer.cancel(account(), ID),
    ]);
    expect(seen.map(({ url }) => url.pathname.split('/').at(-1))).toEqual(['stop', 'pause', 'stop', 'start']);
  });
});
