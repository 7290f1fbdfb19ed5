import type { ApplyReport } from '../execute/apply.ts';
import type { Result } from '../execute/round.ts';
import { safeText } from '../lib/safe-text.ts';
import { type Here, commandLine } from '../model/command-line.ts';
import { type Attempt, lastAttempt } from '../model/history.ts';
import { type Key, nameOfKey } from '../model/ids.ts';
import { type Place, filledOn, isFinal } from '../model/order.ts';
import { type PlanLine, isChange } from '../model/plan.ts';
import { isImmediate, quantityOf } from '../model/terms.ts';
import { type Layout, count, paint, wrap } from './style.ts';

/** How one approved change came out. */
export interface Outcome {
  readonly key: Key;
  readonly account: PlanLine['account'];
  readonly action: PlanLine['action'];
  /** `resting`, `accepted`, `filled`, `cancelled`, `started`, `refused`, `blocked`, `not sent`, `in doubt`, `vanished`, `still live`. */
  readonly state: string;
  readonly detail: string;
  readonly ok: boolean;
  /** What the venue found wrong with which field of the entry. */
  readonly fields?: Result['fields'];
  /** Refused by a limit, in the moment before it was to be sent. */
  readonly limited?: true;
}

/** What the venue found wrong with a field of an entry, and where that stands in the files. */
export interface FieldFault {
  readonly name: string;
  readonly place?: Place;
  readonly field: string;
  readonly message: string;
}

/** What a run has to tell beside the outcomes of its changes. */
export interface Besides {
  readonly faults: readonly FieldFault[];
  /** Names of entries with changes that came up while it worked, and that nobody has approved. */
  readonly later: readonly string[];
}

export function faultText({ name, place, field, message }: FieldFault): string {
  const where = place === undefined ? `${name}:` : `${place.file}:${place.line}:${place.column} `;
  return `${where} ${field}: ${message}`;
}

export const laterText = (later: readonly string[]): string =>
  `Came up meanwhile, and was not sent: ${later.join(', ')}. Look at the plan, and apply again.`;

function stateOf(
  report: ApplyReport,
  line: PlanLine,
  key: Key,
  after: PlanLine | undefined,
): Omit<Outcome, 'key' | 'account' | 'action'> {
  const attempt = lastAttempt(report.history, key);
  const result = report.results.get(key);
  const id = attempt?.orderId === undefined ? '' : `order ${attempt.orderId}`;
  const sent = attempt !== undefined && attempt.intentSequence > report.plan.journal.sequence;
  // The state says it already; what follows is why.
  const detail = result === undefined || result.ok ? '' : result.outcome.replace(/^not sent: /, '');
  if (attempt?.state === 'in-doubt')
    return { state: 'in doubt', detail: attempt.message ?? detail, ok: false };
  if (line.action === 'set-run' && result !== undefined) {
    const state = result.ok ? result.outcome : `not ${line.run ?? 'set'}`;
    return { state, detail: result.ok ? id : detail, ok: result.ok };
  }
  if (line.action === 'cancel') {
    const status = attempt?.final?.status ?? attempt?.observed?.status;
    const seen = attempt?.observed?.status;
    const ended = attempt?.state === 'final' || (seen !== undefined && isFinal(seen));
    if (ended) return { state: status ?? 'ended', detail: fillDetail(attempt), ok: true };
    return { state: 'still live', detail: detail || (after?.reason ?? UNREAD), ok: false };
  }
  for (const state of QUOTED)
    if (!sent && detail.startsWith(`${state}: `))
      return { state, detail: detail.slice(state.length + 2), ok: false };
  if (!sent && result?.limited === true)
    return {
      state: 'refused',
      detail: detail.replace(/^refused by a limit: /, ''),
      ok: false,
      limited: true,
    };
  if (!sent) return { state: 'not sent', detail: detail || notDone(report, attempt, after), ok: false };
  switch (attempt.state) {
    case 'accepted': {
      const seen = attempt.observed?.status;
      if (attempt.vanished !== undefined) return { state: 'vanished', detail: attempt.vanished, ok: false };
      if (attempt.orderId === undefined && seen === undefined)
        return { state: 'accepted', detail: 'not in the venue’s list yet', ok: true };
      if (seen === 'filled') return { state: 'filled', detail: fillDetail(attempt), ok: true };
      if (seen === 'failed') return { state: 'failed', detail: id, ok: false };
      if (isImmediate(attempt.wire) && seen === undefined)
        return { state: 'accepted', detail: `${id}, and the venue has not told its end yet`, ok: true };
      return {
        state: seen === undefined || seen === 'unknown' ? 'resting' : restingWord(seen),
        detail: id,
        ok: true,
      };
    }
    case 'final':
      return {
        state: attempt.final?.status ?? 'ended',
        detail: endDetail(attempt, result),
        ok: attempt.final?.status !== 'failed' && result?.ok !== false,
      };
    case 'rejected':
      return { state: 'refused', detail: attempt.message ?? '', ok: false };
    case 'not-sent':
    case 'not-executed':
    case 'lapsed':
      return { state: 'not sent', detail: attempt.message ?? detail, ok: false };
  }
}

/** What a result begins with where no quote would do, or the venue named none: nothing was sent. */
const QUOTED = ['blocked', 'refused'] as const;

const restingWord = (status: string): string =>
  status === 'open' || status === 'pending' ? 'resting' : status;

/** Of a cancel whose effect nobody could read. */
const UNREAD =
  'as far as anybody knows: its account could not be read after the cancel; apply again asks again';

function notDone(report: ApplyReport, attempt: Attempt | undefined, after: PlanLine | undefined): string {
  if (report.interrupted)
    return attempt?.replacing === undefined
      ? 'interrupted before it was its turn'
      : 'interrupted between the cancel and the submit of a replace: the next apply goes on';
  return after?.reason ?? 'its account could not be read';
}

function fillDetail(attempt: Attempt | undefined): string {
  const fill = attempt?.final?.fill ?? attempt?.observed?.fill;
  if (attempt === undefined || fill === undefined) return '';
  const { leg, amount, currency } = quantityOf(attempt.wire);
  return `filled ${filledOn(fill, leg)} of ${amount} ${currency}`;
}

/** What its answer told of an order that trades at once; of any other, what it filled. */
function endDetail(attempt: Attempt, result: Result | undefined): string {
  if (!isImmediate(attempt.wire) || result === undefined || result.outcome === 'accepted')
    return fillDetail(attempt);
  return result.outcome.replace(`${attempt.final?.status ?? ''}: `, '');
}

export function outcomesOf(report: ApplyReport): readonly Outcome[] {
  const after = new Map(report.after.all.map((line) => [line.key, line]));
  return report.plan.lines.filter(isChange).flatMap((line) => {
    const { key, account, action } = line;
    if (key === undefined) return [];
    const fields = report.results.get(key)?.fields;
    const state = stateOf(report, line, key, after.get(key));
    return [{ key, account, action, ...state, ...(fields === undefined ? {} : { fields }) }];
  });
}

/** One row an outcome, failures last where they are seen, then what it comes to. */
export function renderOutcomes(outcomes: readonly Outcome[], layout: Layout): string {
  const sorted = outcomes.toSorted((a, b) => Number(b.ok) - Number(a.ok));
  const names = Math.min(28, Math.max(...sorted.map(({ key }) => nameOfKey(key).length)));
  const states = Math.max(...sorted.map(({ state }) => state.length));
  const rows = sorted.map(({ key, state, detail, ok }) => {
    const mark = paint(layout, ok ? 'green' : 'red', ok ? '✓' : '✗');
    const indent = names + states + 6;
    const text = wrap(safeText(detail), Math.max(30, layout.width - indent), 0).replaceAll(
      '\n',
      `\n${' '.repeat(indent)}`,
    );
    return `${mark} ${nameOfKey(key).padEnd(names)}  ${state.padEnd(states)}  ${text}`.trimEnd();
  });
  const done = outcomes.filter((outcome) => outcome.ok).length;
  const failed = outcomes.length - done;
  const sum =
    failed === 0
      ? `${count(done, 'change')} done.`
      : `${done} of ${count(outcomes.length, 'change')} done, ${failed} not.`;
  return `${rows.join('\n')}\n\n${sum}\n`;
}

/** What to type after a first apply on paper. */
export const tryNext = (here: Here): string =>
  [
    '',
    'Nothing here was real: these orders rest on the paper venue. Try next:',
    `  ${commandLine(here, 'status')}`,
    '      what rests, and where it came from',
    `  ${commandLine(here, 'plan')}`,
    '      no changes, until you edit, add or remove an entry',
    `  ${commandLine(here, 'paper price BTC-USD 90000')}`,
    '      move the market: orders fill, and a plan still wants nothing',
    '',
  ].join('\n');
