import type { EventDraft } from '../../../src/model/event.ts';
import { type KnownSnapshot, type Snapshot, isUnknown } from '../../../src/model/snapshot.ts';
import { isFinal } from '../../../src/model/order.ts';
import { observe } from '../../../src/plan/observe.ts';
import { wantedOf } from '../../../src/execute/survey.ts';
import { openAttempts } from '../../../src/model/history.ts';
import { MARKET, venueOf } from '../../contract/aquanow/desk.ts';
import { NOW, SCOPE, accountOf, byAccount, planOf } from '../../support/cases.ts';
import type { Dice } from '../world/dice.ts';
import { type Book, type TrueOrder, makeBook } from './book.ts';
import { type Kind, damaged, responseTo } from './damage.ts';

/*
 * Random lists: a book of orders is told in pages, of which some are cut, repeated, reordered, emptied, broken or left out. The real
 * adapter reads them; the real planner draws its conclusions; and both are held against the book.
 */

/** The venue's list of a book, with damage on one page in four. */
function listOf({ orders }: Book, dice: Dice, kinds: Set<Kind>): typeof fetch {
  const size = dice.whole(1, 4);
  const often = dice.pick([0, 0.15, 0.3]);
  return async (input) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    const query = url.searchParams;
    if (url.href.startsWith(MARKET)) throw new TypeError('nobody asks for a price here');
    const matching = orders.filter(
      ({ id, tag, isLive }) =>
        (query.get('orderId') ?? id) === id &&
        (query.get('usernameRef') ?? tag) === tag &&
        (query.get('openOrders') !== 'true' || isLive),
    );
    const token = query.get('startsAfter');
    const from = token === null ? 0 : Number(token.slice(1));
    const rows = matching.slice(from, from + size).map(({ row }) => row);
    const next = from + size < matching.length ? `p${from + size}` : null;
    const page = { rows, next };
    return responseTo(dice.chance(often) ? damaged(page, token, dice, kinds) : page);
  };
}

const ids = (rows: readonly { readonly id: string }[]): string =>
  rows
    .map(({ id }) => id)
    .sort()
    .join(' ');

/** What is wrong with a reading, whatever became of its pages. */
function readingFaults(book: Book, snapshot: KnownSnapshot, kinds: ReadonlySet<Kind>): readonly string[] {
  const byId = new Map(book.orders.map((order) => [order.id, order]));
  const shown = [...snapshot.live, ...snapshot.looks.flatMap(({ rows }) => rows)];
  const invented = shown.flatMap(({ id, status }) => {
    const order = byId.get(id);
    if (order === undefined) return [`${id} is in no book`];
    return kinds.has('odd') || order.isLive !== isFinal(status) ? [] : [`${id} is told as ${status}`];
  });
  const twice = ids(snapshot.live) === ids([...new Map(snapshot.live.map((one) => [one.id, one])).values()]);
  const faults = [...invented, ...(twice ? [] : ['an order is listed twice'])];
  if (kinds.has('silent') || kinds.has('odd')) return faults;
  // Nothing was left out unseen, so a list that is called whole is whole.
  const live = book.orders.filter((order) => order.isLive);
  const looked = snapshot.looks.flatMap(({ tag, id, rows }) => {
    const there = book.orders.filter((order) => order.tag === tag || order.id === id);
    return ids(there) === ids(rows) ? [] : [`of ${tag} there is «${ids(there)}», and «${ids(rows)}» is told`];
  });
  return [
    ...faults,
    ...looked,
    ...(ids(live) === ids(snapshot.live)
      ? []
      : [`live is «${ids(live)}», and «${ids(snapshot.live)}» is told as whole`]),
  ];
}

const FINDS: ReadonlySet<string> = new Set(['adopted', 'linked']);
const CLAIMS: ReadonlySet<string> = new Set(['rejected', 'not-sent', 'resolved', 'lapsed', 'vanished']);

/**
 * Where the venue made two orders of one request, nobody but a person chooses. Of an ended one beside a live one the list of live
 * orders says nothing: the live one is the order.
 */
const isChosen = (there: readonly TrueOrder[], id: string): boolean =>
  there.length > 1 &&
  !(there.filter(({ isLive }) => isLive).length === 1 && there.some((one) => one.id === id && one.isLive));

/** What is wrong with what the journal would learn. */
function lessonFaults(
  book: Book,
  drafts: readonly EventDraft[],
  kinds: ReadonlySet<Kind>,
): readonly string[] {
  const taken = new Set<string>();
  return drafts.flatMap((draft) => {
    const one = book.ours.find(({ entry }) => entry.key === draft.subject?.key);
    const tag = one?.told.tag;
    const there: readonly TrueOrder[] = book.orders.filter((order) => order.tag === tag);
    if (CLAIMS.has(draft.type)) return [`${draft.type} is concluded of ${tag}`];
    // Of a second order of one request nobody can know where every list leaves it out.
    const isShown = ({ id }: TrueOrder): boolean => id === one?.linked || !kinds.has('silent');
    if (draft.type === 'final' && there.some((order) => order.isLive && isShown(order)))
      return [`${tag} is live, and called over`];
    if (!FINDS.has(draft.type) || !('orderId' in draft.data)) return [];
    const id = String(draft.data.orderId);
    const faults = [
      ...(there.some((order) => order.id === id) ? [] : [`${id} is ${draft.type} as ${tag}, and is not`]),
      ...(isChosen(there, id) && !kinds.has('silent') ? [`${tag} has two orders, and ${id} is chosen`] : []),
      ...(taken.has(id) ? [`${id} is ${draft.type} twice`] : []),
    ];
    taken.add(id);
    return faults;
  });
}

/** What is wrong with what would be done: nothing of it was asked for, but that the fresh entry be sent. */
function planFaults(book: Book, snapshot: Snapshot, drafts: readonly EventDraft[]): readonly string[] {
  const entries = [...book.ours.map(({ entry }) => entry), book.fresh];
  const { plan } = planOf({ entries, history: book.history, snapshots: [snapshot], accounts: [accountOf()] });
  const found = new Set(drafts.filter(({ type }) => FINDS.has(type)).map(({ subject }) => subject?.key));
  const doubt = book.ours.find(({ isInDoubt, entry }) => isInDoubt && !found.has(entry.key));
  return plan.lines.flatMap(({ key, action }) => {
    if (action === 'none') return [];
    if (key !== book.fresh.key) return [`${action} of ${key ?? '?'}, which nobody asked for`];
    if (isUnknown(snapshot)) return ['an order is sent to an account that could not be read'];
    return doubt === undefined ? [] : [`an order is sent while ${doubt.told.tag} is in doubt`];
  });
}

/** Tells and judges one random list: in a word what came of it, and what was wrong. */
export async function judgeList(dice: Dice): Promise<readonly [word: string, faults: readonly string[]]> {
  const book = makeBook(dice);
  const kinds = new Set<Kind>();
  const { reader } = venueOf({ fetch: listOf(book, dice, kinds) });
  const wanted = openAttempts(book.history).map(wantedOf);
  const read = await reader.snapshot(accountOf(), wanted);
  const snapshot: Snapshot = { ...read, readAt: NOW };
  const drafts = observe(book.history, byAccount([snapshot]), SCOPE);
  const faults = [...lessonFaults(book, drafts, kinds), ...planFaults(book, snapshot, drafts)];
  if (isUnknown(snapshot))
    return ['unknown', kinds.size === 0 ? [...faults, `unknown for nothing: ${snapshot.reason}`] : faults];
  const word =
    kinds.size === 0 ? 'whole' : kinds.has('silent') ? 'less than there is, unseen' : 'whole after all';
  return [word, [...readingFaults(book, snapshot, kinds), ...faults]];
}
