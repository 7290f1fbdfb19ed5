import { references, survey } from '../execute/survey.ts';
import type { Journal } from '../journal/journal.ts';
import { gitState } from '../lib/git.ts';
import type { JournalEvent } from '../model/event.ts';
import { GrowingHistory, fold } from '../model/fold.ts';
import { emptyHistory } from '../model/history.ts';
import type { AccountName } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import { isChange } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { KnownSnapshot, Snapshot } from '../model/snapshot.ts';
import { observe } from '../plan/observe.ts';
import type { PlanInput } from '../plan/input.ts';
import { type Judged, makePlan } from '../plan/plan.ts';
import type { OpenVenues } from '../venues/registry.ts';
import { onlyOf } from './only.ts';
import { limitsGate, scopeOfProject } from './project.ts';

export interface Looked extends Judged {
  readonly snapshots: ReadonlyMap<AccountName, Snapshot>;
  readonly history: PlanInput['history'];
}

/**
 * Plans without the lock and without writing; `loss` says why the journal can't be used, where it can't, and `names` which
 * entries alone may change (`--only`). The journal is read again after the venue: an order that another run placed in between must
 * not look like one that nobody knows.
 */
export async function lookAndPlan(
  project: Project,
  entries: readonly Entry[],
  venues: OpenVenues,
  journal: Journal,
  loss?: string,
  names?: readonly string[],
): Promise<Looked> {
  const { clock, byAccount } = venues;
  const scope = scopeOfProject(project);
  const { accounts } = project.environment;
  const readers = new Map([...byAccount].map(([name, venue]) => [name, venue.reader]));
  const of = { readers, accounts, clock };
  const git = gitState(project.dir);

  const growing = new GrowingHistory(emptyHistory(journal.id));
  for (const event of await journal.read()) growing.add(event);
  const snapshots = await survey(of, growing.view());
  for (const event of await journal.read(growing.sequence)) growing.add(event);
  const recorded = growing.view();
  const now = clock.now();
  // What the venue teaches is folded into this copy alone: only apply writes it.
  const drafts = observe(recorded, snapshots, scope, now);
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
  const only = onlyOf(names, entries, recorded);
  const input: PlanInput = {
    ...{ scope, entries, accounts, history, snapshots, now },
    learned: drafts,
    project: project.name,
    environment: project.environment.name,
    references: new Map(),
    limits: limitsGate(project)(snapshots),
    ...(state === undefined ? {} : { commit: state.commit, dirty: state.dirty }),
    ...(loss === undefined ? {} : { loss }),
    ...(only === undefined ? {} : { only }),
  };
  const judged = makePlan(input);
  const tickers = judged.plan.lines.flatMap((line) =>
    isChange(line) && line.submission ? [line.submission.wire.ticker] : [],
  );
  if (tickers.length === 0) return { ...judged, snapshots, history };
  return { ...makePlan({ ...input, references: await references(of, tickers) }), snapshots, history };
}

export const isKnown = (snapshot: Snapshot): snapshot is KnownSnapshot => snapshot.state === 'known';
