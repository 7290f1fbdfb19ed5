import { type History, lastAttempt, mayBeLive } from '../model/history.ts';
import type { AccountName, Key } from '../model/ids.ts';
import { isFinal } from '../model/order.ts';
import type { Plan, PlanLine } from '../model/plan.ts';
import { type Approval, asApproved } from './approval.ts';
import type { Results } from './round.ts';

/** Codes that end by themselves within `settle` or soon after: worth waiting for. */
const PASSING: ReadonlySet<PlanLine['code']> = new Set(['settling', 'ending', 'cancelling', 'not-listed']);
/** A cancel that shows no effect is asked for again, not for ever. */
const MAX_CANCELS = 3;
const CROWDED = 'an order needs the room of one that has ended, once a second reading says so';

export interface Outlook {
  /** Accounts on which an order that is cancelled still takes room within the limits, and will not for long. */
  readonly vacating: ReadonlySet<AccountName>;
  /** Why there may soon be more to do; undefined: there is nothing to wait for. */
  readonly waiting: string | undefined;
}

/** Counts what a run has done to each key, so that it does nothing twice. */
export class Budget {
  readonly #approval: Approval;
  readonly #submitted = new Set<Key>();
  /** Orders that found no room within the limits while others of their account were ending: they are tried once more after that. */
  readonly #crowded = new Map<Key, AccountName>();
  readonly #cancels = new Map<Key, { readonly count: number; readonly at: number }>();

  constructor(approval: Approval) {
    this.#approval = approval;
  }

  /**
   * What of `plan` is approved and may be done `now`; takes it from the budget. A cancel is repeated once the list, which may
   * lag by `settle`, could have shown its effect.
   */
  take(plan: Plan, now: number, settle: number, vacating: ReadonlySet<AccountName>): readonly PlanLine[] {
    const approved = plan.lines.flatMap((line) => asApproved(this.#approval, line) ?? []);
    return approved.filter(({ key, action, account }) => {
      if (key === undefined) return false;
      if (action === 'submit' || action === 'set-run') {
        if (this.#crowded.has(key) ? vacating.has(account) : this.#submitted.has(key)) return false;
        this.#crowded.delete(key);
        this.#submitted.add(key);
        return true;
      }
      const { count, at } = this.#cancelled(key);
      if (count >= MAX_CANCELS || now - at < settle) return false;
      this.#cancels.set(key, { count: count + 1, at: now });
      return true;
    });
  }

  /** What is approved and not over, and worth waiting for: it ends by itself, or a cancel may yet show its effect. */
  #passing(plan: Plan, now: number, settle: number): readonly PlanLine[] {
    return plan.lines.filter((line) => {
      const { key, code } = line;
      if (key === undefined || !this.#approval.has(key)) return false;
      if (PASSING.has(code)) return true;
      const action = asApproved(this.#approval, line)?.action;
      if (action !== 'cancel' && action !== 'replace') return false;
      const { count, at } = this.#cancelled(key);
      return count < MAX_CANCELS || now - at < settle;
    });
  }

  /** What the run may still come to, by the plan of a round; before anything of it is taken. */
  outlook(plan: Plan, history: History, now: number, settle: number): Outlook {
    const passing = this.#passing(plan, now, settle);
    const vacating = this.#vacating(history, new Set(passing.map(({ key }) => key)));
    const isCrowded = [...this.#crowded.values()].some((account) => vacating.has(account));
    return { vacating, waiting: passing[0]?.reason ?? (isCrowded ? CROWDED : undefined) };
  }

  #vacating(history: History, passing: ReadonlySet<Key | undefined>): ReadonlySet<AccountName> {
    const accounts = [...this.#approval].flatMap(([key, { action, account }]) => {
      const last = lastAttempt(history, key);
      if (action !== 'cancel' && action !== 'replace') return [];
      if (last === undefined || !mayBeLive(last)) return [];
      // Its end counts once it was read twice.
      const hasEnded = last.observed !== undefined && isFinal(last.observed.status);
      return hasEnded || passing.has(key) ? [account] : [];
    });
    return new Set(accounts);
  }

  /** Of what was done, orders that found no room where another one was about to leave. */
  giveBack(done: readonly PlanLine[], vacating: ReadonlySet<AccountName>, results: Results): void {
    for (const { key, account } of done)
      if (key !== undefined && vacating.has(account) && results.get(key)?.limited === true)
        this.#crowded.set(key, account);
  }

  #cancelled(key: Key): { readonly count: number; readonly at: number } {
    return this.#cancels.get(key) ?? { count: 0, at: -Infinity };
  }
}
