import { safeText } from '../lib/safe-text.ts';
import { nameOfKey } from '../model/ids.ts';
import { filledOn } from '../model/order.ts';
import type { Plan, PlanLine } from '../model/plan.ts';
import { quantityOf } from '../model/terms.ts';
import { headText } from './journal-text.ts';
import { type Layout, count, paint, paintSymbol, symbolOf, wrap } from './style.ts';
import { describeTerms } from './terms.ts';

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

function liveText(line: PlanLine): string {
  const { order } = line;
  if (order === undefined) return 'venue: nothing';
  const id = order.id === undefined ? '' : ` ${safeText(order.id)}`;
  if (order.terms === undefined) return `venue: ${order.status}${id}`;
  const { leg, amount, currency } = quantityOf(order.terms);
  return `venue: ${order.status}${id}, filled ${filledOn(order.fill, leg)} of ${amount} ${currency}`;
}

function block(line: PlanLine, layout: Layout): string {
  const symbol = paintSymbol(layout, symbolOf(line));
  const name = line.key === undefined ? safeText(line.order?.id ?? '') : nameOfKey(line.key);
  const terms = line.submission?.target ?? line.order?.terms;
  const title =
    `${symbol} ${paint(layout, 'bold', name)}  ${terms === undefined ? '' : describeTerms(terms)}`.trimEnd();
  const tag = line.order?.tag === undefined ? '' : `, tag ${line.order.tag}`;
  const facts = [`${entryText(line)}${tag}`, liveText(line), `${line.code}: ${safeText(line.reason)}`];
  return [title, ...facts.map((fact) => `    ${wrap(fact, layout.width - 4, 4)}`)].join('\n');
}

/** What `status` shows of everything that was judged. */
export function statusLines(all: readonly PlanLine[], names: readonly string[]): readonly PlanLine[] {
  const wanted = all.filter((line) =>
    names.length > 0
      ? line.key !== undefined && names.includes(nameOfKey(line.key))
      : line.code !== 'finished' || line.place !== undefined,
  );
  return wanted.toSorted((a, b) => URGENCY.indexOf(a.level) - URGENCY.indexOf(b.level));
}

export function renderStatus(plan: Plan, lines: readonly PlanLine[], layout: Layout): string {
  const heading = `${paint(layout, 'bold', plan.environment.toUpperCase())}  ${safeText(plan.project)}  ${headText(plan)}`;
  const blocks = plan.accounts.flatMap((account) => {
    const own = lines.filter((line) => line.account === account.name);
    if (own.length === 0) return [];
    const title = `${paint(layout, 'bold', safeText(account.name))} (${account.venue} ${safeText(account.id)})`;
    return ['', title, ...own.map((line) => block(line, layout))];
  });
  const urgent = lines.filter((line) => line.level === 'person').length;
  const orders = lines.filter((line) => line.key !== undefined).length;
  const people = urgent === 0 ? '' : ` ${count(urgent, 'needs a person', 'need a person')}.`;
  return [heading, ...blocks, '', `${count(orders, 'order')}.${people}`, ''].join('\n');
}
