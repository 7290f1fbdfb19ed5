import type { Attempt } from '../model/history.ts';
import type { AccountName } from '../model/ids.ts';
import type { AccountLimits } from '../model/limits.ts';
import { type Pair, type Terms, instrumentOf, pairOfTerms } from '../model/terms.ts';
import { AccountStanding } from './account-standing.ts';
import type { Measure } from './measure.ts';
import type { Change, LimitWorld } from './world.ts';

/*
 * The counters of limits. They are made once of a history and of what the venues show, and then go on with what passes, so that ten
 * thousand orders are judged in one walk. What is counted here is what may be: in doubt is open, and traded.
 */

/** Of an account that has none. */
export const NO_ACCOUNT_LIMITS: AccountLimits = { timezone: 'UTC' };

type Told = Pick<LimitWorld, 'limits' | 'history' | 'snapshots' | 'now'>;

export class Standing {
  readonly #of: Told;
  readonly #attempts: ReadonlyMap<AccountName, readonly Attempt[]>;
  readonly #accounts = new Map<AccountName, AccountStanding>();
  #taken = 0;

  constructor(of: Told) {
    this.#of = of;
    this.#attempts = Map.groupBy([...of.history.keys.values()].flat(), ({ account }) => account);
  }

  /** Orders that were counted since it was made. */
  get taken(): number {
    return this.#taken;
  }

  /** An order is going out: what is judged after it sees it as sent. */
  take(change: Change, of: Measure): void {
    this.of(change.account).take(change, of);
    this.#taken += 1;
  }

  of(account: AccountName): AccountStanding {
    const known = this.#accounts.get(account) ?? this.#made(account);
    this.#accounts.set(account, known);
    return known;
  }

  #made(account: AccountName): AccountStanding {
    const { limits, snapshots, now } = this.#of;
    const snapshot = snapshots.get(account);
    const shown = snapshot?.state === 'known' ? snapshot : undefined;
    const pairOf = (terms: Terms): Pair | undefined =>
      pairOfTerms(terms) ?? shown?.products?.get(instrumentOf(terms));
    return new AccountStanding({
      own: limits.accounts.get(account) ?? NO_ACCOUNT_LIMITS,
      attempts: this.#attempts.get(account) ?? [],
      rows: shown?.live ?? [],
      ...{ now, pairOf },
    });
  }
}
