import type { KnownOrder } from '../model/event.ts';
import type { Attempt } from '../model/history.ts';
import { type Key, nameOfKey, orderKey } from '../model/ids.ts';
import type { Account, Entry, OrderRow } from '../model/order.ts';
import { encodeTag } from '../model/tag.ts';
import { whyNotEntry, whyNotName, whyNotOrder } from './adopt/checks.ts';
import {
  type LiveOrder,
  type Refusal,
  type Standing,
  awaitsEntry,
  ownTag,
  ownerOf,
  refuse,
  tagOf,
} from './adopt/standing.ts';
import { noteOn, termsOf } from './adopt/terms.ts';
import { keysByCode } from './attribution.ts';
import type { RunJournal } from './run.ts';

/*
 * A person adopts an order that this journal did not place. From then on it stands under a name, as if an entry had asked for it on
 * the terms that the venue shows. The dangers: that it is in truth an order of ours whose outcome nobody knows yet, which would
 * then be sent again; that one order stands under two names; and that a name's later tags meet one that exists already.
 */

export interface Adoption {
  readonly key: Key;
  readonly account: Account;
  readonly order: KnownOrder;
  readonly generation: number;
  readonly attempt: number;
  /** An entry in the files asks for exactly this already. */
  readonly entry?: Entry;
  /** The journal has it under this name from an earlier import; no entry holds it yet. */
  readonly again: boolean;
  /** What the entry can't say of the order, for people. */
  readonly note?: string;
}

export const isRefusal = (value: Adoption | Refusal): value is Refusal => 'reason' in value;

function again(order: LiveOrder, owner: Attempt): Adoption {
  const { tag, tagSent, target, wire, identity, generation, attempt, key } = owner;
  const known = { tag, tagSent, orderId: order.row.id, terms: target, wire, identity };
  return { key, account: order.account, order: known, generation, attempt, again: true };
}

/** The adoption of a live order under a name, or why not. Pure. */
export function adoptionOf(standing: Standing, order: LiveOrder, name: string): Adoption | Refusal {
  const { account, row, snapshot } = order;
  const key = orderKey(name);
  const owner = ownerOf(standing, row);
  if (owner?.key === key && awaitsEntry(owner, standing)) return again(order, owner);
  if (owner !== undefined)
    return refuse(`is ${nameOfKey(owner.key)} already`, `See tradeform status ${nameOfKey(owner.key)}`);
  const refused = whyNotOrder(standing, order) ?? whyNotName(standing, order, key);
  if (refused !== undefined) return refused;

  const entry = standing.entries.find((it) => it.key === key);
  const terms = termsOf(standing, row, entry);
  if ('reason' in terms) return terms;
  const tag = ownTag(standing, row);
  // Its own place among the attempts of its name, so that no later one gets its tag a second time.
  const { generation, attempt } = tag ?? { generation: 1, attempt: 1 };
  const otherwise = entry && whyNotEntry(entry, order, terms, generation);
  if (otherwise !== undefined) return otherwise;
  const note = noteOn(standing, row);
  return {
    ...{ key, account, generation, attempt, again: false },
    order: {
      tag: tag?.tag ?? encodeTag(standing.scope, key, generation, attempt),
      tagSent: tag !== undefined,
      orderId: row.id,
      terms,
      identity: snapshot.identity,
      ...(row.createdAt === undefined ? {} : { createdAt: row.createdAt }),
    },
    ...(entry === undefined ? {} : { entry }),
    ...(note === undefined ? {} : { note }),
  };
}

/** A name for an order that nobody named: what its tag says, else ticker, side and price, with a number where that is taken. */
function nameFor(standing: Standing, row: OrderRow, taken: ReadonlySet<string>): string {
  const { entries, history } = standing;
  const tag = ownTag(standing, row);
  const known = tag && keysByCode(entries, []).get(tag.keyCode);
  if (known !== undefined) return nameOfKey(known);
  const words = `${row.ticker}-${row.side}-${row.priceLimit ?? 'order'}`.toLowerCase();
  const plain = words.replaceAll(/[^a-z0-9]+/g, '-').replace(/^(?![a-z])/, 'o-');
  const used = new Set([
    ...taken,
    ...[...history.keys.keys()].map(nameOfKey),
    ...entries.flatMap(({ key, formerly }) => [key, ...formerly].map(nameOfKey)),
  ]);
  for (let n = 1; ; n++) {
    const end = n === 1 ? '' : `-${n}`;
    const name = `${plain.slice(0, 63 - end.length)}${end}`;
    if (!used.has(name)) return name;
  }
}

export interface Judged {
  readonly adoptions: readonly Adoption[];
  readonly refused: readonly { readonly order: LiveOrder; readonly why: Refusal }[];
}

function oneOfAll(standing: Standing, order: LiveOrder, taken: ReadonlySet<string>): Adoption | Refusal {
  const tag = tagOf(order.row);
  if (tag !== undefined && tag.scope !== standing.scope)
    return refuse(
      'carries the tag of another tradeform project or environment, which may manage it',
      'If it does not any more, import it by a name of its own.',
    );
  const name = nameFor(standing, order.row, taken);
  if (taken.has(name))
    return refuse(`carries a tag of ${name}, and so does another one`, 'See tradeform status');
  return adoptionOf(standing, order, name);
}

/** The adoptions of all live orders that are not ours yet, each under a name that is made for it. */
export function adoptionsOf(standing: Standing, orders: readonly LiveOrder[]): Judged {
  const adoptions: Adoption[] = [];
  const refused: Judged['refused'][number][] = [];
  const taken = new Set<string>();
  for (const order of orders) {
    const owner = ownerOf(standing, order.row);
    if (owner !== undefined && !awaitsEntry(owner, standing)) continue;
    const judged = owner === undefined ? oneOfAll(standing, order, taken) : again(order, owner);
    if (isRefusal(judged)) refused.push({ order, why: judged });
    else {
      adoptions.push(judged);
      taken.add(nameOfKey(judged.key));
    }
  }
  return { adoptions, refused };
}

/** Writes adoptions to the journal, each durable before the next. */
export async function adopt(journal: RunJournal, adoptions: readonly Adoption[]): Promise<void> {
  for (const { key, account, order, generation, attempt, again: done } of adoptions) {
    if (done) continue;
    const subject = { account: account.name, accountId: account.id, key, generation, attempt };
    await journal.append({ type: 'imported', subject, data: order });
  }
}
