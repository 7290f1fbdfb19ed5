import type { AccountName } from '../../model/ids.ts';
import { type OrderTerms, pairOf, quantityOf } from '../../model/terms.ts';
import { type Plain, isPlainMap } from '../located.ts';

/** An entry as texts: its fields in their order, as they stand in a file. */
export interface EntryText {
  readonly name: string;
  readonly fields: readonly (readonly [field: string, value: string])[];
}

/** `2027-02-15T21:00:00Z`; milliseconds only where there are some. */
const timeText = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

/** What a spec says for these terms, amounts with their currencies, nothing left to defaults. */
export function entryText(
  name: string,
  account: AccountName,
  terms: OrderTerms,
  generation: number,
): EntryText {
  const { strategy, ticker, side, priceLimit, expirationTime, usernameRef } = terms;
  const { leg, amount, currency } = quantityOf(terms);
  return {
    name,
    fields: [
      ['strategy', strategy],
      ['account', account],
      ['ticker', ticker],
      ['side', side],
      [leg === 'receive' ? 'receiveQuantity' : 'deliverQuantity', `${amount} ${currency}`],
      ['priceLimit', `${priceLimit} ${pairOf(ticker).quote}`],
      ...(expirationTime === undefined ? [] : [['expirationTime', timeText(expirationTime)] as const]),
      ...(usernameRef === undefined ? [] : [['usernameRef', usernameRef] as const]),
      ...(generation === 1 ? [] : [['generation', String(generation)] as const]),
    ],
  };
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
