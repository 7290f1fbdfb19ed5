import type { Attempt, History } from '../../model/history.ts';
import type { Account, Entry, OrderRow } from '../../model/order.ts';
import type { KnownSnapshot } from '../../model/snapshot.ts';
import { type DecodedTag, type Scope, decodeTag } from '../../model/tag.ts';

/** A live order of an account that was read whole. */
export interface LiveOrder {
  readonly account: Account;
  readonly snapshot: KnownSnapshot;
  readonly row: OrderRow;
}

/** What an adoption is weighed against. */
export interface Standing {
  readonly scope: Scope;
  readonly history: History;
  readonly entries: readonly Entry[];
}

/** Why an order is not adopted: a sentence after "it" or a name, without its full stop. */
export interface Refusal {
  readonly reason: string;
  readonly remedy: string;
}

export const refuse = (reason: string, remedy: string): Refusal => ({ reason, remedy });

export const tagOf = ({ reference }: Pick<OrderRow, 'reference'>): DecodedTag | undefined =>
  reference === undefined ? undefined : decodeTag(reference);

/** The tag of a row that carries one of this project and environment. */
export function ownTag({ scope }: Standing, row: OrderRow): DecodedTag | undefined {
  const tag = tagOf(row);
  return tag?.scope === scope ? tag : undefined;
}

/** The attempt that an order of the venue is, as far as the journal knows it. */
export function ownerOf({ history }: Standing, row: OrderRow): Attempt | undefined {
  const tag = tagOf(row)?.tag;
  for (const attempts of history.keys.values()) {
    const owner = attempts.find((a) => a.orderId === row.id || (tag !== undefined && a.tag === tag));
    if (owner !== undefined) return owner;
  }
  return undefined;
}

/** Imported before, and in no file yet. */
export const awaitsEntry = (owner: Attempt, { entries }: Standing): boolean =>
  owner.origin === 'imported' && owner.held === undefined && !entries.some(({ key }) => key === owner.key);
