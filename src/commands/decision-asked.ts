import type { Decision, Grounds } from '../execute/decide/decision.ts';
import { type Sight, alike, isUnread } from '../execute/decide/sight.ts';
import { samePerson } from '../lib/actor.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { type VenueOrderId, nameOfKey } from '../model/ids.ts';
import { ask } from './ask.ts';
import type { ResolveOptions } from './resolve.ts';

/*
 * A person's word on an order: by options, where nobody can be asked, or by answers to questions. Either needs how they know, and another
 * person who approved it.
 */

const usage = (code: string, message: string, remedy: string): TradeformError =>
  new TradeformError(`usage/${code}`, message, {
    exitCode: EXIT.usage,
    remedy: `Nothing was recorded. ${remedy}`,
  });

/** Who approved it must be somebody else. Throws `usage/approver`. */
function mustBeAnother(approver: string, actor: string): void {
  if (samePerson(approver, actor))
    throw usage(
      'approver',
      `You are ${safeText(actor)}: nobody approves what they do themselves.`,
      'Name another person.',
    );
}

function groundsOf(actor: string, { reason = '', approver = '' }: ResolveOptions): Grounds {
  if (reason.trim() === '')
    throw usage('resolve', 'A decision needs its reason.', 'Add --reason "how you know".');
  if (approver.trim() === '')
    throw usage(
      'resolve',
      'A decision needs a second person.',
      'Add --approver NAME: who approved it, another person than you.',
    );
  mustBeAnother(approver, actor);
  return { reason: reason.trim(), approver: approver.trim() };
}

/** The decision that the options state; undefined: only the evidence is asked for. Throws where they contradict themselves. */
export function decisionOf(
  actor: string,
  options: ResolveOptions,
): { readonly decision: Decision; readonly grounds: Grounds } | undefined {
  const { executed, notExecuted = false, other = [], reason, approver } = options;
  if (executed === undefined && !notExecuted) {
    if (reason === undefined && approver === undefined && other.length === 0) return undefined;
    throw usage('resolve', 'What is decided?', 'Add --executed VENUE-ID, or --not-executed.');
  }
  if (executed !== undefined && notExecuted)
    throw usage('resolve', '--executed and --not-executed exclude each other.', 'Give one of them.');
  if (executed !== undefined && other.length > 0)
    throw usage('resolve', '--other goes with --not-executed.', 'Leave it out: an order is one order.');
  const id = executed?.trim();
  if (id === '') throw usage('resolve', '--executed is empty.', 'Give the id of the order at the venue.');
  const others = other.map((one) => one.trim() as VenueOrderId);
  const decision: Decision =
    id === undefined
      ? { outcome: 'not-executed', others }
      : { outcome: 'executed', orderId: id as VenueOrderId };
  return { decision, grounds: groundsOf(actor, options) };
}

/** What an order turned out to be, asked of the person at the terminal; undefined where they leave it as it is. */
export async function askDecision(sight: Sight, stop: AbortSignal): Promise<Decision | undefined> {
  const { venue } = sight;
  if (isUnread(venue)) return undefined;
  const canBeNever = venue.found.length === 0;
  const never = canBeNever ? ', "never" if it never arrived' : '';
  const typed = (await ask(`\nIts id at the venue${never}, or Enter to leave it: `, stop)).trim();
  if (typed === '') return undefined;
  if (typed.toLowerCase() !== 'never') return { outcome: 'executed', orderId: typed as VenueOrderId };
  const candidates = alike(venue);
  if (candidates.length === 0) return { outcome: 'not-executed', others: [] };
  const these = `${candidates.map(safeText).join(', ')} ${candidates.length === 1 ? 'is another order' : 'are other orders'}`;
  const isOther = (await ask(`Then ${these}? Only "yes" is taken: `, stop)).trim() === 'yes';
  return isOther ? { outcome: 'not-executed', others: candidates } : undefined;
}

/** How the person knows, and who approved it; undefined where they go away. */
export async function askGrounds(actor: string, stop: AbortSignal): Promise<Grounds | undefined> {
  const reason = (await ask('How do you know? ', stop)).trim();
  if (reason === '') return undefined;
  const approver = (await ask('Who approved it, beside you? ', stop)).trim();
  if (approver === '') return undefined;
  mustBeAnother(approver, actor);
  return { reason, approver };
}

/** Whether what was typed is to be recorded. */
export async function isConfirmed(
  sight: Sight,
  decision: Decision,
  environment: string,
  stop: AbortSignal,
): Promise<boolean> {
  const what =
    decision.outcome === 'executed'
      ? `is order ${safeText(decision.orderId)}`
      : 'never reached the venue, and may be sent again';
  const question = `Record for ${environment.toUpperCase()} that ${nameOfKey(sight.attempt.key)} ${what}? Only "yes" is taken: `;
  return (await ask(question, stop)).trim() === 'yes';
}
