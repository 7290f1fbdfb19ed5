import { isDeepStrictEqual } from 'node:util';
import type { Journal } from '../journal/journal.ts';
import { samePerson } from '../lib/actor.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { commandLine } from '../model/command-line.ts';
import type { Scope } from '../model/event.ts';
import { fold } from '../model/fold.ts';
import { type History, covers, emptyHistory } from '../model/history.ts';
import type { AccountName } from '../model/ids.ts';
import type { Project } from '../model/project.ts';
import { scopeText } from '../model/scope-text.ts';
import { type HaltFacts, type Halts, renderHalts } from '../report/halt-text.ts';
import { type Invocation, hereOf, layoutOf, writeJson } from './invocation.ts';
import { journalOf, projectOf, runContext, venuesOf } from './project.ts';

/*
 * A hand on the brake: no new order until a named person lifts it. Needs tradeform.yaml and the journal alone, no venue, no valid
 * specs, no run lock; a running apply sees it between two sends.
 */

export interface HaltOptions {
  readonly account?: string;
  readonly reason?: string;
  readonly approver?: string;
}

const usage = (code: string, message: string, remedy: string): TradeformError =>
  new TradeformError(`usage/${code}`, message, { exitCode: EXIT.usage, remedy });

function scopeOf(project: Project, account: string | undefined): Scope {
  if (account === undefined) return { kind: 'all' };
  const { accounts } = project.environment;
  if (accounts.has(account as AccountName)) return { kind: 'account', account: account as AccountName };
  const names = [...accounts.keys()].join(', ');
  throw usage('account', `No account is called ${safeText(account)}.`, `Accounts: ${names}`);
}

/** A text that a person must give: `--reason "…"`. */
function given(text: string | undefined, option: string, why: string): string {
  const words = text?.trim() ?? '';
  if (words !== '') return words;
  throw usage(option, `--${option} is missing.`, why);
}

async function withJournal<T>(
  inv: Invocation,
  project: Project,
  work: (journal: Journal) => Promise<T>,
): Promise<T> {
  // The paper venue keeps a time of its own, by which its journal goes; a real venue need not answer for a halt.
  const venues = project.environment.kind === 'paper' ? await venuesOf(inv, project) : undefined;
  try {
    const journal = await journalOf(inv, project, venues ?? { clock: inv.clock });
    try {
      return await work(journal);
    } finally {
      await journal.close();
    }
  } finally {
    await venues?.close();
  }
}

const historyOf = async (journal: Journal): Promise<History> =>
  fold(emptyHistory(journal.id), await journal.read());

/**
 * Halts that stand: those of the journal, those of accounts that halted by their failures where the run that should have written it
 * died, and the environment variable's.
 */
function haltsIn({ halts, failures }: History, { environment }: Project, env: NodeJS.ProcessEnv): Halts {
  const { consecutiveFailures: most = Infinity } = environment.limits;
  const failed = [...failures].filter(
    ([account, count]) => count >= most && !halts.some(({ scope }) => covers(scope, account, undefined)),
  );
  return [
    ...halts,
    ...failed.map(([account, count]): Halts[number] => ({
      scope: { kind: 'account', account },
      reason: `TF-L21: ${count} orders in a row failed`,
    })),
    ...haltsOf(env),
  ];
}

function report(inv: Invocation, project: Project, facts: HaltFacts): ExitCode {
  const { name: environment } = project.environment;
  if (inv.options.format === 'json')
    writeJson(inv.out, { format: 1, project: project.name, environment, ...facts });
  else inv.out.write(renderHalts(environment, project.name, facts, layoutOf(inv.out)));
  return EXIT.done;
}

/** The line that lifts halts, as it has to be typed. */
function unhaltLine(inv: Invocation, project: Project, scope: Scope): string {
  const of = scope.kind === 'account' ? ` --account ${scope.account}` : '';
  return commandLine(hereOf(inv, project.environment.name), `unhalt${of} --approver NAME`);
}

/** Stops new orders of an account or of everything, until {@link unhalt}. Cancels go on. */
export async function halt(inv: Invocation, options: HaltOptions): Promise<ExitCode> {
  const project = await projectOf(inv, 'acts');
  const scope = scopeOf(project, options.account);
  const reason = given(options.reason, 'reason', 'Say why: whoever lifts the halt will read it.');
  const halting = withJournal(inv, project, async (journal) => {
    await journal.control(runContext(inv, project), { type: 'halted', data: { scope, reason } });
    const halts = haltsIn(await historyOf(journal), project, inv.env);
    const what =
      scope.kind === 'all' ? 'No new order is sent' : `No new order is sent on ${scopeText(scope)}`;
    const message = `${what} until somebody lifts this.`;
    return report(inv, project, { message, lifted: [], halts, next: unhaltLine(inv, project, scope) });
  });
  return halting.catch((error: unknown) => Promise.reject(notHalted(error)));
}

/** Somebody wants to stop: where the journal can't take it, they are told of the brake that needs none. */
function notHalted(error: unknown): unknown {
  if (!(error instanceof TradeformError) || !error.code.startsWith('journal/')) return error;
  const { code, message, exitCode, remedy = '', problems, cause } = error;
  return new TradeformError(code, `Not halted. ${message}`, {
    ...{ exitCode, problems, cause },
    remedy: `A run with TRADEFORM_HALT=1 in its environment sends no new order: set it where applies run. ${remedy}`,
  });
}

const scopeAccount = (scope: Scope): AccountName | undefined =>
  scope.kind === 'account' ? scope.account : undefined;

/** Lifts halts: of one account, or all of them. Whoever lifts them names who approved it. */
export async function unhalt(inv: Invocation, options: HaltOptions): Promise<ExitCode> {
  const project = await projectOf(inv, 'acts');
  const scope = scopeOf(project, options.account);
  const approver = given(options.approver, 'approver', 'Name who approved it: another person than you.');
  if (samePerson(approver, inv.actor))
    throw usage(
      'approver',
      `You are ${safeText(inv.actor)}: nobody approves what they do themselves.`,
      'Name another person.',
    );
  return withJournal(inv, project, async (journal) => {
    const history = await historyOf(journal);
    const before = haltsIn(history, project, {});
    const lifted = before.filter((one) => scope.kind === 'all' || isDeepStrictEqual(one.scope, scope));
    // A run may have died before it wrote the halt that its failures had earned: they are lifted all the same.
    const failing = [...history.failures].some(
      ([account, count]) => count > 0 && (scope.kind === 'all' || account === scopeAccount(scope)),
    );
    if (lifted.length === 0 && !failing)
      return report(inv, project, {
        ...nothingToLift(inv, project, scope, before),
        ...{ lifted, halts: [...before, ...haltsOf(inv.env)] },
      });
    await journal.control(runContext(inv, project), { type: 'unhalted', data: { scope, approver } });
    const halts = haltsIn(await historyOf(journal), project, inv.env);
    const rest = halts.length === 0 ? 'New orders may be sent again.' : 'Not lifted, and still in force:';
    return report(inv, project, { message: `Lifted, approved by ${approver}. ${rest}`, lifted, halts });
  });
}

function nothingToLift(
  inv: Invocation,
  project: Project,
  scope: Scope,
  halts: Halts,
): Pick<HaltFacts, 'message' | 'next'> {
  if (halts.some(({ scope: { kind } }) => kind === 'all'))
    return {
      message: `${scopeText(scope)} has no halt of its own, and everything is halted.`,
      next: unhaltLine(inv, project, { kind: 'all' }),
    };
  const where = scope.kind === 'all' ? '' : ` on ${scopeText(scope)}`;
  return { message: `Nothing is halted${where}: nothing to lift.` };
}

/** The halt that the environment variable TRADEFORM_HALT sets: anything but empty, `0` and `false`. */
export function haltsOf(env: NodeJS.ProcessEnv): Halts {
  const value = env['TRADEFORM_HALT'] ?? '';
  if (value === '' || value === '0' || value === 'false') return [];
  return [{ scope: { kind: 'all' }, reason: `the environment variable TRADEFORM_HALT is set (${value})` }];
}
