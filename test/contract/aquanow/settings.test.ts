import { afterEach, describe, expect, it, vi } from 'vitest';
import { TAG, account, page, scripted, terms, venueOf } from './desk.ts';
import { read } from './reading.ts';

describe('settings', () => {
  it('of quotes are told as they are set, and otherwise not at all', () => {
    expect(venueOf().capabilities).toEqual({ settle: 10_000 });
    const settings = { settle: 3_000, quoteExpiryIsProof: true, quoteAttempts: 5 };
    expect(venueOf({ settings }).capabilities).toEqual(settings);
  });

  it('of an acceptance horizon go into every snapshot, and otherwise nothing does', async () => {
    const { fetch } = scripted(() => page([]));
    expect(await read(venueOf({ fetch, settings: { acceptanceHorizon: 60_000 } }))).toMatchObject({
      acceptanceHorizon: 60_000,
    });
    expect(await read(venueOf({ fetch }))).not.toHaveProperty('acceptanceHorizon');
  });
});

describe('a host that swallows connections', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  // undici gives up connecting after 10 s, and notices up to a second and a half later: its clock is coarse.
  const SLOWEST_CONNECT = 11_500;

  const sendTo = async (timeout?: number) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { promise, reject } = Promise.withResolvers<Response>();
    const asked = Promise.withResolvers<void>();
    const { fetch } = scripted(() => {
      asked.resolve();
      const error = Object.assign(new Error('Connect Timeout Error'), { code: 'UND_ERR_CONNECT_TIMEOUT' });
      setTimeout(() => reject(new TypeError('fetch failed', { cause: error })), SLOWEST_CONNECT);
      return promise;
    });
    const writer = venueOf({ fetch, settings: timeout === undefined ? {} : { timeout } }).writer();
    const verdict = writer.send(writer.draft(account(), terms(), TAG));
    await asked.promise;
    await vi.advanceTimersByTimeAsync(20_000);
    return verdict;
  };

  it('got nothing by the default timeout: it is above the time that connecting may take', async () => {
    expect(await sendTo()).toMatchObject({ kind: 'not-sent', code: 'no-connection' });
  });

  it('may have got something by a shorter one', async () => {
    expect(await sendTo(10_000)).toMatchObject({ kind: 'in-doubt', code: 'timeout' });
  });
});
