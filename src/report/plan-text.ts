import { safeText } from '../lib/safe-text.ts';
import { isZero } from '../model/decimal.ts';
import { type Millis, nameOfKey } from '../model/ids.ts';
import { type Plan, type PlanAccount, type PlanLine, isChange } from '../model/plan.ts';
import { equalEdits } from './equal-edits.ts';
import { headText } from './journal-text.ts';
import {
  changesText,
  detailsOf,
  fillOf,
  replaceText,
  shortId,
  submitText,
  titleOf,
  whereOf,
} from './line-words.ts';
import { afterText, countsText, headsOf, limitsText, untilText } from './plan-words.ts';
import { type Layout, paint, paintSymbol, symbolOf, hanging, wrap, count } from './style.ts';
import { describeTerms, second } from './terms.ts';

/*
 * A plan is read by someone who is about to be responsible for it: what changes first, each with what it is worth, why, and from
 * where; then what is only told; then what the book looks like afterwards.
 */

const LONGEST_NAME = 28;

function header(plan: Plan, layout: Layout): string {
  const commit = plan.commit === undefined ? 'not in Git' : `commit ${plan.commit.slice(0, 7)}`;
  const state = plan.commit === undefined ? '' : plan.dirty === true ? ' (uncommitted changes)' : ' (clean)';
  const read = plan.accounts.flatMap((account) => account.readAt ?? []);
  const book = read.length === 0 ? 'book not read' : `book read ${second(Math.max(...read))}`;
  const parts = [safeText(plan.project), `${commit}${state}`, headText(plan), book];
  return `${paint(layout, 'bold', plan.environment.toUpperCase())}  ${parts.join('  ')}`;
}

/** An order that rests, what of it is filled, and what is to become of it. */
function orderText(line: PlanLine): string {
  const { order } = line;
  const reason = safeText(line.reason);
  const filled = order === undefined || isZero(order.fill.received) ? '' : `, ${fillOf(line)}`;
  return order?.terms === undefined ? reason : `${describeTerms(order.terms)}${filled}: ${reason}`;
}

/** First line and the lines under it. */
function textOf(line: PlanLine, plan: Plan): readonly [string, ...string[]] {
  const reason = safeText(line.reason);
  const { order, submission, place } = line;
  const from = place === undefined ? '' : `, ${safeText(place.file)}:${place.line}`;
  switch (line.action) {
    case 'submit':
      return [
        submission === undefined ? '' : submitText(line, submission.wire, plan),
        ...detailsOf(line),
        `${reason}${from}`,
      ];
    case 'replace': {
      const then = `cancel ${shortId(order)}, then submit; not resting in between`;
      const why = line.code === 'edited' ? then : `${then} (${reason})`;
      return [replaceText(line) || 'the same terms again', `${why}${from}`];
    }
    case 'cancel':
      return [orderText(line)];
    case 'set-run':
      return [orderText(line), `order ${shortId(order)}${from}`];
    case 'none':
      return submission === undefined
        ? [place === undefined ? reason : `${reason} (${safeText(place.file)}:${place.line})`]
        : [`${describeTerms(submission.wire)}: not sent`, `${reason}${from}`];
  }
}

function lineText(line: PlanLine, plan: Plan, nameWidth: number, layout: Layout): string {
  const [first, ...rest] = textOf(line, plan);
  const title = titleOf(line);
  const indent = title === '' ? 2 : nameWidth + 4;
  const name = title === '' ? '' : `${title.padEnd(nameWidth)}  `;
  const symbol = paintSymbol(layout, symbolOf(line));
  const under = rest.map(
    (text) => ' '.repeat(indent) + paint(layout, 'dim', hanging(text, layout.width, indent)),
  );
  // Wrapped as if the indent were there: the name stands in it.
  const wrapped = hanging(first, layout.width, indent);
  return [`${symbol} ${name}${wrapped}`, ...under].join('\n');
}

function accountText(plan: Plan, account: PlanAccount, layout: Layout): readonly string[] {
  const lines = plan.lines.filter((line) => line.account === account.name);
  if (lines.length === 0) return [];
  const width = Math.min(LONGEST_NAME, Math.max(...lines.map((line) => titleOf(line).length)));
  const title = `${paint(layout, 'bold', safeText(account.name))} (${whereOf(account)})`;
  const groups = new Map(equalEdits(lines).flatMap((group) => group.map((line) => [line, group] as const)));
  const told = lines.flatMap((line) => {
    const group = groups.get(line);
    if (group === undefined) return [lineText(line, plan, width, layout)];
    return group[0] === line ? [groupText(group, layout)] : [];
  });
  return ['', title, ...told];
}

function groupText(group: readonly PlanLine[], layout: Layout): string {
  const [first] = group;
  const title = `${group.length} orders: ${first === undefined ? '' : changesText(first)}, none filled`;
  const names = `${group.map(titleOf).join(', ')}: cancel each, then submit; not resting in between`;
  const indent = 4;
  const under = ' '.repeat(indent) + paint(layout, 'dim', hanging(names, layout.width, indent));
  return `${paintSymbol(layout, '±')} ${hanging(title, layout.width, 2)}\n${under}`;
}

function onlyText({ only }: Plan, layout: Layout): readonly string[] {
  if (only === undefined) return [];
  const left = only.leftOut === 0 ? 'nothing' : count(only.leftOut, 'change of others', 'changes of others');
  return [wrap(`Only ${only.keys.map(nameOfKey).join(', ')}: ${left} left out.`, layout.width)];
}

/** What is approved, and how long that holds. */
function footer(plan: Plan, until: Millis | undefined, layout: Layout): string {
  const counts = countsText(plan);
  if (!plan.lines.some(isChange)) return counts;
  const digest = `digest ${plan.digest.slice(0, 12)}`;
  const approval = until === undefined ? digest : `${digest}  ${untilText(until, plan.now)}`;
  const gap = counts.length + 3 + approval.length > layout.width ? '\n' : '   ';
  return `${counts}${gap}${approval}`;
}

/** `until`: when the approval of a saved plan ends. */
export function renderPlan(plan: Plan, layout: Layout, until?: Millis): string {
  const accounts = plan.accounts.flatMap((account) => accountText(plan, account, layout));
  // Accounts that only the journal knows have no heading of their own above.
  const named = new Set(plan.accounts.map((account) => account.name));
  const homeless = plan.lines.filter((line) => !named.has(line.account));
  const extra = homeless.map(
    (line) =>
      `${paintSymbol(layout, '?')} ${hanging(`${safeText(line.account)}: ${safeText(line.reason)}`, layout.width, 2)}`,
  );
  const changes = plan.lines.some(isChange);
  const limits = limitsText(plan);
  const sums = [changes ? afterText(plan) : '', limits].filter((text) => text !== '').join(' ');
  const after = sums === '' ? [''] : ['', wrap(sums, layout.width)];
  const heads = headsOf(plan).map(
    (text) => `${paintSymbol(layout, '!')} ${hanging(safeText(text), layout.width, 2)}`,
  );
  const only = onlyText(plan, layout);
  return [
    header(plan, layout),
    ...heads,
    ...accounts,
    ...extra,
    ...after,
    ...only,
    footer(plan, until, layout),
    '',
  ].join('\n');
}
