import type { History } from '../model/history.ts';
import type { Key } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import type { Level, PlanLine } from '../model/plan.ts';
import { renamesOf } from './renames.ts';

/*
 * `--only NAME…`: a plan in which these keys alone change. Everything is judged as always, so that a doubt on another entry still
 * blocks its account; then what others want is left out. What needs a person, is a mistake or could not be read is told
 * whatever its name is, and renames (in the journal alone) are made whole, so that names never stand half moved.
 */

/** Levels of lines that would act, now or once nothing holds them back. */
const WANTS: ReadonlySet<Level> = new Set(['change', 'blocked', 'refused']);

function restricted(line: PlanLine): PlanLine {
  if (line.level === 'notice') return { ...line, level: 'quiet' };
  if (!WANTS.has(line.level)) return line;
  // Without its submission: what is left out is nothing that would be sent.
  const { submission: _, changes: __, ...rest } = line;
  return { ...rest, action: 'none', code: 'left-out', level: 'quiet', reason: 'left out by --only' };
}

/** The lines, of which only those of `only` change anything. */
export function restrict(lines: readonly PlanLine[], only: readonly Key[] | undefined): readonly PlanLine[] {
  if (only === undefined) return lines;
  const named = new Set(only);
  return lines.map((line) => (line.key !== undefined && named.has(line.key) ? line : restricted(line)));
}

/** How many changes {@link restrict} left out. */
export const leftOut = (lines: readonly PlanLine[]): number =>
  lines.filter((line) => line.code === 'left-out').length;

/** What `--only` may name: every entry, and every order of the journal that no `formerly` has moved to another name. */
export function knownKeys(entries: readonly Entry[], history: History): ReadonlySet<Key> {
  const known = new Set([...entries.map((entry) => entry.key), ...history.keys.keys()]);
  const stands = new Set(entries.map((entry) => entry.key));
  for (const { from } of renamesOf(entries, history)) if (!stands.has(from)) known.delete(from);
  return known;
}
