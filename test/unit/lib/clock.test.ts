import { describe, expect, it } from 'vitest';
import { shifted, systemClock } from '../../../src/lib/clock.ts';
import { steppingClock } from '../../contract/journal.ts';
import { T0 } from '../../support/events.ts';

describe("the system's clock", () => {
  it('tells wall time, and a time that never goes back', () => {
    expect(Number.isSafeInteger(systemClock.now())).toBe(true);
    const before = systemClock.monotonic();
    expect(systemClock.monotonic()).toBeGreaterThanOrEqual(before);
  });

  it('sleeps, and wakes with the reason of whoever aborts it', async () => {
    await expect(systemClock.sleep(0)).resolves.toBeUndefined();
    const controller = new AbortController();
    const reason = new Error('interrupted');
    const asleep = systemClock.sleep(1e6, controller.signal);
    controller.abort(reason);
    await expect(asleep).rejects.toBe(reason);
    await expect(systemClock.sleep(1e6, controller.signal)).rejects.toBe(reason);
  });
});

describe('a shifted clock', () => {
  it('is ahead by what it is told, whenever it is asked, and sleeps no longer', async () => {
    const base = steppingClock();
    let offset = 5000;
    const ahead = shifted(base, () => offset);
    expect(ahead.now()).toBe(T0 + 5000);
    offset = -1;
    expect(ahead.now()).toBe(T0 - 1);
    await ahead.sleep(10);
    expect(ahead.now()).toBe(T0 + 9);
    expect(ahead.monotonic()).toBe(base.monotonic());
  });
});
