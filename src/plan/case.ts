import type { Attempt, History } from '../model/history.ts';
import type { AccountName, Key, Millis } from '../model/ids.ts';
import {
  type Account,
  type Entry,
  type Fill,
  NO_FILL,
  type OrderRow,
  isFinal,
  largerFill,
} from '../model/order.ts';
import { add, isZero } from '../model/decimal.ts';
import type { OrderFacts } from '../model/plan.ts';
import type { Scope } from '../model/tag.ts';
import { type FieldChange, changedFields, instrumentOf } from '../model/terms.ts';
import { type Book, rowsOf } from './observe.ts';

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
  /** Every tag that the journal has given out, renamed keys included: none is given out again. */
  readonly tags: ReadonlySet<string>;
  /** Another run that may be sending at this moment, in words. */
  readonly runner?: string;
  /** The journal can't be used; this says so. */
  readonly loss?: string;
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

/** The most that an attempt is known to have traded: by what was read of it before, and by a row of now. */
export const lastFill = ({ traded = NO_FILL }: Attempt, row?: OrderRow): Fill =>
  row === undefined ? traded : largerFill(traded, row.fill);

const fillsOf = (c: Case, { generation, terms }: Entry, ofMarket: boolean): readonly Fill[] =>
  c.attempts
    .filter((a) => a.generation === generation)
    .filter((a) => (instrumentOf(a.wire) === instrumentOf(terms) && a.wire.side === terms.side) === ofMarket)
    .map((a) => lastFill(a, a === c.last ? c.row : undefined));

/** What all attempts of the entry's generation have traded: readings of the present, and what the journal saw of the past. */
export const generationFill = (c: Case, entry: Entry): Fill =>
  fillsOf(c, entry, true).reduce(
    (sum, fill) => ({
      received: add(sum.received, fill.received),
      delivered: add(sum.delivered, fill.delivered),
    }),
    NO_FILL,
  );

/** Whether the entry's generation has traded on another ticker or side: amounts that can't be set off against each other. */
export const hasTradedElsewhere = (c: Case, entry: Entry): boolean =>
  fillsOf(c, entry, false).some((fill) => !isZero(fill.received) || !isZero(fill.delivered));

/** The order at the venue as far as anyone knows it: one that is back where there is one, or else the last. */
export function orderFacts(c: Case): OrderFacts | undefined {
  const attempt = c.returned ?? c.last;
  if (attempt === undefined) return undefined;
  const { book, name } = c.account;
  const [row] = book === undefined || attempt.account !== name ? [] : rowsOf(book, attempt);
  const id = row?.id ?? attempt.cameBack ?? attempt.orderId;
  return {
    ...(id === undefined ? {} : { id }),
    tag: attempt.tag,
    status: statusOf(attempt, row),
    fill: row?.fill ?? lastFill(attempt),
    ...(row?.fillNotTold === undefined ? {} : { fillNotTold: row.fillNotTold }),
    terms: attempt.wire,
    ...(attempt.run === undefined ? {} : { run: attempt.run }),
    ...(attempt.trade === undefined ? {} : { trade: attempt.trade }),
    ...(attempt.errorId === undefined ? {} : { errorId: attempt.errorId }),
  };
}

function statusOf(attempt: Attempt, row: OrderRow | undefined): OrderFacts['status'] {
  if (row !== undefined) return row.status;
  if (attempt.cameBack !== undefined) return 'not-listed';
  if (attempt.state === 'in-doubt') return 'in-doubt';
  const seen = attempt.observed?.status;
  if (attempt.state === 'accepted') return seen === undefined || isFinal(seen) ? 'not-listed' : seen;
  return attempt.final?.status ?? 'rejected';
}
