import { safeText } from '../lib/safe-text.ts';
import type { AccountName, VenueOrderId } from '../model/ids.ts';
import type { Place } from '../model/order.ts';
import type { Terms } from '../model/terms.ts';
import { type Layout, count, paint, paintSymbol, hanging, wrap } from './style.ts';
import { describeTerms } from './terms.ts';

export interface ImportedOrder {
  readonly name: string;
  readonly account: AccountName;
  readonly orderId: VenueOrderId;
  readonly terms: Terms;
  /** The journal had it from an earlier import. */
  readonly again: boolean;
  /** Where its entry stands; undefined: it has none yet. */
  readonly place?: Place;
  /** Whether this import wrote that entry. */
  readonly written: boolean;
  readonly note?: string;
  /** The entry's lines, for `orders:` of a spec file. */
  readonly yaml: readonly string[];
}

export interface ImportReport {
  readonly environment: string;
  readonly project: string;
  readonly imported: readonly ImportedOrder[];
  readonly refused: readonly {
    readonly account: AccountName;
    readonly orderId: VenueOrderId;
    readonly reason: string;
    readonly remedy: string;
  }[];
  readonly unreadable: readonly {
    readonly account: AccountName;
    readonly reason: string;
    readonly remedy: string;
  }[];
}

const at = ({ file, line }: Place): string => `${safeText(file)}:${line}`;

function entryState({ place, written }: ImportedOrder): string {
  if (place === undefined) return 'no entry yet: see below';
  return written ? `entry written: ${at(place)}` : `entry: ${at(place)}`;
}

function block(order: ImportedOrder, layout: Layout): string {
  const { name, account, orderId, terms, again, note } = order;
  const title = `${paintSymbol(layout, '+')} ${paint(layout, 'bold', name)}  ${describeTerms(terms)}`;
  const known = again ? ', imported before' : '';
  const facts = [
    `order ${orderId} on ${account}${known}`,
    entryState(order),
    ...(note === undefined ? [] : [note]),
  ];
  return [title, ...facts.map((fact) => `    ${hanging(safeText(fact), layout.width, 4)}`)].join('\n');
}

const THEN =
  'No plan cancels an imported order before an apply has found its entry; from then on, removing the entry cancels it. ' +
  'Quantities are what the venue shows, in base currency.';

/** What an import did, and what is left to do. */
export function renderImport(report: ImportReport, layout: Layout): string {
  const { environment, project, imported, refused, unreadable } = report;
  const told = (name: string, reason: string, remedy: string): string =>
    `${paintSymbol(layout, '!')} ${wrap(safeText(`${name} ${reason}. ${remedy}`), layout.width - 2, 4)}`;
  const missing = imported.filter(({ place }) => place === undefined);
  const paste =
    missing.length === 0
      ? []
      : ['', 'Add to a spec file (--write does it):', '', 'orders:', ...missing.flatMap(({ yaml }) => yaml)];
  const left = refused.length === 0 ? '' : ` ${refused.length} not.`;
  const sum = imported.length === 0 ? 'Nothing to import.' : `${count(imported.length, 'order')} imported.`;
  return [
    `${paint(layout, 'bold', environment.toUpperCase())}  ${safeText(project)}`,
    '',
    ...imported.map((order) => block(order, layout)),
    ...refused.map(({ orderId, reason, remedy }) => told(orderId, reason, remedy)),
    ...unreadable.map(({ account, reason, remedy }) => told(account, `can't be read: ${reason}`, remedy)),
    ...paste,
    ...(imported.length + refused.length + unreadable.length === 0 ? [] : ['']),
    `${sum}${left}`,
    ...(imported.length === 0 ? [] : [wrap(THEN, layout.width)]),
    '',
  ].join('\n');
}
