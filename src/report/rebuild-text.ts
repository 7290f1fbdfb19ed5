import { type Findings, type FoundOrder, namelessIn } from '../execute/found-orders.ts';
import { safeText } from '../lib/safe-text.ts';
import { isZero } from '../model/decimal.ts';
import type { KnownOrder } from '../model/event.ts';
import { type AccountName, nameOfKey } from '../model/ids.ts';
import { type OrderRow, filledOn, isFinal } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { quantityOf } from '../model/terms.ts';
import { subjectWords } from './event-words.ts';
import { type Layout, count, hanging, paint, paintSymbol, wrap } from './style.ts';
import { describeTerms } from './terms.ts';

/* What a rebuild found, and, as plainly, what it can't find. */

const SHOWN = 50;

function fillText({ terms, wire = terms }: KnownOrder, { fill }: OrderRow): string {
  const { leg, amount, currency } = quantityOf(wire);
  const filled = filledOn(fill, leg);
  return isZero(filled) ? '' : `, filled ${filled} of ${amount} ${currency}`;
}

function line({ subject, order, row, termsFromFile }: FoundOrder, layout: Layout): string {
  const status = isFinal(row.status) ? `over: ${row.status}` : row.status;
  const from = termsFromFile ? '; the list does not show its quantity, taken from the file' : '';
  const text = `${subjectWords(subject)}: ${describeTerms(order.terms)}, ${status}${fillText(order, row)}, order ${order.orderId}${from}`;
  return `${paintSymbol(layout, '+')} ${hanging(safeText(text), layout.width, 2)}`;
}

function problems(found: Findings): readonly string[] {
  const nameless = namelessIn(found).map(nameOfKey);
  return [
    ...found.doubled.map(
      ({ tag, ids }) =>
        `${ids.length} orders carry one tag, ${tag}: ${ids.join(', ')}. Only one was meant to be: cancel what should not be.`,
    ),
    ...found.unclear.map(
      ({ account, row }) =>
        `Order ${row.id} on ${account} is ours and is not recorded: its row does not tell what it asked for.`,
    ),
    ...(nameless.length === 0
      ? []
      : [
          `No entry has the name of ${nameless.join(', ')}: a tag holds a code, not a name. If you know their names, run it again with --name before approving; a name that is gone can be given, too.`,
        ]),
  ];
}

/** What no list can bring back. */
const LIMITS_OF_IT =
  "What a list never showed can't be recovered: an order that was in doubt and never listed, replaces and cancels under way, halts, decisions by resolve. Set halts again, and look at the venue for anything that was being sent.";

function unlistedText({ unlisted }: Findings): readonly string[] {
  if (unlisted.length === 0) return [];
  const names = unlisted.slice(0, SHOWN).map(({ key }) => nameOfKey(key));
  const more = unlisted.length > SHOWN ? ` and ${unlisted.length - SHOWN} more` : '';
  return [
    `No order was found for ${names.join(', ')}${more}. The next plan offers to submit ${unlisted.length === 1 ? 'it' : 'them'}: if one was just being sent when the journal was lost, ask the venue first.`,
  ];
}

const then = (names: readonly AccountName[]): string =>
  `${names.length === 1 ? 'It is' : 'They are'} halted with this: compare tradeform status with the venue, then tradeform unhalt.`;

function haltedText(halted: readonly AccountName[], { unclear }: Findings): readonly string[] {
  const apart = Object.groupBy(halted, (name) =>
    unclear.some(({ account }) => account === name) ? 'unclear' : 'untagged',
  );
  const { unclear: some = [], untagged = [] } = apart;
  return [
    ...(some.length === 0
      ? []
      : [
          `Not every order of ours on ${some.join(', ')} could be recorded: what is not counts in no limit, and may be asked for again. ${then(some)}`,
        ]),
    ...(untagged.length === 0
      ? []
      : [
          `Orders on ${untagged.join(', ')} carry no tag, so nobody can tell which entries were sent there. ${then(untagged)}`,
        ]),
  ];
}

/** `halted`: accounts that this halts, where a journal was lost; undefined where none was. */
export function renderFindings(
  project: Project,
  found: Findings,
  halted: readonly AccountName[] | undefined,
  layout: Layout,
): string {
  const { orders, known, notOurs } = found;
  const paragraph = (text: string): string => wrap(safeText(text), layout.width);
  const accounts = Map.groupBy(orders, ({ subject }) => subject.account);
  const blocks = [...accounts].flatMap(([account, list]) => [
    '',
    paint(layout, 'bold', safeText(account)),
    ...list.slice(0, SHOWN).map((order) => line(order, layout)),
    ...(list.length > SHOWN ? [`  … and ${list.length - SHOWN} more`] : []),
  ]);
  const numbers = `${count(orders.length, 'order')} of ours that the journal does not know, ${known} that it knows, ${notOurs} not ours.`;
  return [
    `${paint(layout, 'bold', project.environment.name.toUpperCase())}  ${safeText(project.name)}  journal rebuild`,
    ...blocks,
    '',
    numbers,
    ...[
      ...problems(found),
      ...(halted === undefined ? [] : [LIMITS_OF_IT, ...unlistedText(found), ...haltedText(halted, found)]),
    ].flatMap((text) => ['', paragraph(text)]),
    '',
  ].join('\n');
}
