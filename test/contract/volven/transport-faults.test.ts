import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { guardWire } from '../aquanow/wire.ts';
import { CREATE, FIND, HOST, TAG, account, fakeClock, smo, venueOf } from './desk.ts';

guardWire();

const send = () => {
  const writer = venueOf().writer();
  return writer.send(writer.draft(account(), smo(), TAG));
};
const create = () => nock(HOST).post(CREATE);
const coded = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more });

describe('a creation that can’t have reached the venue is not sent', () => {
  it.each([
    ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', 'ENETUNREACH'],
    ...['EHOSTUNREACH', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ])('%s', async (code) => {
    create().replyWithError(coded(code));
    const verdict = await send();
    expect(verdict).toMatchObject({ kind: 'not-sent', code: 'no-connection' });
    expect('message' in verdict && verdict.message).toContain('could not connect to volven.example');
    expect('message' in verdict && verdict.message).toContain('venues.volven.url');
  });

  it('the handshake was broken off', async () => {
    const message = 'Client network socket disconnected before secure TLS connection was established';
    create().replyWithError(Object.assign(new Error(message), { code: 'ECONNRESET' }));
    expect(await send()).toMatchObject({ kind: 'not-sent' });
  });
});

describe('once bytes may have left, the strategy is in doubt', () => {
  it.each([
    ...['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'ETIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT'],
    ...['UND_ERR_BODY_TIMEOUT', 'EPROTO', 'HPE_INVALID_CONSTANT', 'SOMETHING_NEW'],
  ])('%s', async (code) => {
    create().replyWithError(coded(code));
    const verdict = await send();
    expect(verdict).toMatchObject({ kind: 'in-doubt', code: 'connection-lost' });
    expect('message' in verdict && verdict.message).toContain('may or may not have been created');
  });

  it('one address refused, another one lost the connection', async () => {
    const errors = [coded('ECONNREFUSED', { syscall: 'connect' }), coded('ECONNRESET', { syscall: 'read' })];
    create().replyWithError(coded('ECONNREFUSED', { errors }));
    expect(await send()).toMatchObject({ kind: 'in-doubt' });
  });

  it('though it was created, and its answer lost', async () => {
    let taken = 0;
    create().reply(async () => {
      taken++;
      throw coded('ECONNRESET');
    });
    expect(await send()).toMatchObject({ kind: 'in-doubt' });
    expect(taken).toBe(1);
  });

  it.each([500, 502, 503, 504, 408, 409, 501])('%i, and it is not sent again', async (status) => {
    let taken = 0;
    create().reply(async () => {
      taken++;
      return [status, { message: 'Endpoint request timed out' }];
    });
    expect(await send()).toMatchObject({ kind: 'in-doubt', code: `http-${status}` });
    expect(taken).toBe(1);
  });

  it.each([
    ['a truncated ack', '{"strategyId":"s-'],
    ['a page of HTML', '<html>201 Created</html>'],
    ['nothing', ''],
  ])('201 with %s, which is kept as evidence', async (_, text) => {
    create().reply(201, text);
    expect(await send()).toMatchObject({ kind: 'in-doubt', code: 'http-201', ack: { status: 201, text } });
  });

  it('an answer without end, of which no more than the cap is read', async () => {
    create().reply(201, `{"strategyId":"s-1","padding":"${'x'.repeat(9 * 1024 * 1024)}"}`);
    expect(await send()).toMatchObject({ kind: 'in-doubt', code: 'answer-too-large' });
  });
});

describe('a redirect is never followed', () => {
  it.each([301, 302, 303, 307, 308])('%i', async (status) => {
    let elsewhere = 0;
    nock('https://evil.example')
      .persist()
      .post('/')
      .reply(async () => {
        elsewhere++;
        return [201, { strategyId: 'stolen' }];
      });
    create().reply(status, '', { location: 'https://evil.example/' });
    expect(await send()).toMatchObject({ kind: 'in-doubt', code: 'redirected' });
    expect(elsewhere).toBe(0);
    nock.cleanAll();
  });
});

describe('reads', () => {
  it('are repeated while the venue has trouble, as long as it asks for', async () => {
    const clock = fakeClock();
    nock(HOST).post(FIND, '').reply(429, '', { 'retry-after': '7' });
    for (const status of [503, 408]) nock(HOST).post(FIND, '').reply(status, '');
    nock(HOST).post(FIND, '').reply(200, []);
    const { reader } = venueOf({ clock });
    expect(await reader.find(account(), { tag: TAG, tagSent: false, reference: '' })).toMatchObject({
      rows: [],
    });
    expect(clock.sleeps[0]).toBe(7_000);
    expect(clock.sleeps).toHaveLength(3);
  });

  it('are unknown when the venue is down', async () => {
    nock(HOST).post(FIND, '').times(5).replyWithError(coded('ECONNREFUSED'));
    const { reader } = venueOf();
    expect(await reader.history(account())).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('could not connect to volven.example'),
      remedy: 'Run it again once it can be reached.',
    });
  });
});
