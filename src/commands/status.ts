import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { nameOfKey } from '../model/ids.ts';
import type { PlanLine } from '../model/plan.ts';
import { renderStatus, statusLines } from '../report/status-text.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';
import { lookAndPlan } from './look.ts';
import { exitOfLines } from './outcome.ts';
import { entriesOf, projectOf, readingDesk } from './project.ts';

function mustKnow(all: readonly PlanLine[], names: readonly string[]): void {
  const known = new Set(all.flatMap((line) => (line.key === undefined ? [] : [nameOfKey(line.key)])));
  const missing = names.filter((name) => !known.has(name));
  if (missing.length === 0) return;
  throw new TradeformError('usage/unknown-order', `No order is called ${missing.map(safeText).join(', ')}.`, {
    exitCode: EXIT.usage,
    remedy: 'Run tradeform status without a name to see all of them.',
  });
}

/** Every managed order: entry, journal and live state side by side; what needs a person first. */
export async function status(inv: Invocation, names: readonly string[]): Promise<ExitCode> {
  const project = await projectOf(inv, 'reads');
  const entries = await entriesOf(project);
  return readingDesk(inv, project, async (venues, journal, loss) => {
    const { plan, all } = await lookAndPlan(project, entries, venues, journal, loss);
    mustKnow(all, names);
    const lines = statusLines(all, names);
    const { environment, journal: head, accounts } = plan;
    if (inv.options.format === 'json')
      writeJson(inv.out, { format: 1, project: plan.project, environment, journal: head, accounts, lines });
    else inv.out.write(renderStatus(plan, lines, layoutOf(inv.out)));
    return exitOfLines(lines);
  });
}
