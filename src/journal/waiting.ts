import type { Clock } from '../lib/clock.ts';

const POLL_MS = 100;

/** What `attempt` gives, tried again for up to `waitMs`; undefined where it never gave anything. */
export async function patiently<T>(
  clock: Clock,
  waitMs: number,
  attempt: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const until = clock.monotonic() + waitMs;
  for (;;) {
    const result = await attempt();
    if (result !== undefined) return result;
    const rest = until - clock.monotonic();
    if (rest <= 0) return undefined;
    await clock.sleep(Math.min(POLL_MS, rest));
  }
}
