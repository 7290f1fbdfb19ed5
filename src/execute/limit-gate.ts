import { checkChange, takeChange } from '../limits/check-change.ts';
import { failuresInARow } from '../limits/failures.ts';
import { pricesNeededBy } from '../limits/prices-needed.ts';
import { Standing } from '../limits/standing.ts';
import { isRefused } from '../limits/verdict.ts';
import { type Change, type LimitWorld, referenceKey } from '../limits/world.ts';
import type { History } from '../model/history.ts';
import type { AccountName, Millis } from '../model/ids.ts';
import type { LimitCheck } from '../model/limits.ts';
import type { Entry } from '../model/order.ts';
import type { Reference, Snapshot } from '../model/snapshot.ts';
import { type LimitSettings, balanced, worldOf } from './limits.ts';
import { type Prices, balancesOf, referencesFor } from './prices.ts';
import type { Survey } from './survey.ts';

/*
 * Limits once more, in the moment before a send: what was in bounds when the plan was approved may not be so any more. Counters are made
 * of the journal and the snapshots of the round, and go on with what this round sends; prices are read again once they are too old.
 */

export interface GateParts {
  readonly settings: LimitSettings;
  readonly survey: Survey;
  readonly entries: readonly Entry[];
}

/**
 * The room that one order has within the limits. Accounts run side by side, one order on each at a time, and share the number of orders that
 * a run may send: a place that was found free for one order is held from that moment on, or the next would be given it too.
 */
export interface Room {
  /** Every verdict on a change, with prices that are young enough. Where nothing refuses, the place is held, by one change at a time. */
  check(change: Change): Promise<readonly LimitCheck[]>;
  /** The change that was found within the limits was sent, or may have been: it counts. */
  use(): void;
  /** Nothing was sent: the place is free again. */
  free(): void;
}

export class LimitGate {
  readonly #parts: GateParts;
  readonly #references = new Map<string, Reference>();
  #balances: Prices['balances'] = new Map();
  #world: LimitWorld | undefined;
  #standing: Standing | undefined;
  #sent = 0;
  /** Orders that were found within the limits, and of which nobody knows yet whether they are sent. */
  #held = 0;
  /** When the next order may leave, by the clock that never jumps. */
  #next: Millis = -Infinity;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /** Starts the counters again from what journal and venues say now. */
  async begin(history: History, snapshots: ReadonlyMap<AccountName, Snapshot>): Promise<void> {
    const { settings, survey, entries } = this.#parts;
    // New counters need nothing yet, so what is free must be as new as they are.
    this.#balances = await balancesOf(survey, balanced(settings));
    const facts = { now: survey.clock.now(), entries, snapshots, submits: this.#sent };
    this.#world = worldOf(settings, history, { ...facts, references: this.#references });
    this.#standing = new Standing(this.#world);
  }

  /** What the plan was judged by is good enough to begin with. */
  know({ references }: Prices): void {
    for (const [key, reference] of references) this.#references.set(key, reference);
  }

  /** Room for one order. */
  room(): Room {
    let held: Change | undefined;
    const free = (): void => {
      if (held !== undefined) this.#held -= 1;
      held = undefined;
    };
    return {
      free,
      check: async (change) => {
        await this.#refresh(change);
        free();
        // Nothing is waited for between the verdict and the holding.
        const checks = checkChange(change, ...this.#now());
        if (checks.some(isRefused)) return checks;
        this.#held += 1;
        held = change;
        return checks;
      },
      use: () => {
        if (held === undefined) return;
        takeChange(held, ...this.#now());
        this.#sent += 1;
        free();
      },
    };
  }

  /** Waits until `maxSubmitsPerSecond` lets the next order go. */
  async pace(signal: AbortSignal): Promise<void> {
    const { settings, survey } = this.#parts;
    const { maxSubmitsPerSecond } = settings.limits;
    if (maxSubmitsPerSecond === undefined) return;
    const now = survey.clock.monotonic();
    const at = Math.max(now, this.#next);
    this.#next = at + 1000 / maxSubmitsPerSecond;
    if (at > now) await survey.clock.sleep(at - now, signal).catch(() => undefined);
  }

  /** Why the account must halt: too many orders in a row failed. */
  failing(history: History, account: AccountName): string | undefined {
    const { consecutiveFailures: most } = this.#parts.settings.limits;
    const failures = failuresInARow(history, account);
    return most === undefined || failures < most
      ? undefined
      : `TF-L21: ${failures} orders in a row failed, and consecutiveFailures is ${most}`;
  }

  #now(): readonly [LimitWorld, Standing] {
    const [world, standing] = [this.#world, this.#standing];
    if (world === undefined || standing === undefined) throw new TypeError('bug: limits before a reading');
    const submits = world.submits + this.#held;
    return [{ ...world, submits, now: this.#parts.survey.clock.now(), balances: this.#balances }, standing];
  }

  /** Reads prices again that are missing, or half as old as they may be: they must not get too old before the verdict. */
  async #refresh(change: Change): Promise<void> {
    const { settings, survey } = this.#parts;
    const [world, standing] = this.#now();
    const oldest = survey.clock.now() - settings.limits.referenceMaxAge / 2;
    const old = pricesNeededBy(change, world, standing).filter(({ account, instrument }) => {
      const known = this.#references.get(referenceKey(account, instrument));
      return known === undefined || known.at < oldest;
    });
    for (const [key, reference] of await referencesFor(survey, old)) this.#references.set(key, reference);
  }
}
