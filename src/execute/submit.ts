import type { LimitCheck } from '../model/limits.ts';
import type { QuoteTerms, Subject } from '../model/event.ts';
import { proofOf } from '../model/history.ts';
import type { Key } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import type { Submission } from '../model/plan.ts';
import { encodeTag } from '../model/tag.ts';
import type { Desk } from './desk.ts';
import { endOf } from './ending.ts';
import type { Room } from './limit-gate.ts';
import { lookFor } from './look-for.ts';
import { ITS_OWN, deadlineOf, mayGo } from './may-go.ts';
import type { Outgoing, SubmitOutcome } from './outgoing.ts';
import { type Obtained, dropQuote, obtainQuote } from './quote.ts';
import { recordVerdict } from './record-verdict.ts';
import { notFoundYet } from './tag-proof.ts';
import { haltIfFailing, noteOverrides, withinLimits } from './within-limits.ts';

/*
 * One submission, in the only order that is safe:
 *
 *   1. limits      with the counters and prices of now; its place is held
 *      prepare     what may be repeated harmlessly: a quote, weighed against the entry's price; limits again on it
 *   2. intent      durable, unless a halt, a cancel request or an unsettled attempt stands against it
 *   3. deadline    by wall clock and by the clock that never jumps
 *   4. send        once: no retry, no redirect
 *   5. verdict     durable
 *   6. in doubt    look by id and tag over complete lists; found: adopt. Absence settles nothing.
 *
 * A crash between any two leaves either nothing sent, or an intent that the next run finds in doubt and looks for.
 */

function subjectOf(account: Account, key: Key, submission: Submission): Subject & { readonly key: Key } {
  const { generation, attempt } = submission;
  return { account: account.name, accountId: account.id, key, generation, attempt };
}

/** Submits once and records what came of it. Throws only where the journal can't be written. */
export async function submitOnce(
  desk: Desk,
  account: Account,
  key: Key,
  submission: Submission,
  planned: number,
): Promise<SubmitOutcome> {
  const held = await notFoundYet(desk, account, submission.wire);
  if (held !== undefined) return { kind: 'not-sent', message: held, stop: false };
  const now = desk.clock.now();
  if (submission.notAfter !== undefined && now > submission.notAfter)
    return { kind: 'not-sent', message: 'notAfter has passed', stop: false };

  const tag = encodeTag(desk.scope, key, submission.generation, submission.attempt);
  const subject = subjectOf(account, key, submission);
  const order: Outgoing = { account, subject, submission, tag, planned };
  await desk.limits.pace(desk.stop);
  if (desk.stop.aborted) return { kind: 'not-sent', message: 'interrupted before it was sent', stop: true };
  const room = desk.limits.room();
  const outcome = await submitWithin(room, desk, order);
  if (outcome.kind === 'accepted' || outcome.kind === 'in-doubt') room.use();
  else room.free();
  return outcome;
}

async function submitWithin(room: Room, desk: Desk, order: Outgoing): Promise<SubmitOutcome> {
  const { account, subject, submission, tag } = order;
  const before = await withinLimits(room, order);
  if (before.kind === 'limited') return before;
  const obtained = await obtainQuote(desk, account, subject, submission.wire, tag);
  if (obtained.kind === 'blocked') return obtained;
  if (obtained.kind === 'refused') return { kind: 'rejected', message: obtained.message };
  if (obtained.kind === 'none') return sendOnce(desk, order, before.checks);
  const { quote, executable } = obtained;
  const onQuote = await withinLimits(room, order, quote);
  if (onQuote.kind === 'limited') {
    if (executable) await dropQuote(desk, subject, quote.quoteId);
    return onQuote;
  }
  return sendOnce(desk, order, onQuote.checks, obtained);
}

async function sendOnce(
  desk: Desk,
  order: Outgoing,
  checks: readonly LimitCheck[],
  seen?: Extract<Obtained, { readonly kind: 'quote' }>,
): Promise<SubmitOutcome> {
  const { account, subject, submission, tag, planned } = order;
  const { identity, writer } = desk.venueOf(account.name);
  const { target, wire, run } = submission;
  // A MARKET is sent on a quote that nobody can execute: the limits count by it what may have traded.
  const quote = seen?.executable === true ? seen.quote : undefined;
  const options = { ...(quote === undefined ? {} : { quote }), ...(run === undefined ? {} : { run }) };
  await noteOverrides(desk, subject, checks);
  const draft = writer.draft(account, wire, tag, options);
  const [now, since] = [desk.clock.now(), desk.clock.monotonic()];
  const sent = {
    tag,
    tagSent: account.tag === 'usernameRef',
    target,
    wire,
    identity,
    ...options,
    ...(seen && { quote: seen.quote }),
  };
  const deadline = deadlineOf(now, submission.notAfter, quote?.expiresAt);
  const nonce = draft.nonce === undefined ? {} : { nonce: draft.nonce };
  const data = { ...sent, request: draft.digest, ...nonce, deadline: deadline.at };
  const intent = await desk.journal.appendIntent({ type: 'intent', subject, data }, planned);
  if (intent.kind === 'refused') {
    if (quote !== undefined) await dropQuote(desk, subject, quote.quoteId);
    return { kind: 'not-sent', message: intent.message, stop: intent.code === 'halted' };
  }

  const leaving = { account: account.name, key: subject.key, state: 'in-doubt', deadline, since } as const;
  const verdict = await writer.send(draft, mayGo(desk, leaving));
  await recordVerdict(desk, subject, verdict);
  switch (verdict.kind) {
    case 'accepted': {
      const proven = desk.journal.history.proven.has(proofOf(account.name, wire));
      if (sent.tagSent && !proven) await lookFor(desk, account, subject.key);
      return { kind: 'accepted', ...endOf(wire, verdict, quote) };
    }
    case 'rejected': {
      const { message, fields } = verdict;
      const outcome = { kind: 'rejected', message, ...(fields === undefined ? {} : { fields }) } as const;
      return haltIfFailing(desk, account, outcome);
    }
    case 'not-sent': {
      const stop = !ITS_OWN.has(verdict.code);
      return haltIfFailing(desk, account, { kind: 'not-sent', message: verdict.message, stop });
    }
    case 'in-doubt':
      return settleDoubt(desk, order, verdict.message, quote);
  }
}

/** What can be done at once about an order in doubt: take its quote back, and look for it. */
async function settleDoubt(
  desk: Desk,
  { account, subject }: Outgoing,
  why: string,
  quote: QuoteTerms | undefined,
): Promise<SubmitOutcome> {
  const unexecuted = quote !== undefined && (await takenBack(desk, subject, quote.quoteId));
  if (await lookFor(desk, account, subject.key)) return { kind: 'accepted' };
  if (!unexecuted) return { kind: 'in-doubt', message: why };
  const message =
    'the venue took its quote back unexecuted, which this desk takes for proof (quoteExpiryIsProof)';
  await desk.journal.append({ type: 'not-sent', subject, data: { code: 'quote-expired', message } });
  return { kind: 'not-sent', message, stop: false };
}

/** Takes the quote of an execution in doubt back, so that it can't be executed any more; whether that proves that it was not. */
async function takenBack(desk: Desk, subject: Subject, quoteId: string): Promise<boolean> {
  const outcome = await dropQuote(desk, subject, quoteId);
  return outcome === 'expired' && desk.venueOf(subject.account).quoteExpiryIsProof;
}
