import type { Clock } from '../lib/clock.ts';
import { type Attempt, type History, covers, openAttempts } from '../model/history.ts';
import type { Scope as CancelScope } from '../model/event.ts';
import type { AccountName, VenueOrderId } from '../model/ids.ts';
import { type Account, type OrderRow, isFinal } from '../model/order.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { type Scope, decodeTag, keyCode } from '../model/tag.ts';
import type { Venue } from '../venues/venue.ts';
import { wantedOf } from './survey.ts';

/*
 * `cancel` must work when little else does: without specs, without the run lock, without a journal. It therefore decides what
 * is ours from tags, helped by the journal where there is one, and believes nothing but what the venue shows afterwards.
 */

export interface CancelNow {
  readonly scope: Scope;
  readonly what: CancelScope;
  /** Venue ids that a person named. */
  readonly ids: ReadonlySet<VenueOrderId>;
  /** Undefined where the journal can't be read: then tags alone tell what is ours. */
  readonly history: () => Promise<History | undefined>;
  readonly accounts: ReadonlyMap<AccountName, Account>;
  readonly venues: ReadonlyMap<AccountName, Venue>;
  readonly clock: Clock;
  readonly stop: AbortSignal;
  readonly tell: (text: string) => void;
}

export interface CancelReport {
  /** Ours that were live when it began or came up meanwhile, by how they are now. */
  readonly ended: readonly OrderRow[];
  readonly stillLive: readonly (OrderRow & { readonly account: AccountName })[];
  /** Attempts in scope of which the venue shows nothing, and whose outcome nobody knows. */
  readonly inDoubt: readonly Attempt[];
  readonly notOurs: number;
  readonly unreadable: readonly Extract<Snapshot, { readonly state: 'unknown' }>[];
}

/** Two readings must agree before it is believed that nothing is left; a third may be needed where something was. */
const READINGS = 2;
const PATIENCE = 30_000;
const POLL = 500;

function isMeant(of: CancelNow, account: AccountName, row: OrderRow, attempts: readonly Attempt[]): boolean {
  if (of.ids.has(row.id)) return true;
  const attempt = attempts.find((a) => a.orderId === row.id);
  if (attempt !== undefined) return covers(of.what, account, attempt.key);
  const tag = row.reference === undefined ? undefined : decodeTag(row.reference);
  if (tag?.scope !== of.scope) return false;
  if (of.what.kind !== 'keys') return covers(of.what, account, undefined);
  return of.what.keys.some((key) => keyCode(key) === tag.keyCode);
}

const inScope = (of: CancelNow, account: AccountName): boolean =>
  of.what.kind !== 'account' || of.what.account === account;

interface Reading {
  readonly live: readonly (OrderRow & { readonly account: AccountName })[];
  readonly rows: readonly OrderRow[];
  readonly inDoubt: readonly Attempt[];
  readonly notOurs: number;
  readonly unreadable: CancelReport['unreadable'];
}

async function read(of: CancelNow): Promise<Reading> {
  const history = await of.history();
  const open = history === undefined ? [] : openAttempts(history);
  const names = [...of.venues.keys()].filter((name) => inScope(of, name));
  const snapshots = await Promise.all(
    names.map(async (name) => {
      const account = of.accounts.get(name);
      const own = open.filter((a) => a.account === name && covers(of.what, name, a.key));
      return account === undefined
        ? undefined
        : of.venues.get(name)?.reader.snapshot(account, own.map(wantedOf));
    }),
  );
  const known = snapshots.filter((s) => s?.state === 'known');
  const all = known.flatMap((s) => s.live.map((row) => ({ ...row, account: s.account })));
  const looked = known.flatMap((s) =>
    s.looks.flatMap((look) => look.rows.map((row) => ({ ...row, account: s.account }))),
  );
  const rows = [...all, ...looked].filter((row) => isMeant(of, row.account, row, open));
  const shown = new Set(
    rows.flatMap((row) => (row.reference === undefined ? [] : (decodeTag(row.reference)?.tag ?? []))),
  );
  return {
    rows,
    live: rows.filter((row) => !isFinal(row.status)),
    inDoubt: open.filter(
      (a) => a.state === 'in-doubt' && covers(of.what, a.account, a.key) && !shown.has(a.tag),
    ),
    notOurs:
      all.length -
      all.filter((row) => isMeant({ ...of, what: { kind: 'all' } }, row.account, row, open)).length,
    unreadable: snapshots.filter((s) => s?.state === 'unknown'),
  };
}

/** Cancels what is live of ours in the scope, and reads until two readings show nothing left or patience ends. */
export async function cancelNow(of: CancelNow): Promise<CancelReport> {
  const writers = new Map([...of.venues].map(([name, venue]) => [name, venue.writer()]));
  const seen = new Map<VenueOrderId, OrderRow>();
  const until = of.clock.monotonic() + PATIENCE;
  let clear = 0;
  for (;;) {
    const now = await read(of);
    for (const row of [...now.rows, ...now.live]) seen.set(row.id, row);
    // A send that was in flight when the cancel was asked for may still show up: wait for its deadline.
    const pending = now.inDoubt.some((attempt) => of.clock.now() <= attempt.deadline);
    clear = now.live.length === 0 && !pending ? clear + 1 : 0;
    if (clear >= READINGS || of.clock.monotonic() > until || of.stop.aborted || now.unreadable.length > 0) {
      const live = new Set(now.live.map((row) => row.id));
      const ended = [...seen.values()].filter((row) => !live.has(row.id));
      return {
        ended,
        stillLive: now.live,
        inDoubt: now.inDoubt,
        notOurs: now.notOurs,
        unreadable: now.unreadable,
      };
    }
    for (const row of now.live) {
      const account = of.accounts.get(row.account);
      if (account === undefined || row.status === 'cancelling') continue;
      const answer = await writers.get(row.account)?.cancel(account, row.id);
      if (answer !== undefined && answer.kind !== 'requested') of.tell(`${row.id}: ${answer.message}`);
    }
    await of.clock
      .sleep(clear > 0 ? 50 : Math.min(POLL, 50 * (seen.size + 1)), of.stop)
      .catch(() => undefined);
  }
}
