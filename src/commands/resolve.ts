import { wantedOf } from '../execute/survey.ts';
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import type { EventData } from '../model/event.ts';
import { fold } from '../model/fold.ts';
import { type Attempt, type History, emptyHistory } from '../model/history.ts';
import { type Millis, type VenueOrderId, keysNamed, nameOfKey } from '../model/ids.ts';
import type { OrderRow } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { instrumentOf } from '../model/terms.ts';
import { describeTerms, minute } from '../report/terms.ts';
import type { OpenVenues } from '../venues/registry.ts';
import { type Invocation, writeJson } from './invocation.ts';
import { atDesk, projectOf, runContext } from './project.ts';

export interface ResolveOptions {
  /** The venue's id of the order that this attempt turned out to be. */
  readonly executed?: string;
  readonly notExecuted?: boolean;
  readonly reason?: string;
}

const refuse = (
  code: string,
  message: string,
  remedy: string,
  exitCode: ExitCode = EXIT.usage,
): TradeformError => new TradeformError(code, message, { exitCode, remedy });

function openQuestion(history: History, name: string): Attempt {
  const attempts = keysNamed(name).flatMap((key) => history.keys.get(key) ?? []);
  const last = attempts.at(-1);
  if (last === undefined)
    throw refuse(
      'resolve/unknown',
      `The journal knows no order called ${safeText(name)}.`,
      'See tradeform status.',
    );
  // An earlier attempt may be the one that came back.
  const open = attempts.findLast(
    (a) => a.state === 'in-doubt' || a.vanished !== undefined || a.cameBack !== undefined,
  );
  if (open !== undefined) return open;
  throw refuse(
    'resolve/settled',
    `${name} is not in doubt: it is ${last.final?.status ?? last.state}.`,
    'There is nothing to decide.',
  );
}

interface Evidence {
  readonly attempt: Attempt;
  /** What the venue shows of it now, by id and tag. */
  readonly found: readonly OrderRow[];
}

const said = (attempt: Attempt): string =>
  attempt.vanished ?? attempt.message ?? 'the run ended before an answer was recorded';

/** What is known about the attempt, for the person who decides. */
function evidenceText({ attempt, found }: Evidence): string {
  return [
    `${nameOfKey(attempt.key)}: ${describeTerms(attempt.wire)}`,
    `    sent ${minute(attempt.intentAt)} to account ${attempt.account}, generation ${attempt.generation}, attempt ${attempt.attempt}`,
    `    tag ${attempt.tag}${attempt.tagSent ? '' : ' (not sent to the venue)'}`,
    `    ${safeText(said(attempt))}`,
    found.length === 0
      ? '    looked for just now by tag and id in complete lists: not there. That alone proves nothing.'
      : `    found just now: ${found.map((row) => `${safeText(row.id)} (${row.status})`).join(', ')}`,
    '',
  ].join('\n');
}

type Decision = EventData['resolved'];

function show(inv: Invocation, project: Project, evidence: Evidence, decision: Decision | undefined): void {
  const { attempt, found } = evidence;
  const { name, environment } = project;
  if (inv.options.format === 'json') {
    const { key, account, generation, tag, tagSent, wire, intentAt } = attempt;
    writeJson(inv.out, {
      ...{ format: 1, project: name, environment: environment.name, key, account, generation },
      ...{
        attempt: attempt.attempt,
        tag,
        tagSent,
        terms: wire,
        sentAt: intentAt,
        message: said(attempt),
        found,
      },
      ...(decision === undefined ? {} : { decision }),
    });
    return;
  }
  inv.out.write(`${environment.name.toUpperCase()}  ${safeText(name)}\n${evidenceText(evidence)}`);
  if (decision === undefined)
    inv.out.write('Decide with --executed VENUE-ID or --not-executed, and --reason "…" (how you know).\n');
  else {
    const what =
      decision.orderId === undefined ? 'not executed' : `executed as ${safeText(decision.orderId)}`;
    const then =
      decision.orderId === undefined ? 'The next plan offers it again.' : 'The next plan takes it as placed.';
    inv.out.write(`Recorded: ${what}, by ${safeText(inv.actor)}. ${then}\n`);
  }
}

async function lookNow(
  project: Project,
  venues: OpenVenues,
  attempt: Attempt,
  id?: VenueOrderId,
): Promise<readonly OrderRow[]> {
  const account = venues.accounts.get(attempt.account);
  const venue = venues.byAccount.get(attempt.account);
  const wanted = { ...wantedOf(attempt), ...(id === undefined ? {} : { orderId: id }) };
  const look =
    account && venue
      ? await venue.reader.find(account, wanted)
      : { unknown: 'its account is not in tradeform.yaml' };
  if ('unknown' in look)
    throw refuse(
      'resolve/unreadable',
      `The venue can't be read: ${look.unknown}.`,
      'Decide when it can be: nothing was recorded.',
      EXIT.error,
    );
  return look.rows;
}

function checkExecuted(
  history: History,
  attempt: Attempt,
  rows: readonly OrderRow[],
  id: VenueOrderId,
): void {
  const row = rows.find((r) => r.id === id);
  if (row === undefined)
    throw refuse(
      'resolve/not-found',
      `The venue shows no order ${safeText(id)} on account ${attempt.account}.`,
      'Check the id, and that it is of this account.',
    );
  for (const attempts of history.keys.values())
    for (const other of attempts)
      if (other.orderId === id && other.tag !== attempt.tag)
        throw refuse(
          'resolve/claimed',
          `Order ${id} belongs to ${nameOfKey(other.key)}.`,
          'One order can only be one entry.',
        );
  const { side } = attempt.wire;
  const ticker = instrumentOf(attempt.wire);
  if (row.ticker !== ticker || row.side !== side)
    throw refuse(
      'resolve/other-terms',
      `Order ${id} is ${row.side} ${safeText(row.ticker)}, but ${side} ${ticker} was sent.`,
      'It is another order.',
    );
}

/** The decision that the options state, before anything is read; undefined: only the evidence is asked for. */
function decisionOf({ executed, notExecuted, reason }: ResolveOptions): Decision | undefined {
  if (executed === undefined && notExecuted !== true) return undefined;
  if (executed !== undefined && notExecuted === true)
    throw refuse('usage/resolve', '--executed and --not-executed exclude each other.', 'Give one of them.');
  if (reason === undefined || reason.trim() === '')
    throw refuse('usage/resolve', 'A decision needs its reason.', 'Add --reason "how you know".');
  return executed === undefined
    ? { outcome: 'not-executed', reason }
    : { outcome: 'executed', orderId: executed as VenueOrderId, reason };
}

/** That it was not executed can be said of what is no longer on its way, and of what the venue doesn't show. */
function checkNotExecuted({ attempt, found }: Evidence, now: Millis): void {
  if (found.length > 0)
    throw refuse(
      'resolve/found',
      `The venue shows it: ${found.map((r) => r.id).join(', ')}.`,
      'Run apply: it adopts the order by its tag.',
    );
  const isUnanswered = attempt.state === 'in-doubt' && attempt.code === undefined;
  if (isUnanswered && now <= attempt.deadline)
    throw refuse(
      'resolve/under-way',
      `It may be on its way to the venue: a run may send it until ${new Date(attempt.deadline).toISOString()}.`,
      'Wait until then, and look again.',
    );
}

/** Shows the evidence on an order in doubt, and records a person's decision about it. */
export async function resolve(inv: Invocation, name: string, options: ResolveOptions): Promise<ExitCode> {
  const project = await projectOf(inv, 'acts');
  const decision = decisionOf(options);
  return atDesk(inv, project, async (venues, journal) => {
    const history = fold(emptyHistory(journal.id), await journal.read());
    const attempt = openQuestion(history, name);
    const found = await lookNow(project, venues, attempt, decision?.orderId);
    const evidence = { attempt, found };
    if (decision === undefined) {
      show(inv, project, evidence, undefined);
      return EXIT.person;
    }
    if (decision.orderId === undefined) checkNotExecuted(evidence, venues.clock.now());
    else checkExecuted(history, attempt, found, decision.orderId);
    const { account, accountId, key, generation } = attempt;
    await journal.control(runContext(inv, project), {
      type: 'resolved',
      subject: { account, accountId, key, generation, attempt: attempt.attempt },
      data: decision,
    });
    show(inv, project, evidence, decision);
    return EXIT.done;
  });
}
