import type { Clock } from '../lib/clock.ts';
import { type Here, hereIn } from '../model/command-line.ts';
import type { EventData, EventDraft } from '../model/event.ts';
import type { History } from '../model/history.ts';
import type { AccountName, Key } from '../model/ids.ts';
import { NO_LIMITS } from '../model/limits.ts';
import type { Account, Entry } from '../model/order.ts';
import { type Plan, type PlanLine, isChange } from '../model/plan.ts';
import type { KnownSnapshot, Snapshot } from '../model/snapshot.ts';
import type { Scope } from '../model/tag.ts';
import { bookkeeping } from '../plan/bookkeeping.ts';
import { observe } from '../plan/observe.ts';
import type { PlanInput } from '../plan/input.ts';
import { type Judged, makePlan } from '../plan/plan.ts';
import type { AccountTrouble, Venue } from '../venues/venue.ts';
import { approvalOf } from './approval.ts';
import { Budget } from './budget.ts';
import type { Counterparty, Desk } from './desk.ts';
import type { Listener, Work } from './progress-event.ts';
import { LimitGate } from './limit-gate.ts';
import { type LimitSettings, restrainedPlan } from './limits.ts';
import { type Results, type Stopped, executeRound, phaseOf } from './round.ts';
import type { RunJournal } from './run.ts';
import { type Survey, lookAgain, survey } from './survey.ts';
import { RunTime } from './time-passed.ts';

/*
 * Apply works in rounds until nothing is left to do: read the venues, write what they teach, plan, take of the plan what was
 * approved, execute. Nothing is remembered between rounds that the journal doesn't hold, so a run that is killed at any point
 * is continued by the next one, which starts with the same first step.
 */

export interface ApplyInput extends Here {
  readonly project: string;
  readonly scope: Scope;
  readonly entries: readonly Entry[];
  readonly accounts: ReadonlyMap<AccountName, Account>;
  /** Accounts that could not be told at their venue, and why. */
  readonly troubles?: ReadonlyMap<AccountName, AccountTrouble>;
  readonly venues: ReadonlyMap<AccountName, Venue>;
  readonly journal: RunJournal;
  readonly clock: Clock;
  /** Aborted: start nothing new, finish what is in flight. */
  readonly stop: AbortSignal;
  readonly tell: Listener;
  readonly limits: LimitSettings;
  /** Halts beside those of the journal. */
  readonly halts?: History['halts'];
  /** Shows the plan and asks, or compares it with what was approved before; false: nothing is done. */
  readonly approve: (judged: Judged) => Promise<boolean>;
  /** Keys that may change (`--only`); unset: all of them. */
  readonly only?: readonly Key[];
  /** The saved plan that this run uses up. */
  readonly saved?: EventData['plan-used'];
  readonly commit?: string;
  readonly dirty?: boolean;
}

export interface ApplyReport {
  readonly approved: boolean;
  /** What was approved, and every key as it is at the end. */
  readonly plan: Plan;
  readonly after: Judged;
  readonly history: History;
  readonly results: Results;
  readonly interrupted: boolean;
}

/** How long a run waits for cancels and lists, beyond `settle`. */
const PATIENCE = 20_000;
const POLL = 500;
/** How many quotes are asked for, unless the venue's settings say otherwise. */
const QUOTE_ATTEMPTS = 3;
/** Somebody thought about the plan for longer than this: the venues are read again before anything is sent. */
const FRESH = 5_000;

class ApplyRun {
  readonly #input: ApplyInput;
  readonly #survey: Survey;
  #snapshots: ReadonlyMap<AccountName, Snapshot> = new Map();
  #learned: readonly EventDraft[] = [];
  readonly #gate: LimitGate;
  readonly #time: RunTime;

  constructor(input: ApplyInput) {
    this.#input = input;
    this.#time = new RunTime(input.clock);
    const { accounts, clock, stop, troubles = new Map() } = input;
    const readers = new Map([...input.venues].map(([name, venue]) => [name, venue.reader]));
    this.#survey = { readers, accounts, clock, troubles, signal: stop };
    this.#gate = new LimitGate({ settings: input.limits, survey: this.#survey, entries: input.entries });
  }

  /** Reads every account, writes what that teaches, and plans. */
  async look(withPrices: boolean): Promise<Judged> {
    const { journal, scope } = this.#input;
    await journal.refresh();
    this.#time.note(journal.history);
    const passed = this.#time.untilNow();
    const read = await survey(this.#survey, journal.history);
    for (const [name, snapshot] of read)
      if (snapshot.state === 'known')
        read.set(name, await lookAgain(this.#survey, journal.history, snapshot));
    this.#snapshots = read;
    this.#learned = observe(journal.history, read, scope, passed);
    await journal.appendAll(this.#learned);
    this.#time.note(journal.history);
    await this.#gate.begin(journal.history, read);
    if (!withPrices) return makePlan(this.#planInput());
    const { prices, ...judged } = await restrainedPlan(this.#survey, this.#input.limits, this.#planInput());
    this.#gate.know(prices);
    return judged;
  }

  #planInput(): PlanInput {
    const { project, scope, entries, accounts, journal, clock } = this.#input;
    const { halts, commit, dirty, only } = this.#input;
    return {
      ...{ project, scope, entries, accounts },
      ...hereIn(this.#input),
      ...(commit === undefined ? {} : { commit }),
      ...(dirty === undefined ? {} : { dirty }),
      ...(only === undefined ? {} : { only }),
      history: journal.history,
      snapshots: this.#snapshots,
      learned: this.#learned,
      references: new Map(),
      ...(halts === undefined ? {} : { halts }),
      now: clock.now(),
    };
  }

  /**
   * As {@link look} with prices; where an order has ended that its entry asks for again, after a second reading, so that
   * the plan to approve holds what is to be sent.
   */
  async confirmed(): Promise<Judged> {
    const { clock, stop, tell } = this.#input;
    const until = clock.monotonic() + PATIENCE;
    let judged = await this.look(true);
    const ending = (): PlanLine | undefined => judged.plan.lines.find((line) => line.code === 'ending');
    for (let line = ending(); line !== undefined && clock.monotonic() < until; line = ending()) {
      tell({ kind: 'waiting', reason: line.reason });
      await clock.sleep(Math.max(this.settle, 10), stop).catch(() => undefined);
      if (stop.aborted) break;
      judged = await this.look(true);
    }
    return judged;
  }

  /** Writes what an approved plan means for the journal alone, beside what it sends. */
  async note(): Promise<void> {
    const { journal, entries, clock } = this.#input;
    const only = this.#input.only && new Set(this.#input.only);
    const notes = bookkeeping(entries, journal.history, clock.now()).filter(({ subject }) => {
      const key = subject?.key;
      return only === undefined || (key !== undefined && only.has(key));
    });
    await journal.appendAll(notes);
  }

  desk(): Desk {
    const { journal, accounts, scope, clock, stop, tell, venues } = this.#input;
    const here = hereIn(this.#input);
    const writers = new Map([...venues].map(([name, venue]) => [name, venue.writer()]));
    const venueOf = (name: AccountName): Counterparty => {
      const venue = venues.get(name);
      const writer = writers.get(name);
      const snapshot = this.#snapshots.get(name);
      if (venue === undefined || writer === undefined || snapshot?.state !== 'known')
        throw new TypeError(`account ${name} was not read`);
      const { settle, identity }: KnownSnapshot = snapshot;
      const { quoteAttempts = QUOTE_ATTEMPTS, quoteExpiryIsProof = false } = venue.capabilities;
      return { reader: venue.reader, writer, settle, identity, quoteAttempts, quoteExpiryIsProof };
    };
    return { journal, accounts, scope, here, clock, stop, tell, limits: this.#gate, venueOf };
  }

  /** How long the accounts' lists may lag, at most. */
  get settle(): number {
    return Math.max(0, ...[...this.#snapshots.values()].map((s) => (s.state === 'known' ? s.settle : 0)));
  }
}

/** Rows of work: a replace is a cancel and a submit. */
function workOf(plan: Plan): readonly Work[] {
  const accounts = Map.groupBy(plan.lines.filter(isChange), (line) => line.account);
  return [...accounts].flatMap(([account, lines]) => {
    const cancels = lines.filter((line) => phaseOf(line) === 'cancel').length;
    const submits = lines.filter((line) => phaseOf(line) === 'submit' || line.action === 'replace').length;
    const work: readonly Work[] = [
      { account, phase: 'cancel', total: cancels },
      { account, phase: 'submit', total: submits },
    ];
    return work.filter(({ total }) => total > 0);
  });
}

/** Brings the venues to what the entries ask for, as far as it is approved. The caller holds the run lock. */
export async function apply(input: ApplyInput): Promise<ApplyReport> {
  const run = new ApplyRun(input);
  const { clock, stop, tell, journal } = input;
  // A cancel that is asked for from here on stands above whatever this run plans, also while it still reads.
  const begun = journal.history.sequence;
  tell({ kind: 'reading' });
  let judged = await run.confirmed();
  const { plan } = judged;
  const results: Results = new Map();
  const report = (approved: boolean): ApplyReport => ({
    ...{ approved, plan, after: judged, history: journal.history, results },
    interrupted: stop.aborted,
  });
  const readAt = clock.monotonic();
  // What was read until a Ctrl-C is no plan to approve, nor to hold against an approved one.
  if (stop.aborted || !(await input.approve(judged))) return report(false);

  journal.approve(plan.digest);
  // Before anything is sent: a run that dies now has used the plan up all the same.
  if (input.saved !== undefined) await journal.append({ type: 'plan-used', data: input.saved });
  if (plan.renames.length > 0) await journal.append({ type: 'renamed', data: { renames: plan.renames } });
  await run.note();
  if (plan.lines.some(isChange) && (journal.history.limits ?? NO_LIMITS.text) !== input.limits.limits.text)
    await journal.append({ type: 'limits-used', data: { text: input.limits.limits.text } });
  tell({ kind: 'begin', work: workOf(plan) });
  const budget = new Budget(approvalOf(plan));
  const stopped: Stopped = new Map();
  const desk = run.desk();
  // The limits count orders by their names: by those that they have now.
  const isStale = plan.renames.length > 0 || clock.monotonic() - readAt > FRESH;
  if (isStale && !stop.aborted) judged = await run.look(false);
  let patience = clock.monotonic() + run.settle + PATIENCE;
  while (!stop.aborted) {
    const now = clock.monotonic();
    const { vacating, waiting } = budget.outlook(judged.plan, journal.history, now, run.settle);
    const todo = budget.take(judged.plan, now, run.settle, vacating);
    if (todo.length === 0 && (waiting === undefined || now > patience)) break;
    if (todo.length > 0) {
      await executeRound(desk, { lines: todo, planned: begun, vacating }, results, stopped);
      budget.giveBack(todo, vacating, results);
      patience = clock.monotonic() + run.settle + PATIENCE;
    } else if (waiting !== undefined) {
      tell({ kind: 'waiting', reason: waiting });
      await clock.sleep(Math.min(POLL, Math.max(run.settle / 4, 10)), stop).catch(() => undefined);
    }
    if (!stop.aborted) judged = await run.look(false);
  }
  // An entry that is gone, and whose order has ended by now, has used its name up.
  if (!stop.aborted) await run.note();
  return report(true);
}
