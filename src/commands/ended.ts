import type { Journal } from '../journal/journal.ts';
import { eq } from '../model/decimal.ts';
import { type Attempt, type Reading, mayBeLive } from '../model/history.ts';
import type { Key } from '../model/ids.ts';
import { type Entry, type OrderStatus, isFinal } from '../model/order.ts';
import type { PlanLine } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { OpenVenues } from '../venues/registry.ts';
import type { Invocation } from './invocation.ts';
import { type Looked, isKnown, lookAndPlan } from './look.ts';

/** An entry whose order is over by what one reading shows. */
export interface Ended {
  readonly entry: Entry;
  readonly line: PlanLine;
  /** The only thing that says so is this reading of the venue; undefined: the journal has it as final. */
  readonly seen: Reading<OrderStatus> | undefined;
}

const isOver = ({ code }: PlanLine): boolean => code === 'finished' || code === 'ended';

function endedBy(attempts: readonly Attempt[]): Pick<Ended, 'seen'> | undefined {
  const open = attempts.filter(mayBeLive);
  const [last] = open;
  if (last === undefined) return attempts.length === 0 ? undefined : { seen: undefined };
  const { state, observed } = last;
  const ends =
    open.length === 1 && state === 'accepted' && observed !== undefined && isFinal(observed.status);
  return ends ? { seen: observed } : undefined;
}

/** What one look shows to be over and unchanged. */
function endedIn({ all, history }: Looked, entries: readonly Entry[]): ReadonlyMap<Key, Ended> {
  const lines = new Map(all.filter(isOver).map((line) => [line.key, line]));
  return new Map(
    entries.flatMap((entry) => {
      const line = lines.get(entry.key);
      const end = endedBy(history.keys.get(entry.key) ?? []);
      return line === undefined || end === undefined ? [] : [[entry.key, { entry, line, ...end }] as const];
    }),
  );
}

const sameReading = (a: Reading<OrderStatus>, b: Reading<OrderStatus>): boolean =>
  a.status === b.status && eq(a.fill.received, b.fill.received) && eq(a.fill.delivered, b.fill.delivered);

export interface Over {
  readonly ended: readonly Ended[];
  /** Lines of accounts of which nothing can be said now. */
  readonly unknown: readonly PlanLine[];
}

/** An end that only the venue shows is believed after two equal readings, `settle` apart, as everywhere. */
export async function endedEntries(
  inv: Invocation,
  project: Project,
  entries: readonly Entry[],
  venues: OpenVenues,
  journal: Journal,
): Promise<Over> {
  const look = (): Promise<Looked> => lookAndPlan(inv, project, entries, venues, journal);
  const first = await look();
  const once = endedIn(first, entries);
  const unknown = first.all.filter(({ level }) => level === 'unknown');
  if ([...once.values()].every(({ seen }) => seen === undefined))
    return { ended: [...once.values()], unknown };
  const settles = [...first.snapshots.values()].filter(isKnown).map(({ settle }) => settle);
  await venues.clock.sleep(Math.max(0, ...settles));
  const twice = endedIn(await look(), entries);
  const ended = [...twice.values()].filter(({ entry, seen }) => {
    const before = once.get(entry.key);
    return seen === undefined || (before?.seen !== undefined && sameReading(before.seen, seen));
  });
  return { ended, unknown };
}
