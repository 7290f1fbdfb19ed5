import { safeCut, safeText } from '../lib/safe-text.ts';
import { type Decimal, decimal, isZero } from '../model/decimal.ts';
import { type Millis, nameOfKey } from '../model/ids.ts';
import { filledOn } from '../model/order.ts';
import { type Plan, type PlanAccount, type PlanLine, isChange } from '../model/plan.ts';
import { type OrderTerms, quantityOf } from '../model/terms.ts';
import { headText } from './journal-text.ts';
import { type Layout, count, paint, paintSymbol, symbolOf, wrap } from './style.ts';
import { day, describeDistance, describeExpiry, describeTerms, minute, padLike, second } from './terms.ts';

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

const fillOf = (line: PlanLine): string => {
  const terms = line.submission?.target ?? line.order?.terms;
  if (line.order === undefined || terms === undefined) return '';
  const { leg, amount, currency } = quantityOf(terms);
  return `filled ${filledOn(line.order.fill, leg)} of ${amount} ${currency}`;
};

const spelled = (field: string, value: string | undefined): string =>
  value === undefined
    ? 'none'
    : field === 'expirationTime'
      ? new Date(Number(value)).toISOString()
      : safeText(value);

const changesText = (line: PlanLine): string =>
  (line.changes ?? [])
    .map(({ field, from, to }) => `${field} ${spelled(field, from)} → ${spelled(field, to)}`)
    .join(', ');

const replaceText = (line: PlanLine): string =>
  [changesText(line), fillOf(line)].filter((part) => part !== '').join(', ');

function submitText(line: PlanLine, terms: OrderTerms, plan: Plan): string {
  const distance = describeDistance(terms, plan.references[terms.ticker]);
  const now = describeExpiry(terms, plan.now);
  return `${describeTerms(terms)}, ${distance}, ${now}`;
}

/** The beginning of a venue's id, made safe before it is cut, so that no escape is cut in two. */
const shortId = (order: PlanLine['order']): string => safeCut(order?.id ?? '', 9);

/** The entry's name; for an order that no entry stands for, the beginning of its id. */
const titleOf = ({ key, order }: PlanLine): string => (key === undefined ? shortId(order) : nameOfKey(key));

/** First line and the lines under it. */
function textOf(line: PlanLine, plan: Plan): readonly [string, ...string[]] {
  const reason = safeText(line.reason);
  const { order, submission, place } = line;
  const from = place === undefined ? '' : `, ${safeText(place.file)}:${place.line}`;
  switch (line.action) {
    case 'submit':
      return [submission === undefined ? '' : submitText(line, submission.wire, plan), `${reason}${from}`];
    case 'replace': {
      const then = `cancel ${shortId(order)}, then submit; not resting in between`;
      const why = line.code === 'edited' ? then : `${then} (${reason})`;
      return [replaceText(line) || 'the same terms again', `${why}${from}`];
    }
    case 'cancel': {
      const terms = order?.terms;
      const filled = order === undefined || isZero(order.fill.received) ? '' : `, ${fillOf(line)}`;
      return [terms === undefined ? reason : `${describeTerms(terms)}${filled}: ${reason}`];
    }
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
    (text) => ' '.repeat(indent) + paint(layout, 'dim', wrap(text, layout.width - indent, indent)),
  );
  // Wrapped as if the indent were there: the name stands in it.
  const wrapped = wrap(first, layout.width - indent).replaceAll('\n', `\n${' '.repeat(indent)}`);
  return [`${symbol} ${name}${wrapped}`, ...under].join('\n');
}

function accountText(plan: Plan, account: PlanAccount, layout: Layout): readonly string[] {
  const lines = plan.lines.filter((line) => line.account === account.name);
  if (lines.length === 0) return [];
  const width = Math.min(LONGEST_NAME, Math.max(...lines.map((line) => titleOf(line).length)));
  const title = `${paint(layout, 'bold', safeText(account.name))} (${account.venue} ${safeText(account.id)})`;
  const groups = new Map(equalEdits(lines).flatMap((group) => group.map((line) => [line, group] as const)));
  const told = lines.flatMap((line) => {
    const group = groups.get(line);
    if (group === undefined) return [lineText(line, plan, width, layout)];
    return group[0] === line ? [groupText(group, layout)] : [];
  });
  return ['', title, ...told];
}

/** From this many on, orders that change alike are told once: a reviewer would not read the tenth. */
const ALIKE = 3;
/** What a replace changes, where nothing of the order is filled; edits with one text are one decision. */
const editOf = (line: PlanLine): string | undefined =>
  line.code === 'edited' &&
  line.action === 'replace' &&
  line.order !== undefined &&
  isZero(line.order.fill.received)
    ? changesText(line)
    : undefined;

const equalEdits = (lines: readonly PlanLine[]): readonly (readonly PlanLine[])[] =>
  [...Map.groupBy(lines, editOf)].flatMap(([edit, group]) =>
    edit === undefined || group.length < ALIKE ? [] : [group],
  );

function groupText(group: readonly PlanLine[], layout: Layout): string {
  const [first] = group;
  const title = `${group.length} orders: ${first === undefined ? '' : changesText(first)}, none filled`;
  const names = `${group.map(titleOf).join(', ')}: cancel each, then submit; not resting in between`;
  const indent = 4;
  const under = ' '.repeat(indent) + paint(layout, 'dim', wrap(names, layout.width - indent, indent));
  return `${paintSymbol(layout, '±')} ${wrap(title, layout.width - 2, 2)}\n${under}`;
}

/** Worths are told with cents at least. */
const CENTS = decimal('0.00');

function worth(sums: Readonly<Record<string, Decimal>>, word: string): readonly string[] {
  const parts = Object.entries(sums).map(([currency, amount]) => `${padLike(amount, CENTS)} ${currency}`);
  return parts.length === 0 ? [] : [`${parts.join(' and ')} of ${word}`];
}

function afterText({ exposure }: Plan): string {
  const sums = [...worth(exposure.buys, 'buys'), ...worth(exposure.sells, 'sells')];
  const most = sums.length === 0 ? '' : `, at most ${sums.join(' and ')}`;
  return `After apply: ${count(exposure.orders, 'open order')}${most}.`;
}

/** `1 submit, 2 cancels. 4 unchanged, 12 finished, 1 not ours.` */
export function countsText({ counts, lines }: Plan): string {
  const held = lines.filter((line) => line.level === 'blocked' || line.level === 'refused').length;
  const people = lines.filter((line) => line.level === 'person').length;
  const changes = [
    counts.submit > 0 ? count(counts.submit, 'submit') : '',
    counts.replace > 0 ? count(counts.replace, 'replace') : '',
    counts.cancel > 0 ? count(counts.cancel, 'cancel') : '',
  ].filter((part) => part !== '');
  const rest = [
    counts.unchanged > 0 ? `${counts.unchanged} unchanged` : '',
    counts.finished > 0 ? `${counts.finished} finished` : '',
    held > 0 ? `${held} held back` : '',
    people > 0 ? count(people, 'needs a person', 'need a person') : '',
    counts.unmanaged > 0 ? `${counts.unmanaged} not ours` : '',
  ].filter((part) => part !== '');
  const first = changes.length === 0 ? 'No changes.' : `${changes.join(', ')}.`;
  return rest.length === 0 ? first : `${first} ${rest.join(', ')}.`;
}

/** `until tomorrow 14:02Z`; beyond tomorrow, the date. */
function untilText(until: Millis, now: Millis): string {
  const DAY = 86_400_000;
  const words = new Map([
    [day(now), 'today'],
    [day(now + DAY), 'tomorrow'],
  ]);
  return `until ${minute(until).replace(day(until), words.get(day(until)) ?? day(until))}`;
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
      `${paintSymbol(layout, '?')} ${wrap(`${safeText(line.account)}: ${safeText(line.reason)}`, layout.width - 2, 2)}`,
  );
  const changes = plan.lines.some(isChange);
  const after = changes ? ['', wrap(afterText(plan), layout.width)] : [''];
  const only = onlyText(plan, layout);
  return [
    header(plan, layout),
    ...accounts,
    ...extra,
    ...after,
    ...only,
    footer(plan, until, layout),
    '',
  ].join('\n');
}
