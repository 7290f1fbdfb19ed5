import { describe, expect, it } from 'vitest';
import type { Answer, Outcome } from '../../../../src/venues/http/outcome.ts';
import { type RetryPolicy, retryRead } from '../../../../src/venues/http/retry.ts';
import { fakeClock } from '../../../contract/aquanow/desk.ts';

const answer = (status: number, retryAfter?: string): Answer => ({
  ...{ kind: 'answer', status, text: '', wellFormed: false, body: undefined },
  ...(retryAfter === undefined ? {} : { retryAfter }),
});
const lost: Outcome = { kind: 'unknown', code: 'connection-lost', message: 'lost' };
const refused: Outcome = { kind: 'not-sent', code: 'no-connection', message: 'refused' };

/** Runs a read whose attempts end as listed; the last one repeats. */
async function run(outcomes: readonly Outcome[], over: Partial<RetryPolicy> = {}) {
  const clock = fakeClock();
  let attempts = 0;
  const outcome = await retryRead(async () => outcomes[Math.min(attempts++, outcomes.length - 1)] ?? lost, {
    clock,
    random: () => 0.5,
    ...over,
  });
  return { outcome, attempts, sleeps: clock.sleeps };
}

describe('a read', () => {
  it.each([200, 204, 400, 401, 403, 404, 409, 422])('is not repeated after %i', async (status) => {
    expect(await run([answer(status)])).toMatchObject({ attempts: 1, sleeps: [] });
  });

  it.each([408, 429, 500, 502, 503, 504])('is repeated after %i, four times at most', async (status) => {
    expect(await run([answer(status)])).toMatchObject({ outcome: { status }, attempts: 5 });
  });

  it.each([lost, refused])('is repeated after $kind', async (outcome) => {
    expect(await run([outcome, answer(200)])).toMatchObject({ outcome: { status: 200 }, attempts: 2 });
  });

  it('is not repeated where the request itself can’t be made, or was interrupted', async () => {
    for (const code of ['no-request', 'interrupted'])
      expect(await run([{ kind: 'unknown', code, message: '' }])).toMatchObject({ attempts: 1 });
  });

  it('waits longer each time, with jitter between half and the whole', async () => {
    expect((await run([lost])).sleeps).toEqual([188, 375, 750, 1500]);
    expect((await run([lost], { random: () => 0 })).sleeps).toEqual([125, 250, 500, 1000]);
    expect((await run([lost], { random: () => 0.999_999 })).sleeps).toEqual([250, 500, 1000, 2000]);
  });

  it('honours Retry-After, in seconds or as a date', async () => {
    expect((await run([answer(429, '3'), answer(200)])).sleeps).toEqual([3000]);
    const date = new Date(fakeClock().now() + 4_000).toUTCString();
    const [wait = 0] = (await run([answer(503, date), answer(200)])).sleeps;
    expect(wait).toBeGreaterThan(3_000);
    expect(wait).toBeLessThanOrEqual(4_000);
  });

  it('caps a Retry-After that no run has the patience for, and the waits in all', async () => {
    const { sleeps, attempts, outcome } = await run([answer(503, '86400')]);
    expect(sleeps).toEqual([30_000, 30_000]);
    expect(attempts).toBe(3);
    expect(outcome).toMatchObject({ status: 503 });
  });

  it.each(['soon', '-5', '', 'Infinity', '1e9'])('ignores the Retry-After %j', async (text) => {
    expect((await run([answer(503, text), answer(200)])).sleeps).toEqual([188]);
  });

  it('counts the time of the attempts themselves', async () => {
    const clock = fakeClock();
    let attempts = 0;
    await retryRead(
      async () => {
        attempts++;
        clock.advance(25_000);
        return lost;
      },
      { clock, random: () => 0.5 },
    );
    expect(attempts).toBe(3);
  });

  it('ends at an answer that says all there is to say', async () => {
    expect(await run([answer(429)], { isFinal: ({ status }) => status === 429 })).toMatchObject({
      attempts: 1,
    });
  });

  it('stops in the middle of a wait when it is interrupted', async () => {
    const stop = new AbortController();
    const { outcome, attempts } = await run([lost], {
      signal: stop.signal,
      clock: {
        ...fakeClock(),
        sleep: async (_, signal) => {
          stop.abort();
          signal?.throwIfAborted();
        },
      },
    });
    expect(outcome).toMatchObject({ kind: 'unknown', code: 'interrupted' });
    expect(attempts).toBe(1);
  });

  it('doesn’t hide a bug of ours behind retries', async () => {
    let attempts = 0;
    const buggy = async (): Promise<Outcome> => {
      attempts++;
      throw new RangeError('bug');
    };
    await expect(retryRead(buggy, { clock: fakeClock(), random: () => 0.5 })).rejects.toThrow('bug');
    expect(attempts).toBe(1);
  });
});
