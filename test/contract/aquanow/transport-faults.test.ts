import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { HOST, MARKET, TAG, account, terms, venueOf } from './desk.ts';
import { guardWire } from './wire.ts';

guardWire();

const send = () => {
  const writer = venueOf().writer();
  return writer.send(writer.draft(account(), terms(), TAG));
};
const order = () => nock(HOST).post('/trades/v2/order');
const page = () => nock(HOST).get('/trades/v2/order').query(true);
const coded = (code: string, more: object = {}): Error => Object.assign(new Error(code), { code, ...more });

describe('a request that can’t have reached the venue is not sent', () => {
  it.each([
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'UND_ERR_CONNECT_TIMEOUT',
    'ENETUNREACH',
    'EHOSTUNREACH',
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ])('%s', async (code) => {
    order().replyWithError(coded(code));
    const verdict = await send();
    expect(verdict).toMatchObject({ kind: 'not-sent', code: 'no-connection' });
    expect('message' in verdict && verdict.message).toContain('could not connect to api.aquanow.io');
    expect('message' in verdict && verdict.message).toContain('venues.aquanow.url');
  });

  it('all addresses of the host refused', async () => {
    const refused = coded('ECONNREFUSED', { syscall: 'connect' });
    order().replyWithError(coded('ECONNREFUSED', { errors: [refused, refused] }));
    expect(await send()).toMatchObject({ kind: 'not-sent' });
  });

  it('the handshake was broken off', async () => {
    const message = 'Client network socket disconnected before secure TLS connection was established';
    order().replyWithError(Object.assign(new Error(message), { code: 'ECONNRESET' }));
    expect(await send()).toMatchObject({ kind: 'not-sent' });
  });
});

describe('once bytes may have left, the order is in doubt', () => {
  it.each([
    ...[
      'ECONNRESET',
      'UND_ERR_SOCKET',
      'EPIPE',
      'ETIMEDOUT',
      'UND_ERR_HEADERS_TIMEOUT',
      'UND_ERR_BODY_TIMEOUT',
    ],
    ...['ERR_SSL_WRONG_VERSION_NUMBER', 'EPROTO', 'HPE_INVALID_CONSTANT', 'SOMETHING_NEW'],
  ])('%s', async (code) => {
    order().replyWithError(coded(code));
    expect(await send()).toMatchObject({ kind: 'in-doubt', code: 'connection-lost' });
  });

  it('one address refused, another one lost the connection', async () => {
    const errors = [coded('ECONNREFUSED', { syscall: 'connect' }), coded('ECONNRESET', { syscall: 'read' })];
    order().replyWithError(coded('ECONNREFUSED', { errors }));
    expect(await send()).toMatchObject({ kind: 'in-doubt', code: 'connection-lost' });
  });

  it('an error without a code', async () => {
    order().replyWithError(new Error('something'));
    expect(await send()).toMatchObject({ kind: 'in-doubt', code: 'connection-lost' });
  });

  it('the order was taken and its answer lost', async () => {
    let taken = 0;
    order().reply(async () => {
      taken++;
      throw coded('ECONNRESET');
    });
    expect(await send()).toMatchObject({ kind: 'in-doubt' });
    expect(taken).toBe(1);
  });

  it.each([500, 502, 503, 504, 408, 409, 501])(
    '%i without a known body, and it is not sent again',
    async (status) => {
      let taken = 0;
      order().reply(async () => {
        taken++;
        return [status, { message: 'Endpoint request timed out' }];
      });
      expect(await send()).toMatchObject({ kind: 'in-doubt', code: `http-${status}` });
      expect(taken).toBe(1);
    },
  );

  it.each([
    ['a truncated ack', '{"type":"gtcOrderAck","data":{"quoteId":"52a5b4'],
    ['a page of HTML', '<html>502 Bad Gateway</html>'],
    ['nothing', ''],
  ])('200 with %s, which is kept as evidence', async (_, text) => {
    order().reply(200, text);
    expect(await send()).toMatchObject({ kind: 'in-doubt', code: 'http-200', ack: { status: 200, text } });
  });
});

describe('a redirect is never followed', () => {
  it.each([301, 302, 303, 307, 308])('%i', async (status) => {
    let elsewhere = 0;
    const trap = nock('https://evil.example')
      .persist()
      .post('/')
      .reply(async () => {
        elsewhere++;
        return [200, { data: { quoteId: 'stolen' } }];
      });
    order().reply(status, '', { location: 'https://evil.example/' });
    expect(await send()).toMatchObject({ kind: 'in-doubt', code: 'redirected' });
    expect(elsewhere).toBe(0);
    expect(trap.isDone()).toBe(false);
    nock.cleanAll();
  });
});

describe('an answer without end', () => {
  it('is not read beyond the cap', async () => {
    const mebibyte = 'x'.repeat(1024 * 1024);
    order().reply(200, `{"data":{"quoteId":"q"},"padding":"${mebibyte.repeat(9)}"}`);
    expect(await send()).toMatchObject({ kind: 'in-doubt', code: 'answer-too-large' });
  });

  it('makes a list unknown', async () => {
    nock(HOST)
      .get('/trades/v2/order')
      .query(true)
      .times(5)
      .reply(200, `{"data":[],"padding":"${'x'.repeat(9 * 1024 * 1024)}"}`);
    const snapshot = await venueOf().reader.snapshot(account(), []);
    expect(snapshot).toMatchObject({ state: 'unknown' });
  });
});

describe('reads', () => {
  it('are repeated while the venue has trouble, each time with a fresh nonce and signature', async () => {
    const nonces: (string | null)[] = [];
    const note = (request: Request) => {
      nonces.push(request.headers.get('x-nonce'), request.headers.get('x-signature'));
    };
    for (const status of [503, 429, 408])
      page().reply(async (request: Request) => {
        note(request);
        return [status, ''];
      });
    page().reply(async (request: Request) => {
      note(request);
      return [200, { data: [], pagination: { startsAfter: '' } }];
    });
    expect(await venueOf().reader.snapshot(account(), [])).toMatchObject({ state: 'known', live: [] });
    expect(new Set(nonces).size).toBe(8);
  });

  it('of a reference price are undefined when the market host is down', async () => {
    nock(MARKET)
      .get('/bestprice')
      .query({ symbol: 'BTC-USD' })
      .times(5)
      .replyWithError(coded('ECONNREFUSED'));
    expect(await venueOf().reader.reference('BTC-USD')).toBeUndefined();
  });
});
