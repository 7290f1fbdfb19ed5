import { afterEach, describe, expect, it } from 'vitest';
import { CREATE, ID, TAG, account, smo, venueOf } from './desk.ts';
import { freePort } from '../../support/free-port.ts';
import { Sockets } from '../venue/sockets.ts';

const sockets = new Sockets();
afterEach(() => sockets.close());

const send = (url: string, timeout = 5_000) => {
  const writer = venueOf({ settings: { url, timeout } }).writer();
  return writer.send(writer.draft(account(), smo(), TAG));
};

describe('one creation is one request', () => {
  // Node's fetch sends a request with a text body a second time when it is answered 421.
  it.each([421, 401, 503, 425])('whatever %i makes fetch do', async (status) => {
    const { url, seen } = await sockets.answering(status);
    await send(url);
    // A repeat would travel on a connection of its own: one more round trip lets it arrive.
    await (await fetch(`${url}/after`)).text();
    const created = seen.filter(({ line }) => line === `POST ${CREATE}`);
    expect(created).toMatchObject([{ body: expect.stringContaining('"size":0.1,') }]);
  });

  it('and so is a start, which has no body', async () => {
    const { url, seen } = await sockets.answering(421);
    await venueOf({ settings: { url } }).writer().setRun(account(), ID, 'started');
    await (await fetch(`${url}/after`)).text();
    const line = `PUT /strategy-orchestrator/strategies/${ID}/action/start`;
    expect(seen.filter((one) => one.line === line)).toEqual([{ line, body: '', length: '0' }]);
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

  it('that nobody listens on: not sent', async () => {
    expect(await send(`http://127.0.0.1:${await freePort()}`)).toMatchObject({
      kind: 'not-sent',
      code: 'no-connection',
    });
  });
});
