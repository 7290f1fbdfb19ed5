import type { JournalEvent } from '../../../src/model/event.ts';
import type { History } from '../../../src/model/history.ts';
import type { Key } from '../../../src/model/ids.ts';
import { decodeTag } from '../../../src/model/tag.ts';
import { quantityOf } from '../../../src/model/terms.ts';
import type { Ledger, LedgerRow } from '../../../src/venues/paper/ledger.ts';
import { amountOf } from '../world/amount.ts';

/* The judge of real processes: the ledger of the paper venue, which is in the judge's own process. The journal is held against it. */

const LIVE = new Set(['AWAITING', 'CREATE', 'CANCEL_PENDING', 'RFQ_EXECUTE']);
const isLive = ({ status }: LedgerRow): boolean => LIVE.has(status);
const units = (text: string): bigint => amountOf(text) ?? 0n;
const oursIn = ({ orders }: Pick<Ledger, 'orders'>): readonly LedgerRow[] =>
  orders.filter(({ source }) => source === 'api');

/** True at any moment: no tag stands twice, and no two orders of one entry were ever live at once. */
export function duplicatesIn(ledger: Pick<Ledger, 'orders'>): readonly string[] {
  const before = new Map<string, LedgerRow[]>();
  return oursIn(ledger).flatMap((row) => {
    const tag = decodeTag(row.usernameRef ?? '');
    if (tag === undefined) return [`lost: order ${row.orderId} was sent without a tag of ours`];
    const same = before.get(tag.keyCode) ?? [];
    before.set(tag.keyCode, [...same, row]);
    return same.flatMap((one) => {
      if (one.usernameRef === row.usernameRef)
        return [`duplicate: ${one.orderId} and ${row.orderId} carry ${row.usernameRef ?? ''}`];
      return isLive(one) || one.updatedAt > row.at
        ? [`duplicate: ${row.orderId} was accepted while ${one.orderId} of the same entry was live`]
        : [];
    });
  });
}

/** Events that say of an order that it was never made: also where that comes out later, they were wrong. */
export function falseVerdicts(
  ledger: Pick<Ledger, 'orders'>,
  events: readonly JournalEvent[],
): readonly string[] {
  const accepted = new Set<string>(oursIn(ledger).map(({ usernameRef }) => usernameRef ?? ''));
  const tags = new Map<string, string>();
  return events.flatMap((event) => {
    const attempt = JSON.stringify(event.subject);
    if (event.type === 'intent') tags.set(attempt, event.data.tag);
    if (event.type !== 'rejected' && event.type !== 'not-sent') return [];
    const tag = tags.get(attempt) ?? '';
    return accepted.has(tag)
      ? [`lost: ${tag} was accepted, and event #${event.sequence} says ${event.type}`]
      : [];
  });
}

function unknown(rows: readonly LedgerRow[], { keys }: History): readonly string[] {
  const byTag = new Map<string, { readonly state: string; readonly orderId?: string }>(
    [...keys.values()].flat().map((one) => [one.tag, one]),
  );
  return rows.flatMap(({ orderId, usernameRef }) => {
    const attempt = byTag.get(usernameRef ?? '');
    if (attempt === undefined) return [`lost: order ${orderId} is unknown to the journal`];
    if (!['accepted', 'final'].includes(attempt.state))
      return [`lost: order ${orderId} is ${attempt.state} by the journal`];
    return attempt.orderId === orderId
      ? []
      : [`lost: order ${orderId} is linked to ${attempt.orderId ?? 'nothing'}`];
  });
}

/** Fills of all orders of an entry, with what its live one may still fill, against what was asked for. */
function overfilled(rows: readonly LedgerRow[], { keys }: History): readonly string[] {
  return [...keys].flatMap(([key, attempts]) => {
    const tags = new Set<string>(attempts.map(({ tag }) => tag));
    const most = rows
      .filter(({ usernameRef }) => tags.has(usernameRef ?? ''))
      .reduce((sum, row) => sum + units(isLive(row) ? row.quantity : row.received), 0n);
    const asked = attempts.map(({ target }) => units(quantityOf(target).amount));
    return asked.every((one) => most > one) && most > 0n
      ? [`overfilled: ${key} may fill more than was asked for`]
      : [];
  });
}

/** What the ledger says against the journal and the files once all is settled, in words; empty where every promise held. */
export function verdictOn(
  ledger: Pick<Ledger, 'orders'>,
  history: History,
  wanted: readonly Key[],
): readonly string[] {
  const rows = oursIn(ledger);
  const live = new Set(rows.filter(isLive).map(({ usernameRef }) => usernameRef));
  const resting = [...history.keys].filter(([, attempts]) => attempts.some(({ tag }) => live.has(tag)));
  const stuck = resting
    .filter(([key]) => !wanted.includes(key))
    .map(([key]) => `stuck: ${key} is live, and in no file`);
  const missing = wanted
    .filter((key) => !history.keys.has(key))
    .map((key) => `stuck: ${key} is in the files, and was never sent`);
  return [
    ...duplicatesIn(ledger),
    ...unknown(rows, history),
    ...overfilled(rows, history),
    ...stuck,
    ...missing,
  ];
}
