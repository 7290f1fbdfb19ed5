import type { JournalEvent } from '../model/event.ts';
import { fold } from '../model/fold.ts';
import { covers, emptyHistory, mayBeLive } from '../model/history.ts';
import type { AccountName, JournalId, Key } from '../model/ids.ts';
import { scopeText } from '../model/scope-text.ts';
import type { IntentDraft, IntentResult } from './journal.ts';

type Refusal = Extract<IntentResult, { readonly kind: 'refused' }>;

/** What an intent is weighed against, read in the transaction that would write it. */
export interface Standing {
  readonly journal: JournalId;
  /** Every halt, lifted halt, cancel request and rename, oldest first. */
  readonly control: readonly JournalEvent[];
  /** Every event of the intent's key and of all names that renames link to it, with those renames, oldest first. */
  readonly ofKey: readonly JournalEvent[];
}

/** A key, and every name that what stands under it may have stood under: renames move histories, not the events. */
export function namesOf(key: Key, renames: readonly JournalEvent[]): ReadonlySet<Key> {
  const names = new Set([key]);
  // A set grows while it is walked, so names of names are followed, too.
  for (const name of names)
    for (const event of renames)
      if (event.type === 'renamed')
        for (const { from, to } of event.data.renames) {
          if (to === name) names.add(from);
          if (from === name) names.add(to);
        }
  return names;
}

/** Which attempt an intent is: account, key, generation and attempt. Throws TypeError where the draft names none. */
export function attemptOf(draft: IntentDraft): {
  readonly account: AccountName;
  readonly key: Key;
  readonly generation: number;
  readonly attempt: number;
} {
  const { account, key, generation, attempt } = draft.subject ?? {};
  if (account === undefined || key === undefined || generation === undefined || attempt === undefined)
    throw new TypeError('an intent names its account, key, generation and attempt');
  return { account, key, generation, attempt };
}

/**
 * Why this intent may not be written, or undefined. `planned` is the head of the journal when its run began to read what it planned by:
 * a cancel that was asked for since then stands above the plan.
 */
export function refusal(draft: IntentDraft, planned: number, standing: Standing): Refusal | undefined {
  const { account, key, generation, attempt } = attemptOf(draft);
  const { journal, control, ofKey } = standing;

  const halt = fold(emptyHistory(journal), control).halts.find((h) => covers(h.scope, account, key));
  if (halt) return refused('halted', `a halt covers ${scopeText(halt.scope)}: ${halt.reason}`);

  for (const event of control) {
    if (event.type !== 'cancel-requested' || event.sequence <= planned) continue;
    const { scope, reason } = event.data;
    // Whoever asks for it by the name that a plan is about to change means the same order.
    if (![...namesOf(key, ofKey)].some((name) => covers(scope, account, name))) continue;
    const asked = `${event.actor} asked for a cancel of ${scopeText(scope)} after this run began`;
    return refused('cancel-requested', reason === undefined ? asked : `${asked}: ${reason}`);
  }

  // A start is of an order that is live, and its repetition does no harm.
  if (draft.type === 'run-intent') return undefined;
  const attempts = fold(emptyHistory(journal), ofKey).keys.get(key) ?? [];
  // The planner asks for no second order while one may be live; here is where it could not have one if it did.
  const open = attempts.find(mayBeLive);
  if (open) return refused('unsettled', `${named(open)} of ${key} may still be live`);
  if (attempts.some((a) => a.generation === generation && a.attempt === attempt))
    return refused('unsettled', `${named({ generation, attempt })} of ${key} was written before`);
  return undefined;
}

const refused = (code: Refusal['code'], message: string): Refusal => ({ kind: 'refused', code, message });

const named = (a: { readonly generation: number; readonly attempt: number }): string =>
  `attempt ${a.attempt} of generation ${a.generation}`;
