import type { Clock } from '../../lib/clock.ts';
import { passwordAt, startOf, stepAt } from './totp.ts';

/** The answer to a login's challenge; undefined where nobody gave one. Never throws. */
export type OneTimePassword = () => Promise<string | undefined>;

/** Made from the secret: no password twice, as a venue takes each of them once. */
export function fromSecret(secret: Buffer, clock: Clock): OneTimePassword {
  let used = -1;
  return async () => {
    if (stepAt(clock.now()) <= used) await clock.sleep(startOf(used + 1) - clock.now());
    used = stepAt(clock.now());
    return passwordAt(secret, used);
  };
}

/** Asked for, as on a terminal. */
export const fromPerson =
  (ask: () => Promise<string | undefined>): OneTimePassword =>
  async () => {
    const typed = await ask().catch(() => undefined);
    return typed === undefined || typed.trim() === '' ? undefined : typed.trim();
  };
