import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { onlyRoutes } from '../../../../src/venues/http/allow-list.ts';
import { type HttpOptions, createHttp } from '../../../../src/venues/http/client.ts';
import { json, scripted } from '../../../contract/aquanow/desk.ts';

const httpOf = (fetch: typeof globalThis.fetch, over: Partial<HttpOptions> = {}) =>
  createHttp({ url: 'https://venue.example', setting: 'url', timeout: 1_000, fetch, ...over });

const readCapped = (bytes: number) =>
  httpOf(scripted(() => new Response('x'.repeat(bytes))).fetch, { maxBytes: 100 }).call({
    method: 'GET',
    path: '/',
  });

describe('an HTTP client', () => {
  it('puts paths behind the address’s own, as they are signed', async () => {
    const { fetch, seen } = scripted(() => json({}));
    const http = httpOf(fetch, { url: 'https://venue.example/gateway/' });
    await http.call({ method: 'GET', path: '/v2/x', query: { a: 'b c&d', e: '#' } });
    expect(seen[0]?.url.href).toBe('https://venue.example/gateway/v2/x?a=b+c%26d&e=%23');
    expect(http.pathname('/v2/x')).toBe('/gateway/v2/x');
  });

  it('reads up to its cap and no byte further', async () => {
    expect(await readCapped(100)).toMatchObject({ kind: 'answer', text: 'x'.repeat(100) });
    expect(await readCapped(101)).toMatchObject({ kind: 'unknown', code: 'answer-too-large' });
  });

  it('joins characters that are cut between chunks', async () => {
    const bytes = new TextEncoder().encode('{"a":"€🙂"}');
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const outcome = await httpOf(scripted(() => new Response(stream)).fetch).call({
      method: 'GET',
      path: '/',
    });
    expect(outcome).toMatchObject({ body: { a: '€🙂' } });
  });

  it('takes an answer without a body for what it is', async () => {
    for (const status of [200, 204, 500]) {
      const { fetch } = scripted(() => new Response(null, { status }));
      expect(await httpOf(fetch).call({ method: 'GET', path: '/' })).toEqual({
        ...{ kind: 'answer', status, text: '', wellFormed: false, body: undefined },
      });
    }
  });

  it.each([300, 302, 304, 308])(
    'takes a %i for a redirect, also from a fetch that hands it over',
    async (status) => {
      const { fetch } = scripted(
        () => new Response(null, { status, headers: { location: 'https://evil.example' } }),
      );
      const outcome = await httpOf(fetch).call({ method: 'GET', path: '/' });
      expect(outcome).toMatchObject({ kind: 'unknown', code: 'redirected' });
    },
  );

  it('passes Retry-After on', async () => {
    const { fetch } = scripted(() => json({}, 503, { 'retry-after': '7' }));
    expect(await httpOf(fetch).call({ method: 'GET', path: '/' })).toMatchObject({ retryAfter: '7' });
  });

  it('is unknown when interrupted in flight', async () => {
    const stop = new AbortController();
    const { fetch } = scripted(() => {
      stop.abort();
      throw stop.signal.reason;
    });
    const outcome = await httpOf(fetch).call({ method: 'GET', path: '/' }, stop.signal);
    expect(outcome).toMatchObject({ kind: 'unknown', code: 'interrupted' });
  });

  it.each(['http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:1234', 'https://127.0.0.2'])(
    'knows %s for this machine',
    (url) => {
      expect(httpOf(fetch, { url }).loopback).toBe(true);
    },
  );

  it.each(['https://api.aquanow.io', 'https://127.0.0.1.evil.example', 'https://localhost.evil.example'])(
    'knows that %s is elsewhere',
    (url) => {
      expect(httpOf(fetch, { url }).loopback).toBe(false);
    },
  );
});

/** A transport of one read, and what gets through it. */
function readingOrders() {
  const { fetch, seen } = scripted(() => json({}));
  return { reads: onlyRoutes(httpOf(fetch), [{ method: 'GET', path: '/orders' }]), seen };
}

describe('a transport for reads', () => {
  it('lets the listed calls through', async () => {
    const { reads, seen } = readingOrders();
    expect(await reads.call({ method: 'GET', path: '/orders', query: { a: '1' } })).toMatchObject({
      status: 200,
    });
    expect(seen).toHaveLength(1);
  });

  it.each([
    { method: 'POST', path: '/orders' },
    { method: 'DELETE', path: '/orders' },
    { method: 'get', path: '/orders' },
    { method: 'GET', path: '/orders/' },
    { method: 'GET', path: '/other' },
    { method: 'GET', path: '/orders', body: '{}' },
  ])('throws for %o before anything is sent', async (request) => {
    const { reads, seen } = readingOrders();
    await expect(reads.call(request)).rejects.toThrow('bug:');
    expect(seen).toHaveLength(0);
  });
});

describe('start-up', () => {
  it('loads neither ky nor p-retry before the first request', async () => {
    const adapter = new URL('../../../../src/venues/aquanow/aquanow.ts', import.meta.url).href;
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      await import(${JSON.stringify(adapter)});
      console.log(JSON.stringify(loaded));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    const loaded = JSON.parse(stdout) as string[];
    expect(loaded.some((url) => url.endsWith('/aquanow/writer.ts'))).toBe(true);
    expect(loaded.filter((url) => /node_modules\/(ky|p-retry)\//.test(url))).toEqual([]);
  });
});
