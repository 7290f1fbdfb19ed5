import type { Change } from '../limits/world.ts';
import type { QuoteTerms, Subject } from '../model/event.ts';
import type { LimitCheck } from '../model/limits.ts';
import type { Account } from '../model/order.ts';
import type { Desk } from './desk.ts';
import type { Room } from './limit-gate.ts';
import type { Outgoing, SubmitOutcome } from './outgoing.ts';

/** What limits judge of an order that goes out. */
const changeOf = ({ account, subject, submission }: Outgoing, quote?: QuoteTerms): Change => ({
  kind: 'submit',
  ...{ account: account.name, key: subject.key },
  ...{ generation: submission.generation, target: submission.target, wire: submission.wire },
  ...(quote === undefined ? {} : { quote }),
});

/** What refuses, in one sentence; undefined where nothing does. */
export function refusalOf(checks: readonly LimitCheck[]): string | undefined {
  const against = checks.filter(({ status }) => status === 'refused');
  return against.length === 0
    ? undefined
    : against.map(({ code, message }) => `${code}: ${message}`).join('; ');
}

/** Whether the limits let an order out now, on its quote where it has one: its place is held then. */
export async function withinLimits(
  room: Room,
  order: Outgoing,
  quote?: QuoteTerms,
): Promise<
  | { readonly kind: 'within'; readonly checks: readonly LimitCheck[] }
  | { readonly kind: 'limited'; readonly message: string }
> {
  const checks = await room.check(changeOf(order, quote));
  const message = refusalOf(checks);
  return message === undefined ? { kind: 'within', checks } : { kind: 'limited', message };
}

/** Exceptions that let an order out are journalled before it goes: each holds for this generation alone. */
export async function noteOverrides(
  desk: Desk,
  subject: Subject,
  checks: readonly LimitCheck[],
): Promise<void> {
  for (const { code: limit, status, reason = '', value, limit: limitText } of checks)
    if (status === 'overridden')
      await desk.journal.append({ type: 'overridden', subject, data: { limit, reason, value, limitText } });
}

/** Too many failures in a row: the account halts until a named person lifts it. */
export async function haltIfFailing(
  desk: Desk,
  account: Account,
  outcome: SubmitOutcome,
): Promise<SubmitOutcome> {
  const reason = desk.limits.failing(desk.journal.history, account.name);
  if (reason === undefined) return outcome;
  const scope = { kind: 'account', account: account.name } as const;
  await desk.journal.append({ type: 'halted', data: { scope, reason } });
  const message = 'message' in outcome ? outcome.message : '';
  return {
    kind: 'not-sent',
    message: `${message}; ${reason}: the account is halted until tradeform unhalt`,
    stop: true,
  };
}
