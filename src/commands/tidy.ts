import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { nameOfKey } from '../model/ids.ts';
import type { Project } from '../model/project.ts';
import { type TidyReport, describeEnd, renderTidy } from '../report/tidy-text.ts';
import { writeEdits } from '../specs/edit/spec-text.ts';
import { withoutEntries } from '../specs/edit/tidy.ts';
import { endedEntries } from './ended.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';
import { atDesk, entriesOf, projectOf } from './project.ts';

export interface TidyOptions {
  readonly write?: boolean;
}

/** What ended on paper may rest at a real venue: removing its entry there would cancel it. */
function whereElse({ environment, hasLive, environments }: Project): string | undefined {
  if (environment.kind !== 'paper' || !hasLive) return undefined;
  return environments.filter((name) => name !== environment.name).join(', ');
}

function mustBeReal(project: Project, options: TidyOptions): void {
  const elsewhere = whereElse(project);
  if (options.write !== true || elsewhere === undefined) return;
  throw new TradeformError(
    'usage/tidy',
    `The same files are read in ${elsewhere}: what ended on paper may rest there.`,
    {
      exitCode: EXIT.usage,
      remedy: 'Name that environment with --env, or leave --write out.',
    },
  );
}

/** Lists the entries whose orders are over, and takes them out of the files. */
export async function tidy(inv: Invocation, options: TidyOptions): Promise<ExitCode> {
  const project = await projectOf(inv, 'acts');
  mustBeReal(project, options);
  const entries = await entriesOf(project);
  const { ended: over, unknown } = await atDesk(inv, project, (venues, journal) =>
    endedEntries(inv, project, entries, venues, journal),
  );
  const { edits, removals, untouched } = await withoutEntries(
    project,
    entries,
    over.map(({ entry }) => entry),
  );
  const failures = options.write === true ? await writeEdits(edits) : new Map<string, string>();
  const lines = new Map(over.map(({ entry, line }) => [nameOfKey(entry.key), line]));
  const report: TidyReport = {
    ...{ environment: project.environment.name, project: project.name, entries: entries.length },
    ended: removals
      .filter(({ file }) => !failures.has(file))
      .map((removal) => {
        const order = lines.get(removal.name)?.order;
        return { ...removal, status: order?.status ?? 'not-listed', end: describeEnd(order) };
      }),
    untouched: [...untouched, ...failures].map(([file, reason]) => ({ file, reason })),
    unknown: unknown.map(({ account, reason }) => ({ account, reason })),
    written: options.write === true,
  };
  const elsewhere = whereElse(project);
  const exitCode = report.untouched.length + unknown.length > 0 ? EXIT.error : EXIT.done;
  if (inv.options.format === 'json') writeJson(inv.out, { format: 1, ...report, exitCode });
  else inv.out.write(renderTidy(report, layoutOf(inv.out), elsewhere));
  return exitCode;
}
