import { cancelNow, type CancelReport } from '../execute/cancel-now.ts';
import { keysOfTyped } from '../execute/cancel-reading.ts';
import type { Journal } from '../journal/journal.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode, worst } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { stopOnSignals } from '../lib/signals.ts';
import type { Scope as CancelScope } from '../model/event.ts';
import { GrowingHistory } from '../model/fold.ts';
import { type History, emptyHistory } from '../model/history.ts';
import { type AccountName, type Key, keysNamed } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { renderCancel } from '../report/cancel-text.ts';
import { wrap } from '../report/style.ts';
import type { OpenVenues } from '../venues/registry.ts';
import { type Invocation, hereOf, layoutOf, writeJson } from './invocation.ts';
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

/** What the journal has under a typed name; where it has nothing, all that the name could mean. */
function keysMeant(known: History | undefined, name: string): readonly Key[] {
  const keys = keysOfTyped(known, name);
  return keys.length > 0 ? keys : keysNamed(name);
}

function scopeOf(project: Project, names: readonly string[], options: CancelOptions): CancelScope {
  const chosen = [names.length > 0, options.account !== undefined, options.all === true].filter(
    Boolean,
  ).length;
  if (chosen !== 1)
    throw usage(chosen === 0 ? 'Cancel what?' : 'Names, --account and --all exclude each other.');
  if (options.all === true) return { kind: 'all' };
  const account = options.account as AccountName | undefined;
  if (account === undefined) return { kind: 'keys', keys: names.flatMap(keysNamed) };
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
    return await journalOf(inv, project, venues);
  } catch (error) {
    goOn(inv, error, 'The cancel goes on without it: what is ours is told by tags alone.');
    return undefined;
  }
}

function goOn(inv: Invocation, error: unknown, how: string): void {
  if (!(error instanceof TradeformError)) throw error;
  const said = safeText(`${error.message} ${how}`);
  inv.err.write(`${inv.err.isTTY ? wrap(said, inv.err.columns) : said}\n`);
}

/** The journal folded, as far as it has grown; undefined from the first time that it can't be read. */
function historyReader(inv: Invocation, journal: Journal | undefined): () => Promise<History | undefined> {
  if (journal === undefined) return () => Promise.resolve(undefined);
  const growing = new GrowingHistory(emptyHistory(journal.id));
  let isLost = false;
  return async () => {
    if (isLost) return undefined;
    try {
      for (const event of await journal.read(growing.sequence)) growing.add(event);
      return growing.view();
    } catch (error) {
      goOn(inv, error, 'The cancel goes on without it: what is ours is told by tags alone.');
      isLost = true;
      return undefined;
    }
  };
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
    goOn(inv, error, 'The cancel goes on; a running apply does not hear of it.');
  }
}

/** The accounts; one whose venue can't tell its id now goes by the id that the journal has its orders under. */
function knownAccounts(
  { accounts, troubles }: OpenVenues,
  history: History | undefined,
): ReadonlyMap<AccountName, Account> {
  const attempts = [...(history?.keys.values() ?? [])].flat();
  const idOf = ({ name, id }: Account): Account['id'] =>
    troubles.has(name) && id === '' ? (attempts.findLast((it) => it.account === name)?.accountId ?? id) : id;
  return new Map([...accounts].map(([name, account]) => [name, { ...account, id: idOf(account) }]));
}

/** Trouble with an order comes before a name that was mistyped. */
function exitOf(report: CancelReport, interrupted: boolean): ExitCode {
  const code = worst([
    report.unproved.some(({ needsPerson }) => needsPerson) ? EXIT.person : EXIT.done,
    interrupted ? EXIT.interrupted : EXIT.done,
    report.stillLive.length > 0 || !report.proved ? EXIT.error : EXIT.done,
  ]);
  return code === EXIT.done && report.unknownNames.length > 0 ? EXIT.usage : code;
}

const STOPPING = {
  first: 'Stopping: no other cancel is sent. Again to stop at once.',
  second: 'Stopped at once. Run cancel again: it shows what is still live.',
};

/** Cancels ours now: needs no valid specs and no lock; proves it by reading. */
export async function cancel(
  inv: Invocation,
  names: readonly string[],
  options: CancelOptions,
): Promise<ExitCode> {
  const project = await projectOf(inv, 'acts');
  const typed = scopeOf(project, names, options);
  const venues = await venuesOf(inv, project, true);
  const stop = stopOnSignals(inv.err.write, STOPPING);
  const journal = await journalIfAny(inv, project, venues);
  try {
    const history = historyReader(inv, journal);
    const known = await history();
    const what: CancelScope =
      typed.kind === 'keys'
        ? {
            kind: 'keys',
            keys: [...new Set(names.flatMap((name) => keysMeant(known, name)))],
          }
        : typed;
    await request(inv, project, journal, what);
    const report = await cancelNow({
      ...{ what, names, history, stop: stop.signal, clock: venues.clock },
      scope: scopeOfProject(project),
      accounts: knownAccounts(venues, known),
      troubles: venues.troubles,
      venues: venues.byAccount,
      tell: (text) => inv.err.write(`${safeText(text)}\n`),
    });
    const code = exitOf(report, stop.signal.aborted);
    if (inv.options.format === 'json') {
      const { environment, name } = project;
      writeJson(inv.out, {
        format: 1,
        project: name,
        environment: environment.name,
        ...report,
        exitCode: code,
      });
    } else
      inv.out.write(renderCancel(report, project, hereOf(inv, project.environment.name), layoutOf(inv.out)));
    return code;
  } finally {
    stop.dispose();
    await journal?.close();
    await venues.close();
  }
}
