import type { Clock } from '../../lib/clock.ts';
import { passwordAt, startOf, stepAt } from './totp.ts';

export interface OneTimePassword {
  /** The answer to a login's challenge; undefined where nobody gave one. Never throws. */
  next(): Promise<string | undefined>;
  /** Whether a further one can be had without a person. */
  readonly isMade: boolean;
}

/** Made from the secret: no password twice, as a venue takes each of them once. */
export function fromSecret(secret: Buffer, clock: Clock): OneTimePassword {
  let used = -1;
  return {
    isMade: true,
    async next() {
      if (stepAt(clock.now()) <= used) await clock.sleep(startOf(used + 1) - clock.now());
      used = stepAt(clock.now());
      return passwordAt(secret, used);
    },
  };
}

/** Asked for, as on a terminal. */
export const fromPerson = (ask: () => Promise<string | undefined>): OneTimePassword => ({
  isMade: false,
  async next() {
    const typed = await ask().catch(() => undefined);
    return typed === undefined || typed.trim() === '' ? undefined : typed.trim();
  },
});
