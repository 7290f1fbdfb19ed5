import { type AccountName, type Key, nameOfKey } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import type { PlanLine } from '../model/plan.ts';
import { cancelOnce } from './cancel.ts';
import type { Desk } from './desk.ts';
import { type SubmitOutcome, submitOnce } from './submit.ts';

/** What came of each key in this run, in the executor's words. */
export type Results = Map<Key, { readonly outcome: string; readonly ok: boolean }>;

/** Accounts on which nothing more is submitted in this run, and why. */
export type Stopped = Map<AccountName, string>;

function told(outcome: SubmitOutcome): { readonly outcome: string; readonly ok: boolean } {
  switch (outcome.kind) {
    case 'accepted':
      return { outcome: 'accepted', ok: true };
    case 'rejected':
      return { outcome: `refused: ${outcome.message}`, ok: false };
    case 'not-sent':
      return { outcome: `not sent: ${outcome.message}`, ok: false };
    case 'in-doubt':
      return { outcome: `in doubt: ${outcome.message}`, ok: false };
  }
}

async function cancels(
  desk: Desk,
  account: Account,
  lines: readonly PlanLine[],
  results: Results,
): Promise<void> {
  for (const line of lines) {
    if (desk.stop.aborted || line.key === undefined) return;
    const answer = await cancelOnce(desk, account, line);
    const ok = answer.kind === 'asked';
    const outcome = ok ? 'cancel asked for' : `cancel ${answer.kind}: ${answer.message}`;
    results.set(line.key, { outcome, ok });
    desk.tell({
      kind: 'step',
      account: account.name,
      phase: 'cancel',
      name: nameOfKey(line.key),
      outcome,
      ok,
    });
  }
}

async function submits(
  desk: Desk,
  account: Account,
  lines: readonly PlanLine[],
  planned: number,
  results: Results,
  stopped: Stopped,
): Promise<void> {
  for (const line of lines) {
    const { key, submission } = line;
    if (desk.stop.aborted || key === undefined || submission === undefined) return;
    const halted = stopped.get(account.name);
    if (halted !== undefined) {
      results.set(key, { outcome: `not sent: ${halted}`, ok: false });
      continue;
    }
    const outcome = await submitOnce(desk, account, key, submission, planned);
    const result = told(outcome);
    results.set(key, result);
    if (outcome.kind === 'in-doubt')
      stopped.set(account.name, `${nameOfKey(key)} is in doubt, and its account takes no new order`);
    if (outcome.kind === 'not-sent' && outcome.stop) stopped.set(account.name, outcome.message);
    desk.tell({ kind: 'step', account: account.name, phase: 'submit', name: nameOfKey(key), ...result });
  }
}

/**
 * Executes one round: accounts side by side, on each the cancels first, and one send in flight at a time.
 * A replace is only its cancel here; its submit comes in a later round, once the venue shows the end.
 */
export async function executeRound(
  desk: Desk,
  lines: readonly PlanLine[],
  planned: number,
  results: Results,
  stopped: Stopped,
): Promise<void> {
  const accounts = Map.groupBy(lines, (line) => line.account);
  const runs = [...accounts].map(async ([name, changes]) => {
    const account = desk.accounts.get(name);
    if (account === undefined) return;
    await cancels(
      desk,
      account,
      changes.filter((l) => l.action === 'cancel' || l.action === 'replace'),
      results,
    );
    await submits(
      desk,
      account,
      changes.filter((l) => l.action === 'submit'),
      planned,
      results,
      stopped,
    );
  });
  // Every account finishes what it has in flight, even where another one failed.
  const ended = await Promise.allSettled(runs);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}
