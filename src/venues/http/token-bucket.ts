import type { Clock } from '../../lib/clock.ts';

/** Who goes first when calls wait: whatever reduces risk before whatever adds to it, and reads last. */
const ORDER = ['cancel', 'send', 'read'] as const;
export type Priority = (typeof ORDER)[number];

export interface TokenBucket {
  /** Resolves when a call may be made; rejects with the signal's reason when it is aborted before. */
  take(priority: Priority, signal?: AbortSignal): Promise<void>;
}

interface Waiter {
  readonly go: () => void;
  readonly fail: (reason: unknown) => void;
}

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Keeps the calls of one key below the venue's rate: `burst` at once, `perSecond` from then on. */
export function createTokenBucket({ perSecond, burst }: Rate, clock: Clock): TokenBucket {
  const waiting: Readonly<Record<Priority, Set<Waiter>>> = {
    cancel: new Set(),
    send: new Set(),
    read: new Set(),
  };
  let tokens = burst;
  let countedAt = clock.monotonic();
  let granting = false;

  function count(): void {
    const at = clock.monotonic();
    tokens = Math.min(burst, tokens + ((at - countedAt) / 1000) * perSecond);
    countedAt = at;
  }

  const next = (): readonly [Set<Waiter>, Waiter] | undefined => {
    for (const priority of ORDER) {
      const [waiter] = waiting[priority];
      if (waiter) return [waiting[priority], waiter];
    }
    return undefined;
  };

  /** Waits until a token is there; who gets it is decided then, not before. */
  async function refill(): Promise<void> {
    count();
    if (tokens >= 1) return;
    await clock.sleep(Math.ceil(((1 - tokens) / perSecond) * 1000));
    count();
    // A timer may fire a moment early, and the time waited counts in any case.
    tokens = Math.max(tokens, 1);
  }

  async function grant(): Promise<void> {
    if (granting) return;
    granting = true;
    try {
      while (next()) {
        await refill();
        const first = next();
        if (!first) return;
        const [queue, waiter] = first;
        queue.delete(waiter);
        tokens -= 1;
        waiter.go();
      }
    } catch (error) {
      for (const priority of ORDER)
        for (const waiter of waiting[priority]) {
          waiting[priority].delete(waiter);
          waiter.fail(error);
        }
    } finally {
      granting = false;
    }
  }

  return {
    async take(priority, signal) {
      signal?.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const waiter: Waiter = { go: resolve, fail: reject };
      const leave = (): void => {
        waiting[priority].delete(waiter);
        reject(signal?.reason);
      };
      waiting[priority].add(waiter);
      signal?.addEventListener('abort', leave, { once: true });
      void grant();
      try {
        await promise;
      } finally {
        signal?.removeEventListener('abort', leave);
      }
    },
  };
}
