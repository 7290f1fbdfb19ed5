import nock from 'nock';
import { describe, expect, it } from 'vitest';
import type { VenueOrderId } from '../../../src/model/ids.ts';
import { HOST, KEY, NOW, account, json, scripted, signatureOf, venueOf } from './desk.ts';
import { guardWire } from './wire.ts';

guardWire();

const ID = 'a3c1e7aa-0000-4000-8000-000000000001' as VenueOrderId;

describe('a cancel', () => {
  it('is DELETE /trades/v1/order with the orderId, signed as such', async () => {
    const nonce = String(NOW);
    nock(HOST)
      .matchHeader('x-api-key', KEY)
      .matchHeader('x-nonce', nonce)
      .matchHeader('x-signature', signatureOf('DELETE', '/trades/v1/order', nonce))
      .matchHeader('content-type', 'application/json')
      .delete('/trades/v1/order', { orderId: ID })
      .reply(200, { type: 'parentOrderCancelAck', payload: { orderId: ID } });
    expect(await venueOf().writer().cancel(account(), ID)).toEqual({ kind: 'requested' });
  });

  it('goes where the settings say', async () => {
    nock(HOST).put('/trades/v2/order', { orderId: ID }).reply(200, '');
    const writer = venueOf({ settings: { cancel: { method: 'put', path: '/trades/v2/order' } } }).writer();
    expect(await writer.cancel(account(), ID)).toEqual({ kind: 'requested' });
  });

  it.each([
    [{ method: 'GET' }, 'GET /trades/v1/order'],
    [{ path: 'https://evil.example/' }, 'DELETE https://evil.example/'],
    [{ path: '/trades?x=1' }, 'DELETE /trades?x=1'],
  ])('can’t be set to %j', (cancel, shown) => {
    expect(() => venueOf({ settings: { cancel } })).toThrow(shown);
  });

  it.each([403, 404, 405])('%i may be a wrong route, and names the setting', async (status) => {
    const { fetch } = scripted(() => json({ message: 'Missing Authentication Token' }, status));
    const answer = await venueOf({ fetch }).writer().cancel(account(), ID);
    expect(answer.kind).toBe('refused');
    const message = 'message' in answer ? answer.message : '';
    expect(message).toContain(`answered ${status}: Missing Authentication Token`);
    expect(message).toContain('DELETE /trades/v1/order is unverified');
    expect(message).toContain('cancel: { method, path }');
  });

  it.each<[string, () => Response, string]>([
    ['401', () => json({ message: 'Unauthorized' }, 401), 'refused'],
    ['400', () => json({ errors: [{ id: 'a', message: 'already been processed' }] }, 400), 'refused'],
    ['409', () => json({ message: 'no' }, 409), 'refused'],
    ['200 with an error', () => json({ errors: [{ id: 'a', message: 'no' }] }), 'refused'],
    ['429', () => json({ message: 'Too Many Requests' }, 429), 'unknown'],
    ['408', () => json({}, 408), 'unknown'],
    ['500', () => json({}, 500), 'unknown'],
    ['504', () => json({ message: 'Endpoint request timed out' }, 504), 'unknown'],
  ])('answered %s is %s', async (_, answer, kind) => {
    const { fetch, seen } = scripted(answer);
    expect((await venueOf({ fetch }).writer().cancel(account(), ID)).kind).toBe(kind);
    expect(seen).toHaveLength(1);
  });

  it('that can’t be delivered is unknown', async () => {
    nock(HOST)
      .delete('/trades/v1/order')
      .replyWithError(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));
    expect(await venueOf().writer().cancel(account(), ID)).toMatchObject({ kind: 'unknown' });
  });
});
