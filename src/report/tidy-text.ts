import { safeText } from '../lib/safe-text.ts';
import type { AccountName } from '../model/ids.ts';
import { type OrderStatus, filledOn } from '../model/order.ts';
import type { OrderFacts } from '../model/plan.ts';
import { quantityOf } from '../model/terms.ts';
import { type Layout, count, paint, paintSymbol, wrap } from './style.ts';

/** An entry whose order is over, and the lines that go with it. */
export interface TidyLine {
  readonly name: string;
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly status: OrderStatus | OrderFacts['status'];
  /** How it ended: `filled 0.5 of 0.50 BTC`. */
  readonly end: string;
}

export interface TidyReport {
  readonly environment: string;
  readonly project: string;
  /** All entries of the project. */
  readonly entries: number;
  readonly ended: readonly TidyLine[];
  readonly untouched: readonly { readonly file: string; readonly reason: string }[];
  /** Accounts that could not be read: whether their orders are over is not known. */
  readonly unknown: readonly { readonly account: AccountName; readonly reason: string }[];
  readonly written: boolean;
}

/** How an order ended, as far as the journal knows it. */
export function describeEnd(order: OrderFacts | undefined): string {
  if (order?.terms === undefined) return 'ended';
  const { leg, amount, currency } = quantityOf(order.terms);
  const filled = `filled ${filledOn(order.fill, leg)} of ${amount} ${currency}`;
  return order.status === 'filled' ? filled : `${order.status}, ${filled}`;
}

/** Which lines go, like a diff that shows only what is removed. `elsewhere`: where their orders may rest, so that they are not removed here. */
export function renderTidy(report: TidyReport, layout: Layout, elsewhere?: string): string {
  const { environment, project, entries, ended, untouched, unknown, written } = report;
  const names = Math.max(0, ...ended.map(({ name }) => name.length));
  const rows = ended.map(({ name, file, from, to, end }) => {
    const lines = from === to ? `${from}` : `${from}-${to}`;
    const where = `${safeText(file)}:${lines}`;
    const room = layout.width - names - 4;
    const under = end.length + where.length + 3 > room ? `\n${' '.repeat(names + 4)}` : ' ';
    return `${paintSymbol(layout, '-')} ${name.padEnd(names)}  ${end}${under}${paint(layout, 'dim', `(${where})`)}`;
  });
  const told = (symbol: '!' | '?', text: string): string =>
    `${paintSymbol(layout, symbol)} ${wrap(safeText(text), layout.width - 2, 4)}`;
  const of = count(entries, 'entry', 'entries');
  const sum =
    ended.length === 0
      ? `Nothing to tidy: of ${of}, no order has ended as its entry asked.`
      : written
        ? `${ended.length} of ${of} removed. Commit that change: the next apply notes that their names are used up.`
        : elsewhere === undefined
          ? `${ended.length} of ${of} would go. Nothing was written; --write removes these lines.`
          : `${ended.length} of ${of} would go. Nothing was written, and --write removes nothing here: the same files are read in ${elsewhere}, where these orders may rest.`;
  const body = [
    ...rows,
    ...untouched.map(({ file, reason }) => told('!', `${file} ${reason}`)),
    ...unknown.map(({ account, reason }) => told('?', `${account}: ${reason}`)),
  ];
  return [
    `${paint(layout, 'bold', environment.toUpperCase())}  ${safeText(project)}`,
    ...(body.length === 0 ? [] : ['', ...body, '']),
    wrap(sum, layout.width),
    '',
  ].join('\n');
}
