import { type Here, commandLine } from '../../model/command-line.ts';
import type { Attempt, History } from '../../model/history.ts';
import { type AccountName, type VenueOrderId, nameOfKey } from '../../model/ids.ts';
import { isOlder, oddFields } from '../../model/odd-fields.ts';
import type { OrderRow } from '../../model/order.ts';
import { decodeTag } from '../../model/tag.ts';
import type { Wanted } from '../../venues/venue.ts';
import type { Survey } from '../survey.ts';
import { type Refused, refused } from './refused.ts';
import { type Sight, type VenueSight, isUnread } from './sight.ts';

/*
 * That an order is this one of the venue's ties an entry to it: from then on a changed entry cancels it. A wrong id, of the next rung of
 * a ladder say, would cancel what nobody meant. So an id is taken only of an order that could be the one that was sent.
 */

/** The order of an id on an account, as far as its venue shows it. */
async function find(
  of: Survey,
  name: AccountName,
  id: VenueOrderId,
  { tag, wire }: Attempt,
): Promise<OrderRow | 'unread' | undefined> {
  const [account, reader] = [of.accounts.get(name), of.readers.get(name)];
  if (account === undefined || reader === undefined || account.id === '') return 'unread';
  const wanted: Wanted = { tag, tagSent: false, reference: '', orderId: id, terms: wire };
  const answer = await reader.find(account, wanted, of.signal);
  return 'unknown' in answer ? 'unread' : answer.rows.find((row) => row.id === id);
}

/** Whether the order is among those that say that they are this account's; undefined where that can't be told. */
async function isOn(of: Survey, name: AccountName, id: VenueOrderId): Promise<boolean | undefined> {
  const [account, reader] = [of.accounts.get(name), of.readers.get(name)];
  if (account === undefined || reader === undefined || account.id === '') return undefined;
  const all = await reader.history(account, of.signal);
  return all.state === 'known' ? all.rows.some((row) => row.id === id) : undefined;
}

/** Where an order is that this account does not show as its own, as far as tradeform.yaml names the accounts. */
async function elsewhere(of: Survey, own: AccountName, id: VenueOrderId): Promise<AccountName | undefined> {
  for (const name of of.readers.keys()) if (name !== own && (await isOn(of, name, id)) === true) return name;
  return undefined;
}

const notHere = (attempt: Attempt, id: VenueOrderId, other: AccountName | undefined): Refused =>
  refused(
    'elsewhere',
    other === undefined
      ? `Order ${id} is at the venue, but not one of account ${attempt.account}, which ${nameOfKey(attempt.key)} was sent to.`
      : `Order ${id} is on account ${other}, and ${nameOfKey(attempt.key)} was sent to ${attempt.account}.`,
    'It is another order. Ask the venue for the id of this one.',
  );

/** The attempt that an id belongs to, other than this one. */
const ownerOf = (history: History, { tag }: Attempt, id: VenueOrderId): Attempt | undefined =>
  [...history.keys.values()].flat().find((other) => other.orderId === id && other.tag !== tag);

function claimRefusal(other: Attempt, attempt: Attempt, id: VenueOrderId, here: Here): Refused {
  const name = nameOfKey(other.key);
  const which =
    other.key === attempt.key
      ? `attempt ${other.attempt} of generation ${other.generation} of ${name}`
      : name;
  return refused(
    'claimed',
    `Order ${id} is ${which} already.`,
    `One order can't be two. Ask the venue for the id of this one; what is known of the other: ${commandLine(here, `status ${name}`)}`,
  );
}

/** What speaks against this row by what it tells of itself. */
function rowRefusal(row: OrderRow, attempt: Attempt): Refused | undefined {
  const name = nameOfKey(attempt.key);
  const tag = row.reference === undefined ? undefined : decodeTag(row.reference)?.tag;
  if (tag !== undefined && tag !== attempt.tag)
    return refused(
      'other-tag',
      `Order ${row.id} carries the tag ${tag}, and ${name} was sent with ${attempt.tag}.`,
      'It was sent for something else. Ask the venue for the id of this one.',
    );
  const odd = oddFields(row, attempt);
  if (odd.length > 0) {
    const told = odd.map(({ field, sent, shown }) => `${field} ${shown}, and ${sent} was sent`).join('; ');
    return refused(
      'other-terms',
      `Order ${row.id} is on other terms: ${told}.`,
      'It is another order: check the id. If it is this one, and somebody altered it at the venue, cancel it there by its id; once it has ended, say --not-executed, and set the entry to what is left.',
    );
  }
  if (isOlder(row, attempt))
    return refused(
      'too-old',
      `Order ${row.id} was made at ${new Date(row.createdAt ?? 0).toISOString()}, before ${name} was sent (${new Date(attempt.intentAt).toISOString()}).`,
      'It is another order. Ask the venue for the id of this one.',
    );
  return undefined;
}

export interface Executed {
  readonly of: Survey;
  readonly history: History;
  readonly here: Here;
}

/** Why this order can't be the one of that id, or undefined. */
export async function whyNotThat(
  { of, history, here }: Executed,
  { attempt }: Sight,
  venue: VenueSight,
  id: VenueOrderId,
): Promise<Refused | undefined> {
  const owner = ownerOf(history, attempt, id);
  if (owner !== undefined) return claimRefusal(owner, attempt, id, here);
  const known = venue.found.find((row) => row.id === id);
  if (known !== undefined) return rowRefusal(known, attempt);
  const [own] = venue.found;
  if (own !== undefined)
    return refused(
      'another',
      `The venue shows ${nameOfKey(attempt.key)} by its tag or id: it is order ${own.id}, not ${id}.`,
      'Check the id.',
    );
  const candidate = isUnread(venue.candidates)
    ? undefined
    : venue.candidates.find(({ row }) => row.id === id);
  if (candidate !== undefined) return rowRefusal(candidate.row, attempt);
  const unclear = venue.unclear?.find((one) => one.id === id);
  if (unclear !== undefined)
    return refused(
      'unread',
      `The row of order ${id} can't be understood: ${unclear.reason}.`,
      'If it is this one, the order stays in doubt until the venue shows all of it; if it is another, say so with --not-executed --other.',
    );
  const row = await find(of, attempt.account, id, attempt);
  if (row === 'unread')
    return refused('unread', `Account ${attempt.account} can't be read.`, 'Decide when it can be.');
  const { account } = attempt;
  const isOwn = row !== undefined && (await isOn(of, account, id));
  if (isOwn === undefined)
    return refused('unread', `Account ${account} can't be read.`, 'Decide when it can be.');
  if (!isOwn) {
    const other = await elsewhere(of, account, id);
    if (row !== undefined || other !== undefined) return notHere(attempt, id, other);
  }
  if (row === undefined)
    return refused(
      'not-found',
      `The venue shows no order ${id} on account ${account}.`,
      'Check the id: it is that of its list of orders, not that of a quote. A list may lag: look again in a moment.',
    );
  return rowRefusal(row, attempt);
}
