import type { AccountName } from '../../model/ids.ts';
import {
  type OrderTerms,
  type Parameter,
  type Run,
  type StrategyTerms,
  type Terms,
  isStrategy,
  pairOf,
  quantityOf,
} from '../../model/terms.ts';
import type { Block } from '../ground.ts';
import { type Plain, isPlainMap } from '../located.ts';

type Field = readonly [field: string, value: string];

/** An entry as texts: its fields in their order, as they stand in a file. */
export interface EntryText {
  readonly block: Block;
  readonly name: string;
  readonly fields: readonly Field[];
}

/** `2027-02-15T21:00:00Z`; milliseconds only where there are some. */
const timeText = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

/**
 * What a spec says for these terms, nothing left to defaults: an order's amounts with their currencies, which a strategy's have
 * none of. `run` is a strategy's; started, unless given.
 */
export function entryText(
  name: string,
  account: AccountName,
  terms: Terms,
  generation: number,
  run: Run = 'started',
): EntryText {
  const again: readonly Field[] = generation === 1 ? [] : [['generation', String(generation)]];
  return isStrategy(terms)
    ? { block: 'strategies', name, fields: [...strategyFields(account, terms, run), ...again] }
    : { block: 'orders', name, fields: [...orderFields(account, terms), ...again] };
}

function orderFields(account: AccountName, terms: OrderTerms): readonly Field[] {
  const { strategy, ticker, side, expirationTime, usernameRef } = terms;
  const { leg, amount, currency } = quantityOf(terms);
  const price = (field: 'priceLimit' | 'tradePrice' | 'priceGuard'): readonly Field[] =>
    terms[field] === undefined ? [] : [[field, `${terms[field]} ${pairOf(ticker).quote}`]];
  return [
    ['strategy', strategy],
    ['account', account],
    ['ticker', ticker],
    ['side', side],
    [leg === 'receive' ? 'receiveQuantity' : 'deliverQuantity', `${amount} ${currency}`],
    ...price('priceLimit'),
    ...price('tradePrice'),
    ...price('priceGuard'),
    ...(expirationTime === undefined ? [] : [['expirationTime', timeText(expirationTime)] as const]),
    ...(usernameRef === undefined ? [] : [['usernameRef', usernameRef] as const]),
  ];
}

function strategyFields(account: AccountName, terms: StrategyTerms, run: Run): readonly Field[] {
  const { strategyType, productCode, side, size, priceLimit, parameters } = terms;
  return [
    ['type', strategyType],
    ['account', account],
    ['productCode', productCode],
    ['side', side],
    ['size', size],
    ...(priceLimit === undefined ? [] : [['priceLimit', priceLimit] as const]),
    ...Object.entries(parameters).map(([field, value]) => [field, parameterText(value)] as const),
    ...(run === 'started' ? [] : [['run', run] as const]),
  ];
}

function parameterText(value: Parameter): string {
  return typeof value === 'object' ? value.text : String(value);
}

/** A text as a YAML scalar: plain where that reads back as the same text, else in double quotes. */
export const scalar = (text: string): string =>
  /^[A-Za-z0-9](?:[\w .:/+-]*[\w.+-])?$/.test(text) && !/: |^(?:null|Null|NULL)$/.test(text)
    ? text
    : JSON.stringify(text);

/** The lines of an entry, its name `indent` deep and its fields `step` deeper. */
export const entryLines = ({ name, fields }: EntryText, indent: number, step: number): readonly string[] => [
  `${' '.repeat(indent)}${scalar(name)}:`,
  ...fields.map(([field, value]) => `${' '.repeat(indent + step)}${field}: ${scalar(value)}`),
];

/** Any value of a spec as YAML on one line. */
export function inlineYaml(value: Plain): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return scalar(value);
  if (isPlainMap(value)) {
    const pairs = Object.entries(value).map(([key, inner]) => `${scalar(key)}: ${inlineYaml(inner)}`);
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  return `[${value.map(inlineYaml).join(', ')}]`;
}
