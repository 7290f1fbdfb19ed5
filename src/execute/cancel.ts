import type { EventDraft } from '../model/event.ts';
import { lastAttempt } from '../model/history.ts';
import type { Account } from '../model/order.ts';
import type { PlanLine } from '../model/plan.ts';
import type { Desk } from './desk.ts';

export type CancelOutcome =
  | { readonly kind: 'asked' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * Asks the venue to cancel the order of a line, once. What came of it is never read from the answer: the next survey shows it.
 * For a replace, what is to follow is written first, so that a crash in between is resumed.
 */
export async function cancelOnce(desk: Desk, account: Account, line: PlanLine): Promise<CancelOutcome> {
  const orderId = line.order?.id;
  const last = line.key === undefined ? undefined : lastAttempt(desk.journal.history, line.key);
  if (orderId === undefined || last === undefined)
    return { kind: 'unknown', message: 'the venue has not shown its id yet' };
  const { key, generation, attempt } = last;
  const subject = { account: account.name, accountId: account.id, key, generation, attempt };
  const record = async (draft: EventDraft): Promise<void> => void (await desk.journal.append(draft));

  if (line.action === 'replace' && line.submission !== undefined)
    await record({ type: 'replacing', subject, data: { target: line.submission.target } });
  await record({ type: 'cancel-intent', subject, data: { orderId } });
  // What its venue is cancelling already needs no more than to be waited for.
  if (line.order?.status === 'cancelling') return { kind: 'asked' };
  const answer = await desk.venueOf(account.name).writer.cancel(account, orderId);
  switch (answer.kind) {
    case 'requested':
      return { kind: 'asked' };
    case 'refused':
      await record({ type: 'cancel-refused', subject, data: { message: answer.message } });
      return answer;
    case 'unknown':
      return answer;
  }
}
