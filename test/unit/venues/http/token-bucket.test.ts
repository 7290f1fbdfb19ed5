import * as fc from '../../../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { type Priority, createTokenBucket } from '../../../../src/venues/http/token-bucket.ts';
import { fakeClock } from '../../../contract/aquanow/desk.ts';

/** A clock whose sleepers wake when the test says so. */
function heldClock() {
  const clock = fakeClock();
  const sleepers: { ms: number; wake: () => void }[] = [];
  return {
    ...clock,
    sleep: (ms: number) =>
      new Promise<void>((resolve) => {
        sleepers.push({ ms, wake: resolve });
      }),
    /** Lets the one sleeper have its time, and everything that follows from it happen. */
    wake: async () => {
      const sleeper = sleepers.shift();
      if (!sleeper) throw new Error('nobody sleeps');
      clock.advance(sleeper.ms);
      sleeper.wake();
      await settle();
      return sleeper.ms;
    },
    sleeping: () => sleepers.length,
  };
}
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a token bucket', () => {
  it('lets a burst through at once, and then one by one at its rate', async () => {
    const clock = fakeClock();
    const bucket = createTokenBucket({ perSecond: 5, burst: 3 }, clock);
    const times: number[] = [];
    for (let i = 0; i < 6; i++) {
      await bucket.take('read');
      times.push(clock.monotonic());
    }
    expect(times).toEqual([0, 0, 0, 200, 400, 600]);
  });

  it('saves up no more than its burst', async () => {
    const clock = fakeClock();
    const bucket = createTokenBucket({ perSecond: 5, burst: 2 }, clock);
    clock.advance(3_600_000);
    for (let i = 0; i < 3; i++) await bucket.take('send');
    expect(clock.sleeps).toEqual([200]);
  });

  it('serves cancels first, then sends, then reads, whoever came first', async () => {
    const clock = heldClock();
    const bucket = createTokenBucket({ perSecond: 1, burst: 1 }, clock);
    await bucket.take('read');
    const served: string[] = [];
    const ask = (priority: Priority, name: string) =>
      void bucket.take(priority).then(() => served.push(name));
    ask('read', 'read 1');
    ask('send', 'send 1');
    await settle();
    // While the first of them waits for its token already.
    ask('cancel', 'cancel 1');
    ask('send', 'send 2');
    ask('cancel', 'cancel 2');
    while (clock.sleeping() > 0) await clock.wake();
    expect(served).toEqual(['cancel 1', 'cancel 2', 'send 1', 'send 2', 'read 1']);
  });

  it('gives an interrupted waiter up, and its turn to the next', async () => {
    const clock = heldClock();
    const bucket = createTokenBucket({ perSecond: 1, burst: 1 }, clock);
    await bucket.take('read');
    const stop = new AbortController();
    const waiting = bucket.take('read', stop.signal);
    const next = bucket.take('read');
    await settle();
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    await clock.wake();
    await next;
    expect(clock.sleeping()).toBe(0);
    await expect(bucket.take('read', stop.signal)).rejects.toThrow('stopped');
  });

  it('goes on where a timer fires early and the clock stands still', async () => {
    const clock = { ...fakeClock(), sleep: () => Promise.resolve() };
    const bucket = createTokenBucket({ perSecond: 5, burst: 1 }, clock);
    for (let i = 0; i < 5; i++) await bucket.take('send');
    expect(clock.monotonic()).toBe(0);
  });

  it('fails its waiters where the clock fails, and serves the next', async () => {
    let broken = true;
    const steady = fakeClock();
    const clock = {
      ...steady,
      sleep: (ms: number) => (broken ? Promise.reject(new Error('no timer')) : steady.sleep(ms)),
    };
    const bucket = createTokenBucket({ perSecond: 5, burst: 1 }, clock);
    await bucket.take('send');
    await expect(Promise.all([bucket.take('send'), bucket.take('read')])).rejects.toThrow('no timer');
    broken = false;
    await bucket.take('read');
  });

  it('never exceeds burst + rate × time, whatever the arrivals', async () => {
    expect.hasAssertions();
    const arrivals = fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        arrivals,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        async (gaps, perSecond, burst) => {
          const clock = fakeClock();
          const bucket = createTokenBucket({ perSecond, burst }, clock);
          const granted: number[] = [];
          for (const gap of gaps) {
            clock.advance(gap);
            await bucket.take('send');
            granted.push(clock.monotonic());
          }
          const excess = granted.flatMap((from, i) =>
            granted.slice(i).map((to, n) => n + 1 - burst - ((to - from) / 1000) * perSecond),
          );
          expect(Math.max(...excess)).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 200 },
    );
  });
});
