import type { Pair, Node } from 'yaml';
import type { AccountName } from '../model/ids.ts';
import { orderKey } from '../model/ids.ts';
import type { Account, Entry } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import { type OrderTerms, type Side, currencyOf, pairOf } from '../model/terms.ts';
import { type Amount, parseAmount } from './amount.ts';
import { validateOrder } from './generated/validators.gen.js';
import { type PlainMap, isPlainMap, keyOf, nodeAt, pairIn, spanOf } from './located.ts';
import type { Ground } from './ground.ts';
import { schemaProblems } from './schema-problems.ts';
import { type Finding, type Source, type Span, placeAt, problemAt } from './source.ts';
import { listed, nearest } from './suggest.ts';
import { parseTime } from './time.ts';

/** What entries are checked against. */
export interface Desk {
  readonly environment: string;
  readonly accounts: ReadonlyMap<AccountName, Account>;
  /** Accounts of venues to which this version sends nothing. */
  readonly unsupportedAccounts: ReadonlySet<string>;
  readonly requireUnits: boolean;
}

export interface Defaults {
  readonly plain: PlainMap;
  readonly node: Node | null;
}

export type EntryResult =
  | { readonly ok: true; readonly entry: Entry }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Labels are merged by key; anything else is replaced. */
function withDefaults(own: PlainMap, defaults: PlainMap): PlainMap {
  const [a, b] = [defaults['labels'], own['labels']];
  return { ...defaults, ...own, ...(isPlainMap(a) && isPlainMap(b) ? { labels: { ...a, ...b } } : {}) };
}

/** One entry of `orders:`, with its defaults, or everything that is wrong with it. */
export function readEntry(
  source: Source,
  desk: Desk,
  pair: Pair<Node, Node | null>,
  own: PlainMap,
  defaults: Defaults,
): EntryResult {
  const name = keyOf(pair);
  const order = withDefaults(own, defaults.plain);
  const ground: Ground = { source, kind: 'spec', roots: [pair.value, defaults.node], name: spanOf(pair.key) };
  const valid = validateOrder(order);
  const shape = valid ? [] : schemaProblems(validateOrder.errors ?? [], ground);
  const problems = [...shape, ...checkAll(order, desk, ground)];
  // Invalid and without a problem of its own: what is wrong has been told where it was read, such as an alias.
  if (!valid || problems.length > 0) return { ok: false, problems };
  return { ok: true, entry: entryOf(name, order as ValidOrder, placeAt(source, ground.name[0])) };
}

const textOf = (order: PlainMap, field: string): string | undefined => {
  const value = order[field];
  return typeof value === 'string' ? value : undefined;
};

/** What a schema can't say. Looks only at fields that are well formed: the others have been told. */
function checkAll(order: PlainMap, desk: Desk, ground: Ground): readonly Problem[] {
  const found = (field: string, finding: Finding): readonly Problem[] => [
    problemAt(ground.source, spanOfField(ground, field), finding),
  ];
  const account = textOf(order, 'account');
  return [
    ...(account === undefined ? [] : checkAccount(account, desk, found)),
    ...AMOUNT_FIELDS.flatMap((field) => checkAmount(order, field, desk, found)),
    ...TIME_FIELDS.flatMap((field) => checkTime(order, field, found)),
  ];
}

type Found = (field: string, finding: Finding) => readonly Problem[];
const AMOUNT_FIELDS = ['receiveQuantity', 'deliverQuantity', 'priceLimit'] as const;
const TIME_FIELDS = ['expirationTime', 'notAfter'] as const;
const TIME_LIKE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const ACCOUNT_LIKE = /^[a-z][a-z0-9-]{0,62}$/;
const TICKER_LIKE = /^[A-Z0-9]{2,12}-[A-Z0-9]{2,12}$/;

function spanOfField(ground: Ground, field: string): Span {
  for (const root of ground.roots) {
    const pair = pairIn(root, field);
    if (pair) return spanOf(pair.value ?? pair.key);
  }
  return ground.name;
}

function checkAccount(name: string, desk: Desk, found: Found): readonly Problem[] {
  if (desk.accounts.has(name as AccountName) || !ACCOUNT_LIKE.test(name)) return [];
  if (desk.unsupportedAccounts.has(name))
    return found('account', {
      code: 'spec/unsupported',
      message: `account \`${name}\` is at a venue that this version of tradeform does not support`,
      remedy: 'this version places orders at aquanow',
    });
  const names = [...desk.accounts.keys()];
  const meant = nearest(name, names);
  return found('account', {
    code: 'spec/account',
    message: `unknown account \`${name}\``,
    remedy: `${meant === undefined ? '' : `did you mean ${meant}? `}Accounts of ${desk.environment}: ${listed(names)}`,
  });
}

/** The currency in which a field is counted, where ticker and side tell it. */
function currencyFor(order: PlainMap, field: (typeof AMOUNT_FIELDS)[number]): string | undefined {
  const [ticker, side] = [textOf(order, 'ticker'), textOf(order, 'side')];
  if (ticker === undefined || !TICKER_LIKE.test(ticker)) return undefined;
  if (field === 'priceLimit') return pairOf(ticker).quote;
  if (side !== 'buy' && side !== 'sell') return undefined;
  return currencyOf(field === 'receiveQuantity' ? 'receive' : 'deliver', side satisfies Side, ticker);
}

function checkAmount(
  order: PlainMap,
  field: (typeof AMOUNT_FIELDS)[number],
  desk: Desk,
  found: Found,
): readonly Problem[] {
  const text = textOf(order, field);
  const value = text === undefined ? undefined : parseAmount(text);
  const wanted = currencyFor(order, field);
  if (value === undefined || wanted === undefined) return [];
  if (value.currency === undefined)
    return desk.requireUnits && field !== 'priceLimit'
      ? found(field, {
          code: 'spec/units',
          message: `\`${field}\` must name its currency in environment ${desk.environment}`,
          remedy: `write ${value.amount} ${wanted} (\`requireUnits: false\` turns this off)`,
        })
      : [];
  if (value.currency === wanted) return [];
  const [ticker, side] = [textOf(order, 'ticker') ?? '', textOf(order, 'side') ?? ''];
  const why = field === 'priceLimit' ? `the price of ${ticker}` : `\`${field}\` of a ${side} of ${ticker}`;
  return found(field, {
    code: 'spec/currency',
    message: `${why} is in ${wanted}, not ${value.currency}`,
    remedy: otherField(field, value, order) ?? `write the amount in ${wanted}`,
  });
}

/** Where the currency fits the other quantity, that one was probably meant. */
function otherField(field: string, value: Amount, order: PlainMap): string | undefined {
  if (field === 'priceLimit') return undefined;
  const other = field === 'receiveQuantity' ? 'deliverQuantity' : 'receiveQuantity';
  return currencyFor(order, other) === value.currency && order[other] === undefined
    ? `write \`${other}: ${value.amount} ${value.currency}\`, or the amount in ${currencyFor(order, field as 'receiveQuantity') ?? ''}`
    : undefined;
}

function checkTime(order: PlainMap, field: (typeof TIME_FIELDS)[number], found: Found): readonly Problem[] {
  const text = textOf(order, field);
  if (text === undefined || !TIME_LIKE.test(text) || parseTime(text) !== undefined) return [];
  return found(field, {
    code: 'spec/time',
    message: `there is no such time as \`${text}\``,
    remedy: 'check day, hour and offset',
  });
}

/** What `validateOrder` and `checkAll` have let through. */
interface ValidOrder {
  readonly [field: string]: string | readonly string[] | Readonly<Record<string, string>> | undefined;
  readonly account: string;
  readonly strategy: OrderTerms['strategy'];
  readonly ticker: string;
  readonly side: Side;
  readonly priceLimit: string;
  readonly receiveQuantity?: string;
  readonly deliverQuantity?: string;
  readonly expirationTime?: string;
  readonly notAfter?: string;
  readonly usernameRef?: string;
  readonly generation?: string;
  readonly formerly?: readonly string[];
  readonly protect?: 'true' | 'false';
  readonly labels?: Readonly<Record<string, string>>;
  readonly description?: string;
}

function amountOf(text: string): Amount['amount'] {
  const value = parseAmount(text);
  if (value === undefined) throw new TypeError(`a validated amount is none: ${text}`);
  return value.amount;
}

function timeOf(text: string): number {
  const value = parseTime(text);
  if (value === undefined) throw new TypeError(`a validated time is none: ${text}`);
  return value;
}

function termsOf(order: ValidOrder): OrderTerms {
  const { receiveQuantity, deliverQuantity, expirationTime, usernameRef } = order;
  return Object.freeze({
    strategy: order.strategy,
    ticker: order.ticker,
    side: order.side,
    ...(receiveQuantity === undefined ? {} : { receiveQuantity: amountOf(receiveQuantity) }),
    ...(deliverQuantity === undefined ? {} : { deliverQuantity: amountOf(deliverQuantity) }),
    priceLimit: amountOf(order.priceLimit),
    ...(expirationTime === undefined ? {} : { expirationTime: timeOf(expirationTime) }),
    ...(usernameRef === undefined ? {} : { usernameRef }),
  });
}

function entryOf(name: string, order: ValidOrder, place: Entry['place']): Entry {
  const { notAfter, description } = order;
  return Object.freeze({
    key: orderKey(name),
    account: order.account as AccountName,
    terms: termsOf(order),
    generation: Number(order.generation ?? 1),
    formerly: Object.freeze((order.formerly ?? []).map(orderKey)),
    protect: order.protect === 'true',
    ...(notAfter === undefined ? {} : { notAfter: timeOf(notAfter) }),
    labels: Object.freeze({ ...order.labels }),
    ...(description === undefined ? {} : { description }),
    place: Object.freeze(place),
  });
}

/** The nodes of an entry's former names, in their order. */
export const formerNodes = (value: Node | null): readonly (Node | null | undefined)[] => {
  const list = pairIn(value, 'formerly')?.value ?? null;
  const count = list !== null && 'items' in list ? list.items.length : 0;
  return Array.from({ length: count }, (_, i) => nodeAt(list, [String(i)]));
};
