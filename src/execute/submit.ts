import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import type { Subject } from '../model/event.ts';
import { type Attempt, type History, lastAttempt, proofOf } from '../model/history.ts';
import { type Key, nameOfKey } from '../model/ids.ts';
import type { Account, OrderRow } from '../model/order.ts';
import type { Submission } from '../model/plan.ts';
import { decodeTag, encodeTag } from '../model/tag.ts';
import type { Verdict } from '../venues/venue.ts';
import type { Desk } from './desk.ts';
import { wantedOf } from './survey.ts';

/*
 * One submission, in the only order that is safe:
 *
 *   1. intent      durable, unless a halt, a cancel request or an unsettled attempt stands against it
 *   2. deadline    by wall clock and by the clock that never jumps
 *   3. send        once: no retry, no redirect
 *   4. verdict     durable
 *   5. in doubt    look by id and tag over complete lists; found: adopt. Absence settles nothing.
 *
 * A crash between any two leaves either nothing sent, or an intent that the next run finds in doubt and looks for.
 */

/** An intent is sent within this time, and never after its `notAfter`, or not at all. */
const SEND_WITHIN = 5_000;
/** How often an order in doubt, or the first under an unproven tag, is looked for before others are judged by it. */
const LOOKS = 4;

export type SubmitOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly message: string }
  /** Nothing went out; `stop`: nothing else should on this account in this run. */
  | { readonly kind: 'not-sent'; readonly message: string; readonly stop: boolean }
  | { readonly kind: 'in-doubt'; readonly message: string };

/** Why no order of these terms may follow before an earlier one was found by its tag; undefined when proven. */
export function unproven(history: History, account: Account, submission: Submission): string | undefined {
  if (account.tag !== 'usernameRef') return undefined;
  if (history.proven.has(proofOf(account.name, submission.wire))) return undefined;
  for (const attempts of history.keys.values()) {
    const waiting = attempts.some(
      (a) =>
        a.account === account.name &&
        // An order that was imported without a tag says nothing about tags.
        a.tagSent &&
        a.state === 'accepted' &&
        a.wire.strategy === submission.wire.strategy,
    );
    if (waiting)
      return `the first ${submission.wire.strategy} of this account was not found by its tag yet: no second one is sent before`;
  }
  return undefined;
}

function subjectOf(account: Account, key: Key, submission: Submission): Subject {
  const { generation, attempt } = submission;
  return { account: account.name, accountId: account.id, key, generation, attempt };
}

/** Whether a row is this attempt beyond doubt: it carries the exact tag, and no other id is known. */
function isAttempt({ id, reference }: OrderRow, { tag, orderId }: Attempt): boolean {
  const carried = reference === undefined ? undefined : decodeTag(reference)?.tag;
  return carried === tag && (orderId === undefined || orderId === id);
}

/** Looks for the key's last attempt until it is found or the looks are used up; records what was found. */
async function lookFor(desk: Desk, account: Account, key: Key): Promise<boolean> {
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

/** What was learnt of an attempt that the journal takes for in doubt, and what to do about that. */
function lost(name: string, verdict: Verdict): { readonly said: string; readonly next: string } {
  const resolve = `tradeform resolve ${name}`;
  switch (verdict.kind) {
    case 'accepted': {
      const { orderId, venueRef } = verdict;
      const id = orderId ?? venueRef;
      return {
        said: `The venue accepted ${name}${id === undefined ? '' : ` (${id})`}`,
        next: `The next apply looks it up by its tag. If it finds nothing: ${resolve}${orderId === undefined ? '' : ` --executed ${orderId}`}`,
      };
    }
    case 'rejected':
      return { said: `The venue refused ${name}`, next: `Then: ${resolve} --not-executed` };
    case 'not-sent':
      return { said: `${name} was not sent`, next: `Then: ${resolve} --not-executed` };
    case 'in-doubt':
      return {
        said: `${name} may or may not have been accepted`,
        next: `The next apply looks it up by its tag. If it finds nothing: ${resolve}`,
      };
  }
}

async function record(desk: Desk, subject: Subject, verdict: Verdict): Promise<void> {
  const { kind, ...data } = verdict;
  try {
    await desk.journal.append({ type: kind, subject, data } as Parameters<Desk['journal']['append']>[0]);
  } catch (cause) {
    const { said, next } = lost(nameOfKey(subject.key ?? ('' as Key)), verdict);
    const message = `${said}, and that could not be written to the journal.`;
    const remedy = `Mend the journal's storage. ${next}`;
    throw new TradeformError('journal/verdict-lost', message, { exitCode: EXIT.person, remedy, cause });
  }
}

/** Submits once and records what came of it. Throws only where the journal can't be written. */
export async function submitOnce(
  desk: Desk,
  account: Account,
  key: Key,
  submission: Submission,
  planned: number,
): Promise<SubmitOutcome> {
  const { identity, writer } = desk.venueOf(account.name);
  const held = unproven(desk.journal.history, account, submission);
  if (held !== undefined) return { kind: 'not-sent', message: held, stop: false };
  const now = desk.clock.now();
  if (submission.notAfter !== undefined && now > submission.notAfter)
    return { kind: 'not-sent', message: 'notAfter has passed', stop: false };

  const tag = encodeTag(desk.scope, key, submission.generation, submission.attempt);
  const draft = writer.draft(account, submission.wire, tag);
  const subject = subjectOf(account, key, submission);
  const startedAt = desk.clock.monotonic();
  const { target, wire } = submission;
  const sent = { tag, tagSent: account.tag === 'usernameRef', target, wire, identity };
  const deadline = Math.min(now + SEND_WITHIN, submission.notAfter ?? Infinity);
  const data = { ...sent, request: draft.digest, nonce: draft.nonce, deadline };
  const intent = await desk.journal.appendIntent({ type: 'intent', subject, data }, planned);
  if (intent.kind === 'refused')
    return { kind: 'not-sent', message: intent.message, stop: intent.code === 'halted' };

  // Two clocks: one may be set back, the other may stand still while the machine sleeps.
  const inTime = (): boolean =>
    desk.clock.now() <= deadline && desk.clock.monotonic() - startedAt <= SEND_WITHIN;
  const verdict = await writer.send(draft, inTime);
  await record(desk, subject, verdict);
  switch (verdict.kind) {
    case 'accepted': {
      const proven = desk.journal.history.proven.has(proofOf(account.name, wire));
      if (sent.tagSent && !proven) await lookFor(desk, account, key);
      return { kind: 'accepted' };
    }
    case 'rejected':
      return { kind: 'rejected', message: verdict.message };
    case 'not-sent':
      return { kind: 'not-sent', message: verdict.message, stop: true };
    case 'in-doubt': {
      const found = await lookFor(desk, account, key);
      return found ? { kind: 'accepted' } : { kind: 'in-doubt', message: verdict.message };
    }
  }
}
