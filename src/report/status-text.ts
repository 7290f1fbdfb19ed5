import { safeText } from '../lib/safe-text.ts';
import { nameOfKey } from '../model/ids.ts';
import { filledOn } from '../model/order.ts';
import type { Plan, PlanLine } from '../model/plan.ts';
import { quantityOf } from '../model/terms.ts';
import { headText } from './journal-text.ts';
import { edited, whereOf } from './line-words.ts';
import { nextText } from './next-text.ts';
import { type Layout, count, hanging, paint, paintSymbol, symbolOf, wrap } from './style.ts';
import { describeParameters, describeTerms } from './terms.ts';

/*
 * Entry, journal and venue side by side, what needs a person first. Without names it leaves out what is over; with names it
 * shows those, whatever they are.
 */

const URGENCY: readonly PlanLine['level'][] = [
  'person',
  'unknown',
  'invalid',
  'refused',
  'blocked',
  'notice',
  'change',
  'quiet',
];

const entryText = (line: PlanLine): string =>
  line.place === undefined ? 'entry: none' : `entry: ${safeText(line.place.file)}:${line.place.line}`;

/** What the venue shows: `open 52a5b418…, filled 0 of 0.50 BTC`. */
export function liveText({ order }: PlanLine): string {
  if (order === undefined) return 'nothing';
  const id = order.id === undefined ? '' : ` ${safeText(order.id)}`;
  if (order.terms === undefined) return `${order.status}${id}`;
  const { leg, amount, currency } = quantityOf(order.terms);
  const filled = order.fillNotTold
    ? 'its fill is not told'
    : `filled ${filledOn(order.fill, leg)} of ${amount} ${currency}`;
  return `${order.status}${id}, ${filled}`;
}

/** What the venue told of the trade or of a refusal, beside what everyone needs. */
function toldText({ order }: PlanLine): string {
  const parameters = order?.terms === undefined ? '' : describeParameters(order.terms);
  const facts = [
    ...(parameters === '' ? [] : [parameters]),
    ...(order?.run === undefined ? [] : [`run ${order.run}`]),
    ...Object.entries(order?.trade ?? {}).map(([name, text]) => `${name} ${text}`),
    ...(order?.errorId === undefined ? [] : [`error ${order.errorId}`]),
  ];
  return safeText(facts.join(', '));
}

function block(line: PlanLine, layout: Layout): string {
  const symbol = paintSymbol(layout, symbolOf(line));
  // About the account as a whole: there is no order to lay out.
  if (line.code === 'account-unknown') return `${symbol} ${hanging(safeText(line.reason), layout.width, 2)}`;
  const name = line.key === undefined ? safeText(line.order?.id ?? '') : nameOfKey(line.key);
  const terms = line.submission?.target ?? line.order?.terms;
  const title =
    `${symbol} ${paint(layout, 'bold', name)}  ${terms === undefined ? '' : describeTerms(terms)}`.trimEnd();
  const tag = line.order?.tag === undefined ? '' : `, tag ${line.order.tag}`;
  const told = toldText(line);
  const facts = [
    `${entryText(line)}${tag}`,
    `venue: ${liveText(line)}`,
    ...(told === '' ? [] : [told]),
    `${line.code}: ${safeText(edited(line))}`,
  ];
  return [title, ...facts.map((fact) => `    ${hanging(fact, layout.width, 4)}`)].join('\n');
}

/** What `status` shows of everything that was judged. */
export function statusLines(all: readonly PlanLine[], names: readonly string[]): readonly PlanLine[] {
  const wanted = all.filter((line) =>
    names.length > 0
      ? // Of an account that can't be read nobody can say which orders it is about.
        line.code === 'account-unknown' || (line.key !== undefined && names.includes(nameOfKey(line.key)))
      : line.code !== 'finished' || line.place !== undefined,
  );
  return wanted.toSorted((a, b) => URGENCY.indexOf(a.level) - URGENCY.indexOf(b.level));
}

export function renderStatus(plan: Plan, lines: readonly PlanLine[], layout: Layout): string {
  const heading = `${paint(layout, 'bold', plan.environment.toUpperCase())}  ${safeText(plan.project)}  ${headText(plan)}`;
  const blocks = plan.accounts.flatMap((account) => {
    const own = lines.filter((line) => line.account === account.name);
    if (own.length === 0) return [];
    const title = `${paint(layout, 'bold', safeText(account.name))} (${whereOf(account)})`;
    return ['', title, ...own.map((line) => block(line, layout))];
  });
  const urgent = lines.filter((line) => line.level === 'person').length;
  const orders = lines.filter((line) => line.key !== undefined).length;
  const people = urgent === 0 ? '' : ` ${count(urgent, 'needs a person', 'need a person')}.`;
  // Of an account that can't be read this is no word about how many there are.
  const unread = plan.accounts.filter(({ readAt }) => readAt === undefined).map(({ name }) => name);
  const without = unread.length === 0 ? '' : `, without those of ${unread.join(', ')}: not read`;
  const sum = wrap(safeText(`${count(orders, 'order')}${without}.${people}`), layout.width);
  return [heading, ...blocks, '', sum, ''].join('\n').concat(nextText(lines));
}
