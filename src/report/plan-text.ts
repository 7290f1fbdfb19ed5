import { safeText } from '../lib/safe-text.ts';
import { type Millis, nameOfKey } from '../model/ids.ts';
import { type Plan, type PlanAccount, type PlanLine, isChange } from '../model/plan.ts';
import { equalEdits } from './equal-edits.ts';
import { headText } from './journal-text.ts';
import {
  changesText,
  detailsOf,
  fillOf,
  isFilled,
  replaceText,
  shortId,
  submitText,
  titleOf,
  whereOf,
} from './line-words.ts';
import { afterText, countsText, headsOf, limitsText, untilText } from './plan-words.ts';
import { nextText } from './next-text.ts';
import { type Layout, paint, paintSymbol, symbolOf, hanging, wrap, count, sideBySide } from './style.ts';
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
  const environment = plan.environment.toUpperCase();
  const facts = [environment, safeText(plan.project), `${commit}${state}`, headText(plan), book];
  return paint(layout, 'bold', environment) + sideBySide(facts, layout.width).slice(environment.length);
}

/** An order that rests, what of it is filled, and what is to become of it. */
function orderText(line: PlanLine): string {
  const { order } = line;
  const reason = safeText(line.reason);
  const filled = isFilled(line) ? `, ${fillOf(line)}` : '';
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
      // What is edited alone would not tell what is sent: how much is left of it, and whether it trades at once.
      const sent = submission === undefined ? [] : [`becomes ${submitText(line, submission.wire, plan)}`];
      const edit = replaceText(line) || 'the same terms again';
      return [edit, ...sent, ...detailsOf(line), `${why}${from}`];
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

function* accountTexts(plan: Plan, account: PlanAccount, layout: Layout): Generator<string> {
  const lines = plan.lines.filter((line) => line.account === account.name);
  if (lines.length === 0) return;
  const longest = lines.reduce((most, line) => Math.max(most, titleOf(line).length), 0);
  const width = Math.min(LONGEST_NAME, longest);
  yield '';
  yield `${paint(layout, 'bold', safeText(account.name))} (${whereOf(account)})`;
  const groups = new Map(
    equalEdits(lines, plan).flatMap((group) => group.map((line) => [line, group] as const)),
  );
  for (const line of lines) {
    const group = groups.get(line);
    if (group === undefined) yield lineText(line, plan, width, layout);
    else if (group[0] === line) yield groupText(group, layout);
  }
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

function* textsOf(plan: Plan, layout: Layout, until: Millis | undefined): Generator<string> {
  yield header(plan, layout);
  for (const text of headsOf(plan))
    yield `${paintSymbol(layout, '!')} ${hanging(safeText(text), layout.width, 2)}`;
  for (const account of plan.accounts) yield* accountTexts(plan, account, layout);
  // Accounts that only the journal knows have no heading of their own above.
  const named = new Set(plan.accounts.map((account) => account.name));
  for (const line of plan.lines.filter(({ account }) => !named.has(account))) {
    const text = `${safeText(line.account)}: ${safeText(line.reason)}`;
    yield `${paintSymbol(layout, '?')} ${hanging(text, layout.width, 2)}`;
  }
  const changes = plan.lines.some(isChange);
  const sums = [changes ? afterText(plan) : '', limitsText(plan)].filter((text) => text !== '').join(' ');
  yield '';
  if (sums !== '') yield wrap(sums, layout.width);
  yield* onlyText(plan, layout);
  yield footer(plan, until, layout);
}

/** Characters that are written at once. */
const PART = 65_536;

/**
 * The plan in parts of whole lines, to be written as they are made: of a hundred thousand orders nobody needs all at once. `until`: when the
 * approval of a saved plan ends.
 */
export function* planParts(plan: Plan, layout: Layout, until?: Millis): Generator<string> {
  let part = '';
  for (const text of textsOf(plan, layout, until)) {
    part += `${text}\n`;
    if (part.length < PART) continue;
    yield part;
    part = '';
  }
  yield part + nextText(plan.lines);
}

/** All of {@link planParts}. */
export const renderPlan = (plan: Plan, layout: Layout, until?: Millis): string =>
  [...planParts(plan, layout, until)].join('');
