import { afterEach, describe, expect, it } from 'vitest';
import { TAG, account, terms, venueOf } from './desk.ts';
import { freePort } from '../../support/free-port.ts';
import { Sockets } from '../venue/sockets.ts';

const sockets = new Sockets();
afterEach(() => sockets.close());

const send = (url: string, timeout = 5_000) => {
  const writer = venueOf({ settings: { url, timeout } }).writer();
  return writer.send(writer.draft(account(), terms(), TAG));
};

describe('one submission is one request', () => {
  // Node's fetch sends a request with a text body a second time when it is answered 421.
  it.each([421, 401, 503, 425])('whatever %i makes fetch do', async (status) => {
    const { url, seen } = await sockets.answering(status);
    await send(url);
    // A repeat would travel on a connection of its own: one more round trip lets it arrive.
    await (await fetch(`${url}/after`)).text();
    const submissions = seen.filter(({ line }) => line.startsWith('POST ')).map(({ body }) => body);
    expect(submissions).toHaveLength(1);
    expect(submissions[0]).toContain('"strategy":"GTC"');
  });
});

describe('sockets that break', () => {
  it('before the answer: in doubt', async () => {
    const url = await sockets.raw((socket) => socket.destroy());
    expect(await send(url)).toMatchObject({ kind: 'in-doubt', code: 'connection-lost' });
  });

  it('in the middle of the answer: in doubt, though its status had come', async () => {
    const url = await sockets.raw((socket) => {
      socket.write('HTTP/1.1 400 Bad Request\r\ncontent-length: 100\r\n\r\n{"errors":[');
      socket.end();
    });
    expect(await send(url)).toMatchObject({ kind: 'in-doubt', code: 'answer-broken' });
  });

  it('that never answer: in doubt after the timeout', async () => {
    const url = await sockets.raw(() => undefined);
    expect(await send(url, 50)).toMatchObject({ kind: 'in-doubt', code: 'timeout' });
  });

  it('that answer without ever ending: in doubt after the timeout', async () => {
    const url = await sockets.raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"data":');
    });
    expect(await send(url, 50)).toMatchObject({ kind: 'in-doubt', code: 'timeout' });
  });

  it('that nobody listens on: not sent', async () => {
    expect(await send(`http://127.0.0.1:${await freePort()}`)).toMatchObject({
      kind: 'not-sent',
      code: 'no-connection',
    });
  });

  it('of a TLS handshake that ends early: not sent', async () => {
    const url = await sockets.raw((socket) => socket.destroy());
    expect(await send(url.replace('http:', 'https:'))).toMatchObject({ kind: 'not-sent' });
  });
});
