import type { Attempt, History } from '../model/history.ts';
import type { AccountName, Key, Millis } from '../model/ids.ts';
import { type Account, type Entry, type Fill, NO_FILL, type OrderRow } from '../model/order.ts';
import { add } from '../model/decimal.ts';
import type { OrderFacts } from '../model/plan.ts';
import type { Scope } from '../model/tag.ts';
import { type FieldChange, changedFields } from '../model/terms.ts';
import type { Book } from './observe.ts';

/** All that the table looks at for one key. Exactly one of its rows answers. */
export interface Case {
  readonly key: Key;
  readonly entry: Entry | undefined;
  readonly attempts: readonly Attempt[];
  /** The last attempt: the one that counts. */
  readonly last: Attempt | undefined;
  /** An attempt that had ended, or was never to exist, and is at the venue all the same. */
  readonly returned: Attempt | undefined;
  /** Venue rows that are the last attempt: none, one, or (under one tag) several. */
  readonly rows: readonly OrderRow[];
  readonly row: OrderRow | undefined;
  /** Whether the entry names another account than the last attempt went to. */
  readonly moved: boolean;
  /** How the entry differs from what the last intent asked for. */
  readonly changes: readonly FieldChange[];
  readonly account: AccountCase;
  readonly now: Millis;
}

/** What holds for every new order on an account. */
export interface AccountCase {
  readonly name: AccountName;
  readonly account: Account | undefined;
  readonly book: Book | undefined;
  /** Why nothing new may be sent there: an order in doubt, came back, or of a foreign writer. */
  readonly doubt: string | undefined;
  readonly gates: Gates;
}

/** What holds for every new order of a plan. */
export interface Gates {
  readonly scope: Scope;
  readonly halts: History['halts'];
  /** Outside a paper venue an account without limits takes no order; this says so where it applies. */
  readonly limits: string | undefined;
}

export function caseOf(
  key: Key,
  entry: Entry | undefined,
  attempts: readonly Attempt[],
  rows: readonly OrderRow[],
  account: AccountCase,
  now: Millis,
): Case {
  const last = attempts.at(-1);
  const changes = entry && last ? changedFields(last.target, entry.terms) : [];
  const moved = entry !== undefined && last !== undefined && entry.account !== last.account;
  const returned = attempts.find((a) => a.cameBack !== undefined);
  return { key, entry, attempts, last, returned, rows, row: rows[0], moved, changes, account, now };
}

/** What all attempts of a generation have traded: readings of the present, and what the journal saw of the past. */
export function generationFill(c: Case, generation: number): Fill {
  return c.attempts
    .filter((a) => a.generation === generation)
    .map((a) => (a === c.last ? (c.row?.fill ?? lastFill(a)) : lastFill(a)))
    .reduce(
      (sum, fill) => ({
        received: add(sum.received, fill.received),
        delivered: add(sum.delivered, fill.delivered),
      }),
      NO_FILL,
    );
}

export const lastFill = (attempt: Attempt): Fill => attempt.final?.fill ?? attempt.observed?.fill ?? NO_FILL;

/** The order at the venue as far as anyone knows it. */
export function orderFacts(c: Case): OrderFacts | undefined {
  const { last, row } = c;
  if (last === undefined) return undefined;
  const id = row?.id ?? last.orderId;
  return {
    ...(id === undefined ? {} : { id }),
    tag: last.tag,
    status: statusOf(last, row),
    fill: row?.fill ?? lastFill(last),
    terms: last.wire,
  };
}

function statusOf(last: Attempt, row: OrderRow | undefined): OrderFacts['status'] {
  if (row !== undefined) return row.status;
  if (last.final !== undefined) return last.final.status;
  if (last.state === 'in-doubt') return 'in-doubt';
  if (last.state === 'accepted') return last.observed?.status ?? 'not-listed';
  return 'rejected';
}
