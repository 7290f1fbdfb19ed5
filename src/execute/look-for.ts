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

/** Looks for the key's last attempt until it is found or the looks are used up; records what was found. */
export async function lookFor(desk: Desk, account: Account, key: Key): Promise<boolean> {
  const { reader, settle } = desk.venueOf(account.name);
  for (let look = 1; look <= LOOKS; look++) {
    const attempt = lastAttempt(desk.journal.history, key);
    if (attempt === undefined) return false;
    const found = await reader.find(account, wantedOf(attempt));
    const [row, second] = 'unknown' in found ? [] : found.rows;
    if (row !== undefined && second === undefined && isAttempt(row, attempt)) {
      const { generation } = attempt;
      const subject = {
        account: account.name,
        accountId: account.id,
        key,
        generation,
        attempt: attempt.attempt,
      };
      const type = attempt.state === 'in-doubt' ? 'adopted' : 'linked';
      await desk.journal.append({ type, subject, data: { orderId: row.id } });
      return true;
    }
    if (look < LOOKS) await desk.clock.sleep(Math.ceil(settle / (LOOKS - 1)));
  }
  return false;
}
