import { worldOf } from '../execute/limits.ts';
import { usageOf } from '../limits/usage.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { nameOfKey } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { renderLimits } from '../report/limits-text.ts';
import { renderStatusMarkdown } from '../report/markdown/status.ts';
import { renderStatus, statusLines } from '../report/status-text.ts';
import { mustHaveFormat } from './formats.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';
import { type Looked, lookAndPlan } from './look.ts';
import { exitOfLines } from './outcome.ts';
import { entriesOf, limitsOf, projectOf, readingDesk } from './project.ts';

/** A name that neither the files nor the journal has is a mistake; one whose account can't be read now is none. */
function mustKnow({ all, history }: Looked, entries: readonly Entry[], names: readonly string[]): void {
  const judged = all.flatMap(({ key }) => (key === undefined ? [] : [key]));
  const keys = [...judged, ...entries.map(({ key }) => key), ...history.keys.keys()];
  const known = new Set(keys.map(nameOfKey));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length === 0) return;
  throw new TradeformError('usage/unknown-order', `No order is called ${missing.map(safeText).join(', ')}.`, {
    exitCode: EXIT.usage,
    remedy: 'Run tradeform status without a name to see all of them.',
  });
}

export interface StatusOptions {
  /** How much of each limit is used, in place of the orders. */
  readonly limits?: boolean;
}

function showLimits(
  inv: Invocation,
  project: Project,
  entries: readonly Entry[],
  { plan, history, snapshots, prices }: Looked,
): ExitCode {
  const facts = { now: plan.now, entries, snapshots, submits: 0, ...prices };
  const usage = usageOf(worldOf(limitsOf(project), history, facts));
  if (inv.options.format === 'json')
    writeJson(inv.out, { format: 1, project: plan.project, environment: plan.environment, limits: usage });
  else
    inv.out.write(
      `${plan.environment.toUpperCase()}  ${safeText(plan.project)}  ${renderLimits(usage, layoutOf(inv.out))}`,
    );
  return exitOfLines(plan.lines.filter(({ level }) => level === 'unknown' || level === 'person'));
}

/** Every managed order: entry, journal and live state side by side; what needs a person first. */
export async function status(
  inv: Invocation,
  names: readonly string[],
  options: StatusOptions,
): Promise<ExitCode> {
  if (options.limits === true) mustHaveFormat(inv.options, 'status --limits', ['text', 'json']);
  const project = await projectOf(inv, 'reads');
  const entries = await entriesOf(project);
  return readingDesk(inv, project, async (venues, journal, loss) => {
    const looked = await lookAndPlan(inv, project, entries, venues, journal, { loss });
    const { plan, all } = looked;
    if (options.limits === true) return showLimits(inv, project, entries, looked);
    mustKnow(looked, entries, names);
    const lines = statusLines(all, names);
    const { environment, journal: head, accounts } = plan;
    if (inv.options.format === 'json')
      writeJson(inv.out, { format: 1, project: plan.project, environment, journal: head, accounts, lines });
    else if (inv.options.format === 'markdown') inv.out.write(renderStatusMarkdown(plan, lines));
    else inv.out.write(renderStatus(plan, lines, layoutOf(inv.out)));
    return exitOfLines(lines);
  });
}
