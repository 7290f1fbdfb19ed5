import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode, worst } from '../lib/exit.ts';
import { type History, openAttempts } from '../model/history.ts';
import type { Entry } from '../model/order.ts';
import type { Level, PlanLine } from '../model/plan.ts';
import type { Project } from '../model/project.ts';

const CODES: Readonly<Partial<Record<Level, ExitCode>>> = {
  person: EXIT.person,
  invalid: EXIT.invalid,
  refused: EXIT.refused,
  unknown: EXIT.error,
  blocked: EXIT.error,
};

/** What the lines that are not changes say about a run. */
export const exitOfLines = (lines: readonly PlanLine[]): ExitCode =>
  worst(lines.map((line) => CODES[line.level] ?? EXIT.done));

/** A folder without any order, while orders of ours are open, is far more often a mistake than a wish. */
export function refuseEmpty(
  project: Project,
  entries: readonly Entry[],
  history: History,
  allowEmpty: boolean,
): void {
  // An import that no entry was ever written for is cancelled by no plan.
  const open = openAttempts(history).filter((a) => a.origin === undefined || a.held === true).length;
  if (entries.length > 0 || open === 0 || allowEmpty) return;
  throw new TradeformError(
    'specs/empty',
    `No order is left in the files of ${project.name}, and ${open === 1 ? 'one is' : `${open} are`} open: that would cancel everything.`,
    {
      exitCode: EXIT.invalid,
      remedy:
        'If that is meant, add --allow-empty. If not, check --dir and what was deleted. Nothing was cancelled.',
    },
  );
}
