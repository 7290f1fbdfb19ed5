import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, type Server, type Socket, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CREATE, ID, TAG, account, smo, venueOf } from './desk.ts';

/* Over real sockets: what Node's own fetch does by itself is no business of a mock. */

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function listen(server: Server): Promise<string> {
  closers.push(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A venue that answers every request with one status, and what it got. */
async function answering(status: number) {
  const seen: { readonly line: string; readonly body: string; readonly length: string | undefined }[] = [];
  const server = createHttpServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const line = `${request.method} ${request.url}`;
      seen.push({ line, body, length: request.headers['content-length'] });
      response
        .writeHead(status, { connection: 'close', 'www-authenticate': 'Basic realm="x"' })
        .end('{"message":"no"}');
    });
  });
  closers.push(() => server.closeAllConnections());
  return { url: await listen(server), seen };
}

/** A venue that does `act` with a socket once the request's head has come. */
async function raw(act: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => act(socket));
    closers.push(() => socket.destroy());
  });
  return listen(server);
}

const send = (url: string, timeout = 5_000) => {
  const writer = venueOf({ settings: { url, timeout } }).writer();
  return writer.send(writer.draft(account(), smo(), TAG));
};

describe('one creation is one request', () => {
  // Node's fetch sends a request with a text body a second time when it is answered 421.
  it.each([421, 401, 503, 425])('whatever %i makes fetch do', async (status) => {
    const { url, seen } = await answering(status);
    await send(url);
    // A repeat would travel on a connection of its own: one more round trip lets it arrive.
    await (await fetch(`${url}/after`)).text();
    const created = seen.filter(({ line }) => line === `POST ${CREATE}`);
    expect(created).toMatchObject([{ body: expect.stringContaining('"size":0.1,') }]);
  });

  it('and so is a start, which has no body', async () => {
    const { url, seen } = await answering(421);
    await venueOf({ settings: { url } }).writer().setRun(account(), ID, 'started');
    await (await fetch(`${url}/after`)).text();
    const line = `PUT /strategy-orchestrator/strategies/${ID}/action/start`;
    expect(seen.filter((one) => one.line === line)).toEqual([{ line, body: '', length: '0' }]);
  });
});

describe('sockets that break', () => {
  it('before the answer: in doubt', async () => {
    const url = await raw((socket) => socket.destroy());
    expect(await send(url)).toMatchObject({ kind: 'in-doubt', code: 'connection-lost' });
  });

  it('in the middle of the answer: in doubt, though its status had come', async () => {
    const url = await raw((socket) => {
      socket.write('HTTP/1.1 400 Bad Request\r\ncontent-length: 100\r\n\r\n{"errors":[');
      socket.end();
    });
    expect(await send(url)).toMatchObject({ kind: 'in-doubt', code: 'answer-broken' });
  });

  it('that never answer: in doubt after the timeout', async () => {
    const url = await raw(() => undefined);
    expect(await send(url, 50)).toMatchObject({ kind: 'in-doubt', code: 'timeout' });
  });

  it('that nobody listens on: not sent', async () => {
    const server = createTcpServer();
    const url = await listen(server);
    server.close();
    await once(server, 'close');
    expect(await send(url)).toMatchObject({ kind: 'not-sent', code: 'no-connection' });
  });
});
