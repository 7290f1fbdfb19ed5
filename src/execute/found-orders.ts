import type { KnownOrder, Subject } from '../model/event.ts';
import type { Attempt, History } from '../model/history.ts';
import type { AccountName, Key, VenueOrderId } from '../model/ids.ts';
import { add, eq } from '../model/decimal.ts';
import { type Account, type Entry, type Fill, NO_FILL, type OrderRow, isFinal } from '../model/order.ts';
import { type DecodedTag, type Scope, type Tag, decodeTag } from '../model/tag.ts';
import { isUnknownKey, keysByCode, unknownKey } from './attribution.ts';
import { knownTerms } from './known-terms.ts';

/*
 * What complete lists of all statuses say about orders of ours that a journal doesn't know. Pure: it decides which events a
 * rebuild would write, and what it can't tell.
 */

/** Two complete readings of one account, at least `settle` apart. */
export interface AccountOrders {
  readonly account: Account;
  readonly identity: string;
  readonly first: readonly OrderRow[];
  readonly second: readonly OrderRow[];
}

export interface FoundOrder {
  readonly subject: Required<Subject>;
  readonly order: KnownOrder;
  readonly row: OrderRow;
  /** Both readings show it ended, with one status and one fill. */
  readonly confirmed: boolean;
  /** Its quantity, or all of its terms, are the entry's: the row doesn't tell them. */
  readonly termsFromFile: boolean;
}

export interface Findings {
  /** To be recorded, in this order. */
  readonly orders: readonly FoundOrder[];
  /** Tags of ours that the journal knew. */
  readonly known: number;
  readonly notOurs: number;
  /** Several orders under one tag: one is recorded, and a person must look at all of them. */
  readonly doubled: readonly { readonly tag: Tag; readonly ids: readonly VenueOrderId[] }[];
  /** Ours, and its row tells too little to record it. */
  readonly unclear: readonly { readonly account: AccountName; readonly row: OrderRow }[];
  /** Entries of which neither the journal nor any list shows an order: the next plan offers to submit them. */
  readonly unlisted: readonly Entry[];
}

export interface FindInput {
  readonly history: History;
  readonly scope: Scope;
  readonly entries: readonly Entry[];
  /** Names that are gone from the files. */
  readonly names: readonly Key[];
  readonly accounts: readonly AccountOrders[];
}

interface Tagged {
  readonly of: AccountOrders;
  readonly row: OrderRow;
  readonly tag: DecodedTag;
}

const slot = ({ generation, attempt }: Pick<Attempt, 'generation' | 'attempt'>): string =>
  `${generation}/${attempt}`;
const byAge = (a: Tagged, b: Tagged): number =>
  a.tag.generation - b.tag.generation || a.tag.attempt - b.tag.attempt;

/** The row that stands for a tag: a live one first, then the oldest. */
const representative = (rows: readonly Tagged[]): Tagged | undefined =>
  rows.toSorted(
    (a, b) =>
      Number(isFinal(a.row.status)) - Number(isFinal(b.row.status)) ||
      (a.row.createdAt ?? 0) - (b.row.createdAt ?? 0),
  )[0];

const sameEnd = (a: OrderRow | undefined, b: OrderRow): boolean =>
  a?.status === b.status && eq(a.fill.received, b.fill.received) && eq(a.fill.delivered, b.fill.delivered);

const plus = (a: Fill, b: Fill): Fill => ({
  received: add(a.received, b.received),
  delivered: add(a.delivered, b.delivered),
});

function taggedOf(of: AccountOrders, scope: Scope): readonly Tagged[] {
  // An order that only the first reading shows was there all the same.
  const rows = new Map([...of.first, ...of.second].map((row) => [row.id, row]));
  return [...rows.values()].flatMap((row) => {
    const tag = decodeTag(row.reference ?? '');
    return tag?.scope === scope ? [{ of, row, tag }] : [];
  });
}

/** Tagged rows by the key that they belong to; one whose place is taken by another order goes to a key of its own. */
function groups(input: FindInput, rows: readonly Tagged[]): ReadonlyMap<Key, readonly Tagged[]> {
  const keys = keysByCode(input.entries, input.names);
  const out = new Map<Key, Tagged[]>();
  const taken = new Set<string>();
  for (const [key, attempts] of input.history.keys)
    for (const attempt of attempts) taken.add(`${key} ${slot(attempt)}`);
  for (const tagged of rows.toSorted(byAge)) {
    const named = keys.get(tagged.tag.keyCode);
    const free = named !== undefined && !taken.has(`${named} ${slot(tagged.tag)}`);
    const key = free ? named : unknownKey(tagged.tag.keyCode);
    taken.add(`${key} ${slot(tagged.tag)}`);
    const group = out.get(key);
    if (group) group.push(tagged);
    else out.set(key, [tagged]);
  }
  return out;
}

/** What the generation had traded before this attempt, as far as journal and lists tell. */
function filledBefore(tag: DecodedTag, found: readonly Tagged[], attempts: readonly Attempt[]): Fill {
  const listed = found.filter(
    (one) => one.tag.generation === tag.generation && one.tag.attempt < tag.attempt,
  );
  const journalled = attempts.filter((a) => a.generation === tag.generation && a.attempt < tag.attempt);
  return [
    ...listed.map(({ row }) => row.fill),
    ...journalled.flatMap((a) => a.final?.fill ?? a.observed?.fill ?? []),
  ].reduce(plus, NO_FILL);
}

function foundOrder(
  key: Key,
  tagged: Tagged,
  before: Fill,
  entry: Entry | undefined,
): FoundOrder | undefined {
  const { of, row, tag } = tagged;
  const { account, identity, first, second } = of;
  const asked = entry?.generation === tag.generation ? entry : undefined;
  const told = knownTerms(row, before, asked);
  const target = told?.target ?? asked?.terms;
  if (target === undefined) return undefined;
  const { generation, attempt } = tag;
  const wire = told?.wire === undefined ? {} : { wire: told.wire };
  return {
    subject: { account: account.name, accountId: account.id, key, generation, attempt },
    order: {
      ...{ tag: tag.tag, tagSent: true, orderId: row.id, terms: target, ...wire, identity },
      ...(row.createdAt === undefined ? {} : { createdAt: row.createdAt }),
    },
    row,
    confirmed:
      isFinal(row.status) &&
      second.includes(row) &&
      sameEnd(
        first.find(({ id }) => id === row.id),
        row,
      ),
    termsFromFile: told?.quantityFromFile ?? true,
  };
}

/** What a rebuild would record, and what it could not. */
export function findOrders(input: FindInput): Findings {
  const { history, entries, accounts, scope } = input;
  const journalled = new Set([...history.keys.values()].flatMap((all) => all.map(({ tag }) => tag)));
  const all = accounts.flatMap((of) => taggedOf(of, scope));
  const byTag = [...Map.groupBy(all, ({ tag }) => tag.tag)];
  const fresh = byTag.flatMap(([tag, rows]) => (journalled.has(tag) ? [] : (representative(rows) ?? [])));

  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const grouped = groups(input, fresh);
  const orders: FoundOrder[] = [];
  const unclear: { readonly account: AccountName; readonly row: OrderRow }[] = [];
  for (const [key, found] of grouped)
    for (const tagged of found) {
      const before = filledBefore(tagged.tag, found, history.keys.get(key) ?? []);
      const order = foundOrder(key, tagged, before, byKey.get(key));
      if (order) orders.push(order);
      else unclear.push({ account: tagged.of.account.name, row: tagged.row });
    }
  const ids = new Set(accounts.flatMap(({ first, second }) => [...first, ...second].map(({ id }) => id)));
  return {
    orders,
    unclear,
    known: byTag.filter(([tag]) => journalled.has(tag)).length,
    notOurs: ids.size - all.length,
    doubled: byTag
      .filter(([, rows]) => rows.length > 1)
      .map(([tag, rows]) => ({ tag, ids: rows.map(({ row }) => row.id) })),
    unlisted: entries.filter(({ key }) => !history.keys.has(key) && !grouped.has(key)),
  };
}

/** Names that nobody could give: their orders stand under a code. */
export const namelessIn = ({ orders }: Findings): readonly Key[] => [
  ...new Set(orders.map(({ subject }) => subject.key).filter(isUnknownKey)),
];
