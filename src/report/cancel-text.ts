import type { CancelReport } from '../execute/cancel-now.ts';
import type { ScopedRow } from '../execute/cancel-reading.ts';
import { safeText } from '../lib/safe-text.ts';
import { isZero } from '../model/decimal.ts';
import { type Here, commandLine } from '../model/command-line.ts';
import { nameOfKey } from '../model/ids.ts';
import type { Project } from '../model/project.ts';
import { pairOf } from '../model/terms.ts';
import { commandsText } from './next-text.ts';
import { type Layout, count, hanging, paint, wrap } from './style.ts';

/*
 * What a cancel came to: what has ended, then whatever nobody could prove. "Nothing of ours is live" is said only where two whole
 * readings showed it.
 */

/** `dip-1`, or the venue's id where no entry stands for the order. */
const titleOf = (row: ScopedRow): string => (row.key === undefined ? safeText(row.id) : nameOfKey(row.key));

function factsOf(row: ScopedRow): string {
  const { side, ticker, priceLimit, fill, id, key } = row;
  const traded = side === 'buy' ? fill.received : fill.delivered;
  const parts = [
    `${side} ${ticker}${priceLimit === undefined ? '' : ` at ${priceLimit}`}`,
    ...(isZero(traded) ? [] : [`filled ${traded} ${pairOf(ticker).base}`]),
    ...(key === undefined ? [] : [`order ${id}`]),
  ];
  return parts.join(', ');
}

type Line = readonly [symbol: '-' | '!' | '?', title: string, text: string];

function linesOf(report: CancelReport): readonly Line[] {
  const unknown = report.journalRead
    ? 'nothing is known by that name: neither the journal nor the venue has an order of it; a run that is at work sends none any more'
    : 'no live order carries the tag of that name, and the journal, which may know more, can’t be read';
  return [
    ...report.ended.map((row): Line => ['-', titleOf(row), `${row.status}, ${factsOf(row)}`]),
    ...report.stillLive.map((row): Line => [
      '!',
      titleOf(row),
      `still live (${row.statusText}) on ${row.account}, ${factsOf(row)}: run cancel again, or cancel it at the venue`,
    ]),
    ...report.perhapsOurs.map((row): Line => [
      '?',
      titleOf(row),
      `live on ${row.account}, ${factsOf(row)}: orders there carry no tag, and without the journal nobody can tell whose it is; where it is ours, cancel it by this id`,
    ]),
    ...report.unproved.map(({ attempt, reason, needsPerson }): Line => {
      const name = nameOfKey(attempt.key);
      const id = attempt.orderId === undefined ? '' : ` (order ${attempt.orderId})`;
      return ['?', name, `${reason}${id}${needsPerson ? ': a person has to decide' : ''}`];
    }),
    ...report.unreadable.map((s): Line => [
      '?',
      s.account,
      `${s.reason}; what is live there is not known. ${s.remedy}`,
    ]),
    ...report.unknownNames.map((name): Line => ['?', safeText(name), unknown]),
  ];
}

const nextOf = ({ unproved }: CancelReport, here: Here): readonly string[] =>
  unproved
    .filter(({ needsPerson }) => needsPerson)
    .map(({ attempt }) => commandLine(here, `resolve ${nameOfKey(attempt.key)}`));

/** What is left to say about the scope as a whole. */
function verdictOf(report: CancelReport): string {
  if (report.proved && report.unknownNames.length === 0)
    return 'Nothing of ours is live in this scope (read twice).';
  const open = report.stillLive.length + report.unproved.length;
  if (open > 0) return `${open} not settled.`;
  if (!report.proved) return 'Not proved: see above.';
  return '';
}

/** `here`: what a line that a person is to type has to say. */
export function renderCancel(report: CancelReport, project: Project, here: Here, layout: Layout): string {
  const names = project.environment.name.toUpperCase();
  const lines = linesOf(report);
  const width = Math.min(28, Math.max(0, ...lines.map(([, title]) => title.length)));
  const indent = width + 4;
  const rows = lines.map(
    ([symbol, title, text]) =>
      `${symbol} ${title.padEnd(width)}  ${hanging(safeText(text), Math.max(layout.width, indent + 30), indent)}`,
  );
  const notOurs = report.notOurs === 0 ? '' : `${report.notOurs} not ours, left alone.`;
  const sum = [`${count(report.ended.length, 'order')} ended.`, verdictOf(report), notOurs];
  return [
    `${paint(layout, 'bold', names)}  ${safeText(project.name)}`,
    ...rows,
    wrap(sum.filter((part) => part !== '').join(' '), layout.width),
    '',
  ]
    .join('\n')
    .concat(commandsText(nextOf(report, here)));
}
