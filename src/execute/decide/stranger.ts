import type { History } from '../../model/history.ts';
import { type Key, keysNamed } from '../../model/ids.ts';
import { type Account, type Entry, type OrderRow, isFinal } from '../../model/order.ts';
import { type DecodedTag, decodeTag, keyCode } from '../../model/tag.ts';
import { keysByCode } from '../attribution.ts';
import { survey } from '../survey.ts';
import type { Eyes } from './look.ts';

/** A live order with a tag of this project that this journal did not place: another writer's, or of a journal that was lost. */
export interface Stranger {
  readonly account: Account;
  readonly row: OrderRow;
  readonly tag: DecodedTag;
  /** The name that its tag stands for, where the files or the journal know it. */
  readonly key?: Key;
}

const isKnown = (history: History, { id }: OrderRow, { tag }: DecodedTag): boolean =>
  [...history.keys.values()].flat().some((a) => a.orderId === id || a.tag === tag);

/** The stranger that a person means by its id, or by the name that its tag stands for. Reads every account. */
export async function strangerOf(
  { of, scope, history }: Eyes,
  typed: string,
  entries: readonly Entry[],
): Promise<Stranger | undefined> {
  const snapshots = await survey(of, await history());
  const known = await history();
  const codes = new Set(keysNamed(typed).map(keyCode));
  const keys = keysByCode(entries, [...known.keys.keys()]);
  for (const snapshot of snapshots.values()) {
    const account = of.accounts.get(snapshot.account);
    if (snapshot.state === 'unknown' || account === undefined) continue;
    for (const row of snapshot.live) {
      const tag = row.reference === undefined ? undefined : decodeTag(row.reference);
      if (tag?.scope !== scope || isFinal(row.status) || isKnown(known, row, tag)) continue;
      if (row.id !== typed && !codes.has(tag.keyCode)) continue;
      const key = keys.get(tag.keyCode);
      return { account, row, tag, ...(key === undefined ? {} : { key }) };
    }
  }
  return undefined;
}
