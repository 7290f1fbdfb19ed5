import { type AccountName, type Key, nameOfKey } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import type { PlanLine } from '../model/plan.ts';
import { cancelOnce } from './cancel.ts';
import type { Desk } from './desk.ts';
import { type RunOutcome, setRunOnce } from './set-run.ts';
import type { SubmitOutcome } from './outgoing.ts';
import { submitOnce } from './submit.ts';
import type { Phase } from './progress-event.ts';
import type { FieldFault } from '../venues/venue.ts';

/** What came of each key in this run, in the executor's words. */
export type Results = Map<Key, Result>;

export interface Result {
  readonly outcome: string;
  readonly ok: boolean;
  /** Refused by a limit or a halt. */
  readonly limited?: true;
  /** What the venue found wrong with which field of the entry. */
  readonly fields?: readonly FieldFault[];
}

/** What is done at once. */
export interface Round {
  readonly lines: readonly PlanLine[];
  /** The journal's head when its run began. */
  readonly planned: number;
  /** Accounts on which an order is ending, and makes room within the limits. */
  readonly vacating: ReadonlySet<AccountName>;
}

/** Accounts on which nothing more is submitted in this run, and why. */
export type Stopped = Map<AccountName, string>;

const isSetRun = ({ action }: PlanLine): boolean => action === 'set-run';

function toldRun({ run }: PlanLine, outcome: RunOutcome): Result {
  switch (outcome.kind) {
    case 'taken':
      return { outcome: run === 'paused' ? 'paused' : 'started', ok: true };
    case 'refused':
      return { outcome: `refused: ${outcome.message}`, ok: false };
    case 'limited':
      return { outcome: `refused by a limit: ${outcome.message}`, ok: false, limited: true };
    case 'not-sent':
      return { outcome: `not sent: ${outcome.message}`, ok: false };
    case 'unknown':
      return { outcome: `not known: ${outcome.message}; the next plan asks again`, ok: false };
  }
}

function told(outcome: SubmitOutcome): Result {
  switch (outcome.kind) {
    case 'accepted':
      return { outcome: outcome.note ?? 'accepted', ok: outcome.ok ?? true };
    case 'blocked':
      return { outcome: outcome.message, ok: false };
    case 'limited':
      return { outcome: `refused by a limit: ${outcome.message}`, ok: false, limited: true };
    case 'rejected':
      return {
        outcome: `refused: ${outcome.message}`,
        ok: false,
        ...(outcome.fields === undefined ? {} : { fields: outcome.fields }),
      };
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

/** What a line came to, and why nothing more may go out on its account, where that follows from it. */
interface Sent {
  readonly result: Result;
  readonly stop?: string;
}

async function sendLine(desk: Desk, account: Account, line: PlanLine, planned: number): Promise<Sent> {
  const { key, submission } = line;
  if (key === undefined) throw new TypeError('a change without a key');
  if (line.action === 'set-run') {
    const outcome = await setRunOnce(desk, account, line, planned);
    const stop = outcome.kind === 'not-sent' && outcome.stop ? { stop: outcome.message } : {};
    return { result: toldRun(line, outcome), ...stop };
  }
  if (submission === undefined) throw new TypeError(`nothing to submit for ${key}`);
  const outcome = await submitOnce(desk, account, key, submission, planned);
  const result = told(outcome);
  if (outcome.kind === 'in-doubt')
    return { result, stop: `${nameOfKey(key)} is in doubt, and its account takes no new order` };
  return outcome.kind === 'not-sent' && outcome.stop ? { result, stop: outcome.message } : { result };
}

async function sends(
  desk: Desk,
  account: Account,
  { lines, planned, vacating }: Round,
  results: Results,
  stopped: Stopped,
): Promise<void> {
  for (const line of lines) {
    const { key } = line;
    if (desk.stop.aborted || key === undefined) return;
    const halted = stopped.get(account.name);
    if (halted !== undefined) {
      results.set(key, { outcome: `not sent: ${halted}`, ok: false });
      continue;
    }
    const { result, stop } = await sendLine(desk, account, line, planned);
    results.set(key, result);
    if (stop !== undefined) stopped.set(account.name, stop);
    // It is tried again once there may be room, and told then.
    if (result.limited === true && vacating.has(account.name)) continue;
    desk.tell({ kind: 'step', account: account.name, phase: 'submit', name: nameOfKey(key), ...result });
  }
}

/** A pause stops trading, so it goes with the cancels, before anything that could fail. */
async function pauses(
  desk: Desk,
  account: Account,
  lines: readonly PlanLine[],
  planned: number,
  results: Results,
): Promise<void> {
  for (const line of lines) {
    if (desk.stop.aborted || line.key === undefined) return;
    const { result } = await sendLine(desk, account, line, planned);
    results.set(line.key, result);
    const name = nameOfKey(line.key);
    desk.tell({ kind: 'step', account: account.name, phase: 'cancel', name, ...result });
  }
}

/** Whether a line takes away what trades, or adds to it. */
export const phaseOf = ({ action, run }: PlanLine): Phase =>
  action === 'submit' || (action === 'set-run' && run === 'started') ? 'submit' : 'cancel';

/**
 * Executes one round: accounts side by side, on each the cancels first, and one send in flight at a time.
 * A replace is only its cancel here; its submit comes in a later round, once the venue shows the end.
 */
export async function executeRound(
  desk: Desk,
  round: Round,
  results: Results,
  stopped: Stopped,
): Promise<void> {
  const { lines, planned } = round;
  const accounts = Map.groupBy(lines, (line) => line.account);
  const runs = [...accounts].map(async ([name, changes]) => {
    const account = desk.accounts.get(name);
    if (account === undefined) return;
    const down = changes.filter((line) => phaseOf(line) === 'cancel');
    const [paused, ended] = [down.filter(isSetRun), down.filter((line) => !isSetRun(line))];
    await cancels(desk, account, ended, results);
    await pauses(desk, account, paused, planned, results);
    const up = changes.filter((line) => phaseOf(line) === 'submit');
    await sends(desk, account, { ...round, lines: up }, results, stopped);
  });
  // Every account finishes what it has in flight, even where another one failed.
  const ended = await Promise.allSettled(runs);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}
