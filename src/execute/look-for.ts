import { type Attempt, lastAttempt } from '../model/history.ts';
import type { Key } from '../model/ids.ts';
import type { Account, OrderRow } from '../model/order.ts';
import { decodeTag } from '../model/tag.ts';
import type { Desk } from './desk.ts';
import { wantedOf } from './survey.ts';

/** How often an order in doubt, or the first under an unproven tag, is looked for before others are judged by it. */
const LOOKS = 4;

/** Whether a row is this attempt beyond doubt: it carries the exact tag, and no other id is known. */
function isAttempt({ id, reference }: OrderRow, { tag, orderId }: Attempt): boolean {
  const carried = reference === undefined ? undefined : decodeTag(reference)?.tag;
  return carried === tag && (orderId === undefined || orderId === id);
}

/** One look for an attempt; records it where it was found beyond doubt. */
export async function findOnce(desk: Desk, account: Account, attempt: Attempt): Promise<boolean> {
  const { key, generation, attempt: number } = attempt;
  const found = await desk.venueOf(account.name).reader.find(account, wantedOf(attempt));
  const [row, second] = 'unknown' in found ? [] : found.rows;
  if (row === undefined || second !== undefined || !isAttempt(row, attempt)) return false;
  const subject = { account: account.name, accountId: account.id, key, generation, attempt: number };
  const type = attempt.state === 'in-doubt' ? 'adopted' : 'linked';
  await desk.journal.append({ type, subject, data: { orderId: row.id } });
  return true;
}

/** Looks for the key's last attempt until it is found or the looks are used up; records what was found. */
export async function lookFor(desk: Desk, account: Account, key: Key): Promise<boolean> {
  const { settle } = desk.venueOf(account.name);
  for (let look = 1; look <= LOOKS; look++) {
    const attempt = lastAttempt(desk.journal.history, key);
    if (attempt === undefined) return false;
    if (await findOnce(desk, account, attempt)) return true;
    if (look < LOOKS) await desk.clock.sleep(Math.ceil(settle / (LOOKS - 1)));
  }
  return false;
}
