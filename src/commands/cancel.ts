import { cancelNow, type CancelReport } from '../execute/cancel-now.ts';
import type { Journal } from '../journal/journal.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode, worst } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { stopOnSignals } from '../lib/signals.ts';
import type { Scope as CancelScope } from '../model/event.ts';
import { fold } from '../model/fold.ts';
import { type History, emptyHistory } from '../model/history.ts';
import { type AccountName, type VenueOrderId, orderKey } from '../model/ids.ts';
import type { Project } from '../model/project.ts';
import { count } from '../report/style.ts';
import type { OpenVenues } from '../venues/registry.ts';
import { type Invocation, writeJson } from './invocation.ts';
import { journalOf, projectOf, runContext, scopeOfProject, venuesOf } from './project.ts';

export interface CancelOptions {
  readonly account?: string;
  readonly all?: boolean;
}

const usage = (message: string): TradeformError =>
  new TradeformError('usage/cancel', message, {
    exitCode: EXIT.usage,
    remedy: 'Give order names (or venue ids), or --account NAME, or --all.',
  });

function scopeOf(project: Project, names: readonly string[], options: CancelOptions): CancelScope {
  const chosen = [names.length > 0, options.account !== undefined, options.all === true].filter(
    Boolean,
  ).length;
  if (chosen !== 1)
    throw usage(chosen === 0 ? 'Cancel what?' : 'Names, --account and --all exclude each other.');
  if (options.all === true) return { kind: 'all' };
  const account = options.account as AccountName | undefined;
  if (account === undefined) return { kind: 'keys', keys: names.map(orderKey) };
  if (project.environment.accounts.has(account)) return { kind: 'account', account };
  throw usage(
    `No account is called ${safeText(account)}; there are ${[...project.environment.accounts.keys()].join(', ')}.`,
  );
}

/** Opens the journal where that is possible: a cancel goes on without it. */
async function journalIfAny(
  inv: Invocation,
  project: Project,
  venues: OpenVenues,
): Promise<Journal | undefined> {
  try {
    return await journalOf(project, venues);
  } catch (error) {
    if (!(error instanceof TradeformError)) throw error;
    inv.err.write(`${error.message} The cancel goes on without it: what is ours is told by tags alone.\n`);
    return undefined;
  }
}

async function request(
  inv: Invocation,
  project: Project,
  journal: Journal | undefined,
  scope: CancelScope,
): Promise<void> {
  try {
    await journal?.control(runContext(inv, project), { type: 'cancel-requested', data: { scope } });
  } catch (error) {
    if (!(error instanceof TradeformError)) throw error;
    inv.err.write(`${error.message} The cancel goes on; a running apply does not hear of it.\n`);
  }
}

function exitOf(report: CancelReport): ExitCode {
  return worst([
    report.inDoubt.length > 0 ? EXIT.person : EXIT.done,
    report.stillLive.length > 0 || report.unreadable.length > 0 ? EXIT.error : EXIT.done,
  ]);
}

function render(report: CancelReport, environment: string): string {
  const lines = [
    ...report.ended.map(
      (row) =>
        `- ${row.id}  ${row.status}, ${row.side} ${row.ticker}${row.priceLimit === undefined ? '' : ` at ${row.priceLimit}`}`,
    ),
    ...report.stillLive.map(
      (row) =>
        `! ${row.id}  still live (${safeText(row.statusText)}) on ${row.account}: run cancel again, or cancel it at the venue`,
    ),
    ...report.inDoubt.map((a) => `? ${a.key}  in doubt, not at the venue so far: see tradeform resolve`),
    ...report.unreadable.map(
      (s) => `? ${s.account}  ${safeText(s.reason)}; what is live there is not known. ${safeText(s.remedy)}`,
    ),
  ];
  const notOurs = report.notOurs === 0 ? '' : ` ${report.notOurs} not ours, left alone.`;
  const left = report.stillLive.length + report.inDoubt.length;
  const nothing =
    report.unreadable.length > 0
      ? 'Not proved: see above.'
      : left > 0
        ? `${left} not settled.`
        : 'Nothing of ours is live in this scope (read twice).';
  return [
    environment.toUpperCase(),
    ...lines,
    `${count(report.ended.length, 'order')} ended. ${nothing}${notOurs}`,
    '',
  ].join('\n');
}

/** Cancels ours now: needs no valid specs and no lock; proves it by reading. */
export async function cancel(
  inv: Invocation,
  names: readonly string[],
  options: CancelOptions,
): Promise<ExitCode> {
  const project = await projectOf(inv, 'acts');
  const scope = scopeOf(project, names, options);
  const venues = await venuesOf(inv, project);
  const stop = stopOnSignals(inv.err.write);
  const journal = await journalIfAny(inv, project, venues);
  try {
    await request(inv, project, journal, scope);
    const history = async (): Promise<History | undefined> =>
      journal === undefined ? undefined : fold(emptyHistory(journal.id), await journal.read());
    const report = await cancelNow({
      ...{ what: scope, history, stop: stop.signal, clock: venues.clock },
      scope: scopeOfProject(project),
      ids: new Set(names as readonly VenueOrderId[]),
      accounts: project.environment.accounts,
      venues: venues.byAccount,
      tell: (text) => inv.err.write(`${safeText(text)}\n`),
    });
    const code = stop.signal.aborted ? worst([EXIT.interrupted, exitOf(report)]) : exitOf(report);
    if (inv.options.format === 'json') writeJson(inv.out, { format: 1, ...report, exitCode: code });
    else inv.out.write(render(report, project.environment.name));
    return code;
  } finally {
    stop.dispose();
    await journal?.close();
    await venues.close();
  }
}
