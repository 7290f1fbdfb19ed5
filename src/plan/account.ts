import { type Attempt, type History, mayBeLive, mayBeUnderWay } from '../model/history.ts';
import { type AccountName, nameOfKey } from '../model/ids.ts';
import { type OrderRow, isFinal } from '../model/order.ts';
import type { PlanLine } from '../model/plan.ts';
import { decodeTag } from '../model/tag.ts';
import { type AccountCase, type Gates, caseOf } from './case.ts';
import type { Keyed, PlanInput } from './input.ts';
import { type Book, bookOf, isTwofold, rowsOf } from './observe.ts';
import { judge } from './rules.ts';

/** Every order that the journal placed on one account, also by tag and by venue id. */
export interface Known {
  readonly attempts: readonly Attempt[];
  readonly tags: ReadonlySet<string>;
  readonly ids: ReadonlySet<string>;
}

/** By account: an order's tag on an account where it was not sent is somebody else's doing. */
export function knownTo(history: History): ReadonlyMap<AccountName, Known> {
  const attempts = Map.groupBy([...history.keys.values()].flat(), (attempt) => attempt.account);
  const known = [...attempts].map(([name, own]) => {
    const tags = new Set<string>(own.map((a) => a.tag));
    return [
      name,
      { attempts: own, tags, ids: new Set<string>(own.flatMap((a) => a.orderId ?? [])) },
    ] as const;
  });
  return new Map(known);
}

const NOTHING: Known = { attempts: [], tags: new Set(), ids: new Set() };
const byId = (a: OrderRow, b: OrderRow): number => (a.id < b.id ? -1 : 1);

function foreignLines(input: PlanInput, name: AccountName, book: Book, known: Known): readonly PlanLine[] {
  return book.snapshot.live.toSorted(byId).flatMap((row): readonly PlanLine[] => {
    const order = { id: row.id, status: row.status, fill: row.fill } as const;
    const decoded = row.reference === undefined ? undefined : decodeTag(row.reference);
    if (known.ids.has(row.id) || (decoded !== undefined && known.tags.has(decoded.tag))) return [];
    if (decoded?.scope === input.scope) {
      const reason = `order ${row.id} carries our tag, but this journal did not place it: another runner, or a lost journal; the account takes no new order`;
      return [{ action: 'none', code: 'foreign-writer', level: 'person', account: name, reason, order }];
    }
    if (isFinal(row.status)) return [];
    return [
      { action: 'none', code: 'unmanaged', level: 'quiet', account: name, reason: describeRow(row), order },
    ];
  });
}

const describeRow = (row: OrderRow): string =>
  `${row.strategy} ${row.side} ${row.ticker}${row.priceLimit === undefined ? '' : ` at ${row.priceLimit}`}, not placed by tradeform`;

const PERSON = 'the account takes no new order until a person decides';

function doubtOfAttempt(attempt: Attempt, book: Book, { runner, now }: PlanInput): string | undefined {
  if (runner !== undefined && mayBeUnderWay(attempt, now))
    return 'is being sent: plan again when that has ended';
  if (attempt.state === 'in-doubt') return `is in doubt: ${PERSON}`;
  if (attempt.cameBack !== undefined) return `came back: ${PERSON}`;
  if (mayBeLive(attempt) && isTwofold(attempt, rowsOf(book, attempt)))
    return `has two orders under one tag: ${PERSON}`;
  return undefined;
}

/** Of every order that was sent to the account, the earlier ones of a key and those that have moved on included. */
function doubtOf(
  input: PlanInput,
  { attempts }: Known,
  foreign: readonly PlanLine[],
  book: Book,
): string | undefined {
  for (const attempt of attempts) {
    const why = doubtOfAttempt(attempt, book, input);
    if (why !== undefined) return `${nameOfKey(attempt.key)} ${why}`;
  }
  if (foreign.some((line) => line.code === 'foreign-writer'))
    return 'orders of ours that this journal did not place are on this account: it takes no new order';
  return undefined;
}

function unreadable(account: AccountName, code: PlanLine['code'], reason: string): PlanLine {
  return { action: 'none', code, level: 'unknown', account, reason };
}

/** The lines of one account: of every key on it, and of what nobody's key stands for. */
export function accountLines(
  input: PlanInput,
  name: AccountName,
  keyed: readonly Keyed[],
  gates: Gates,
  known: Known = NOTHING,
): readonly PlanLine[] {
  const account = input.accounts.get(name);
  const snapshot = input.snapshots.get(name);
  const open = known.attempts.some(mayBeLive);
  if (account === undefined) {
    if (!open) return [];
    return [
      unreadable(
        name,
        'account-removed',
        'has orders of ours, but is not in tradeform.yaml: put it back until they have ended',
      ),
    ];
  }
  if (snapshot === undefined) return [];
  if (snapshot.state === 'unknown')
    return [
      {
        ...unreadable(
          name,
          'account-unknown',
          `${snapshot.reason}; nothing is changed on it. ${snapshot.remedy}`,
        ),
        // Only a mistake in the file is mended there.
        ...(snapshot.invalid === undefined ? {} : { level: 'invalid' as const }),
        ...(snapshot.invalid === undefined || account.place === undefined ? {} : { place: account.place }),
      },
    ];
  const pinned = input.history.identities.get(name);
  if (pinned !== undefined && pinned !== snapshot.identity)
    return [
      unreadable(
        name,
        'other-venue',
        `the journal knows this account at ${pinned}, but it is now ${snapshot.identity}; nothing is changed on it. Check url and id of the account in tradeform.yaml`,
      ),
    ];
  const book = bookOf(snapshot, input.scope);
  const foreign = foreignLines(input, name, book, known);
  const accountCase: AccountCase = {
    name,
    account,
    book,
    doubt: doubtOf(input, known, foreign, book),
    gates,
  };
  const lines = keyed.map(({ key, entry, attempts }) => {
    const last = attempts.at(-1);
    const rows = last === undefined ? [] : rowsOf(book, last);
    return judge(caseOf(key, entry, attempts, rows, accountCase, input.now));
  });
  return [...lines, ...foreign];
}
