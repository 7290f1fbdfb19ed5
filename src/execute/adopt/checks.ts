import { type Attempt, mayBeLive } from '../../model/history.ts';
import { type Key, nameOfKey } from '../../model/ids.ts';
import type { Entry } from '../../model/order.ts';
import { keyCode } from '../../model/tag.ts';
import { type OrderTerms, changedFields, instrumentOf } from '../../model/terms.ts';
import { keysByCode } from '../attribution.ts';
import { type LiveOrder, type Refusal, type Standing, ownTag, refuse } from './standing.ts';

const NAME = /^[a-z][a-z0-9-]{0,62}$/;

/** An order of ours that was sent and never found by its id, and may be this one. */
function suspectOf({ history }: Standing, { account, row }: LiveOrder): Attempt | undefined {
  return [...history.keys.values()]
    .flat()
    .find(
      (a) =>
        mayBeLive(a) &&
        a.orderId === undefined &&
        a.account === account.name &&
        instrumentOf(a.wire) === row.ticker &&
        a.wire.side === row.side,
    );
}

/** Why this order is adopted under no name at all. */
export function whyNotOrder(standing: Standing, order: LiveOrder): Refusal | undefined {
  const { account, snapshot, row } = order;
  const pinned = standing.history.identities.get(account.name);
  if (pinned !== undefined && pinned !== snapshot.identity)
    return refuse(
      `is at ${snapshot.identity}, but the journal knows account ${account.name} at ${pinned}`,
      'Check url and account in tradeform.yaml.',
    );
  if (row.status === 'cancelling')
    return refuse('is being cancelled', 'Look again in a moment: tradeform status');
  const suspect = ownTag(standing, row) === undefined ? suspectOf(standing, order) : undefined;
  if (suspect === undefined) return undefined;
  const name = nameOfKey(suspect.key);
  return refuse(
    `may be ${name}, which was sent and is not found yet`,
    `Settle that first: tradeform resolve ${name}`,
  );
}

/** Why an order can't stand under this name. */
export function whyNotName(standing: Standing, { row, snapshot }: LiveOrder, key: Key): Refusal | undefined {
  const { history, entries } = standing;
  const name = nameOfKey(key);
  if (!NAME.test(name))
    return refuse(
      `can't be called ${name}`,
      'A name has lower-case letters, digits and hyphens, a letter first, at most 63 characters.',
    );
  if (history.keys.has(key))
    return refuse(`can't be called ${name}: the journal has an order of that name`, 'Take another name.');
  const heir = entries.find(({ formerly }) => formerly.includes(key));
  if (heir !== undefined)
    return refuse(
      `can't be called ${name}: ${nameOfKey(heir.key)} was formerly called so`,
      'Take another name.',
    );
  const code = keyCode(key);
  const twin = [...history.keys.keys(), ...entries.map((entry) => entry.key)].find(
    (other) => other !== key && keyCode(other) === code,
  );
  if (twin !== undefined)
    return refuse(
      `can't be called ${name}: its tags could not be told from those of ${nameOfKey(twin)}`,
      'Take another name.',
    );
  const tag = ownTag(standing, row);
  if (tag !== undefined && keysByCode(entries, [key]).get(tag.keyCode) !== key)
    return refuse(
      `was placed by tradeform under another name than ${name}`,
      'Import it under that name: its tag is of no use under another one.',
    );
  const other = snapshot.live.find((it) => it.id !== row.id && ownTag(standing, it)?.keyCode === code);
  if (other !== undefined)
    return refuse(
      `can't be called ${name}: order ${other.id} carries a tag of that name`,
      'Take another name.',
    );
  return undefined;
}

/** The entry of this name must ask for exactly this order. */
export function whyNotEntry(
  entry: Entry,
  { account }: LiveOrder,
  terms: OrderTerms,
  generation: number,
): Refusal | undefined {
  const fields = [
    ...(entry.account === account.name ? [] : ['account']),
    ...(entry.generation === generation ? [] : ['generation']),
    ...changedFields(entry.terms, terms).map(({ field }) => field),
  ];
  if (fields.length === 0) return undefined;
  return refuse(
    `can't be called ${nameOfKey(entry.key)}: the entry at ${entry.place.file}:${entry.place.line} says otherwise (${fields.join(', ')})`,
    'Take another name, or make the entry say what the venue shows.',
  );
}
