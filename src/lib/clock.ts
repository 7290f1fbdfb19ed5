import { setTimeout as delay } from 'node:timers/promises';
import type { Millis } from '../model/ids.ts';

/** The only way to time, so that tests and simulations can bring their own. */
export interface Clock {
  /** Wall time. */
  now(): Millis;
  /** Milliseconds of a clock that never jumps; only differences mean something. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted before. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      // Node rejects with an AbortError of its own, and keeps the reason as its cause.
      signal?.throwIfAborted();
      throw error;
    }
  },
};

/** The same clock, `offset` milliseconds ahead: the paper venue's own time. */
export const shifted = (clock: Clock, offset: () => number): Clock => ({
  now: () => clock.now() + offset(),
  monotonic: () => clock.monotonic(),
  sleep: (ms, signal) => clock.sleep(ms, signal),
});
