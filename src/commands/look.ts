import { restrainedPlan } from '../execute/limits.ts';
import type { Prices } from '../execute/prices.ts';
import { survey } from '../execute/survey.ts';
import { type Holder, type Journal, eachEvent } from '../journal/journal.ts';
import { whoRuns } from '../journal/lock-errors.ts';
import { gitState } from '../lib/git.ts';
import type { JournalEvent } from '../model/event.ts';
import { GrowingHistory, fold } from '../model/fold.ts';
import { type History, emptyHistory, mayBeUnderWay, openAttempts } from '../model/history.ts';
import type { AccountName, Millis } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import type { PlanLine } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { KnownSnapshot, Snapshot } from '../model/snapshot.ts';
import { observe } from '../plan/observe.ts';
import type { PlanInput } from '../plan/input.ts';
import type { Judged } from '../plan/plan.ts';
import { placesOfFields } from '../specs/origins.ts';
import type { OpenVenues } from '../venues/registry.ts';
import { haltsOf } from './halt.ts';
import { type Invocation, hereOf } from './invocation.ts';
import { onlyOf } from './only.ts';
import { limitsOf, scopeOfProject } from './project.ts';

export interface Looked extends Judged {
  readonly snapshots: ReadonlyMap<AccountName, Snapshot>;
  readonly history: PlanInput['history'];
  readonly prices: Prices;
}

export interface LookOptions {
  /** Why the journal can't be used, where it can't. */
  readonly loss?: string | undefined;
  /** Entries that alone may change. */
  readonly only?: readonly string[] | undefined;
  readonly allowCancels?: number | undefined;
}

/**
 * Plans without the lock and without writing. The journal is read again after the venue: an order that another run placed in between must
 * not look like one that nobody knows.
 */
export async function lookAndPlan(
  inv: Invocation,
  project: Project,
  entries: readonly Entry[],
  venues: OpenVenues,
  journal: Journal,
  options: LookOptions = {},
): Promise<Looked> {
  const { loss } = options;
  const { clock, byAccount, accounts, troubles } = venues;
  const scope = scopeOfProject(project);
  const readers = new Map([...byAccount].map(([name, venue]) => [name, venue.reader]));
  const of = { readers, accounts, clock, troubles };
  const git = gitState(project.dir);

  const growing = new GrowingHistory(emptyHistory(journal.id));
  const read = (): Promise<void> => eachEvent(journal, growing.sequence, (event) => growing.add(event));
  await read();
  const snapshots = await survey(of, growing.view());
  await read();
  const runner = await runnerOf(journal, growing.view(), clock.now());
  // What was sent meanwhile is settled there.
  if (runner !== undefined) await read();
  const recorded = growing.view();
  const now = clock.now();
  // What the venue teaches is folded into this copy alone: only apply writes it.
  const drafts = observe(recorded, snapshots, scope);
  const learned = drafts.map((draft): JournalEvent => {
    const { sequence, hash } = recorded;
    const envelope = {
      sequence,
      hash,
      previous: hash,
      time: now,
      run: '',
      actor: '',
      project: '',
      environment: '',
    };
    return { ...envelope, ...draft } as unknown as JournalEvent;
  });
  const history = fold(recorded, learned);
  const state = await git;
  const only = onlyOf(options.only, entries, recorded);
  const input: PlanInput = {
    ...{ scope, entries, accounts, history, snapshots, now },
    learned: drafts,
    project: project.name,
    ...hereOf(inv, project.environment.name),
    references: new Map(),
    halts: haltsOf(inv.env),
    ...(state === undefined ? {} : { commit: state.commit, dirty: state.dirty }),
    ...(runner === undefined ? {} : { runner: whoRuns(runner) }),
    ...(loss === undefined ? {} : { loss }),
    ...(only === undefined ? {} : { only }),
  };
  const planned = await restrainedPlan(of, limitsOf(project, options.allowCancels), input);
  const lines = await onTheirFields(project, entries, planned.plan.lines);
  return { ...planned, plan: { ...planned.plan, lines }, snapshots, history };
}

/** Who may be sending at this moment. Asked only where something may be under way: to look at the lock is in the way of taking it. */
async function runnerOf(journal: Journal, history: History, now: Millis): Promise<Holder | undefined> {
  const isSending = openAttempts(history).some((attempt) => mayBeUnderWay(attempt, now));
  return isSending ? journal.holder() : undefined;
}

/** Lines that are about one field, at the place where that field stands. */
export async function onTheirFields(
  project: Project,
  entries: readonly Entry[],
  lines: readonly PlanLine[],
): Promise<readonly PlanLine[]> {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const wanted = lines.flatMap((line) => {
    const entry = line.key === undefined ? undefined : byKey.get(line.key);
    return entry === undefined || line.field === undefined ? [] : [{ line, entry, field: line.field }];
  });
  if (wanted.length === 0) return lines;
  const places = await placesOfFields(project, wanted);
  const placed = new Map(wanted.map(({ line }, at) => [line, places[at]]));
  return lines.map((line) => {
    const place = placed.get(line);
    return place === undefined ? line : { ...line, place };
  });
}

export const isKnown = (snapshot: Snapshot): snapshot is KnownSnapshot => snapshot.state === 'known';
