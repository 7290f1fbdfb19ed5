import { lastAttempt } from '../model/history.ts';
import type { EventDraft, Subject } from '../model/event.ts';
import type { VenueOrderId } from '../model/ids.ts';
import { type Account, runOf } from '../model/order.ts';
import type { PlanLine } from '../model/plan.ts';
import type { Run } from '../model/terms.ts';
import type { Desk } from './desk.ts';
import { deadlineOf, mayGo } from './may-go.ts';
import { noteOverrides, refusalOf } from './within-limits.ts';

export type RunOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'limited'; readonly message: string }
  | { readonly kind: 'not-sent'; readonly message: string; readonly stop: boolean }
  | { readonly kind: 'unknown'; readonly message: string };

/**
 * Starts or pauses the strategy of a line, once. A start trades, so it needs what an order needs: no halt against it, and an intent
 * that is durable. A pause is let through like a cancel. Neither does harm when it is repeated, so a lost answer leaves no doubt behind:
 * the next plan asks again, or finds it done.
 */
export async function setRunOnce(
  desk: Desk,
  account: Account,
  line: PlanLine,
  planned: number,
): Promise<RunOutcome> {
  const { run, order } = line;
  const last = line.key === undefined ? undefined : lastAttempt(desk.journal.history, line.key);
  const orderId = order?.id ?? last?.orderId;
  if (run === undefined || last === undefined || orderId === undefined)
    return { kind: 'unknown', message: 'the venue has not shown its id yet' };
  const { key, generation, attempt, tag: replaces, target, wire } = last;
  const subject = { account: account.name, accountId: account.id, key, generation, attempt };
  const change: RunChange = { account, subject, orderId, run, shown: runOf(order?.status), planned };
  if (run === 'paused') return askRun(desk, change);
  const room = desk.limits.room();
  const start = { kind: 'start', account: account.name, key, generation, replaces, target, wire } as const;
  const checks = await room.check(start);
  const against = refusalOf(checks);
  if (against !== undefined) return { kind: 'limited', message: against };
  await noteOverrides(desk, subject, checks);
  const outcome = await askRun(desk, change);
  if (outcome.kind === 'taken' || outcome.kind === 'unknown') room.use();
  else room.free();
  return outcome;
}

/** What is asked of the venue. */
interface RunChange {
  readonly account: Account;
  readonly subject: Required<Subject>;
  readonly orderId: VenueOrderId;
  readonly run: Run;
  /** What the plan saw of it. */
  readonly shown: Run | undefined;
  /** The journal's head when its run began. */
  readonly planned: number;
}

async function askRun(
  desk: Desk,
  { account, subject, orderId, run, shown, planned }: RunChange,
): Promise<RunOutcome> {
  const since = desk.clock.monotonic();
  const intent = { type: 'run-intent', subject, data: { orderId, run } } as const;
  const written = await desk.journal.appendIntent(intent, run === 'paused' ? Infinity : planned);
  if (written.kind === 'refused' && run === 'started')
    return { kind: 'not-sent', message: written.message, stop: written.code === 'halted' };
  const deadline = deadlineOf(desk.clock.now());
  const leaving = { account: account.name, key: subject.key, state: 'accepted', deadline, since } as const;
  const look = run === 'started' ? mayGo(desk, leaving) : undefined;
  const answer = await desk.venueOf(account.name).writer.setRun(account, orderId, run, look);
  const note = async (draft: EventDraft): Promise<void> => void (await desk.journal.append(draft));
  switch (answer.kind) {
    case 'taken':
      await note({ type: 'run-set', subject, data: { run } });
      return { kind: 'taken' };
    case 'refused':
      // Somebody did it before us, and the venue won't do it twice: it is as asked for.
      if (shown === run) {
        await note({ type: 'run-set', subject, data: { run } });
        return { kind: 'taken' };
      }
      await note({ type: 'run-refused', subject, data: { run, message: answer.message } });
      return answer;
    case 'not-sent':
      return { ...answer, stop: false };
    case 'unknown':
      return answer;
  }
}
