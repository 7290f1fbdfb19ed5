import type { Node } from 'yaml';
import type { AccountName } from '../model/ids.ts';
import type { VenueName } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import type { Desk } from './desk.ts';
import type { Ground } from './ground.ts';
import { type PlainMap, pairIn, spanOf } from './located.ts';
import { type Finding, type Span, problemAt } from './source.ts';
import { listed, nearest } from './suggest.ts';
import { parseTime } from './time.ts';

/*
 * What no schema can say about an entry, of whichever kind. Looks only at fields that are well formed: the others have been told.
 */

/** One entry that is being read. */
export interface Draft {
  /** Its own fields, its defaults merged in. */
  readonly fields: PlainMap;
  readonly desk: Desk;
  readonly ground: Ground;
}

export interface Check {
  /** Whether its schema lets it through; what is told already, such as an alias, needs no problem of its own. */
  readonly valid: boolean;
  readonly problems: readonly Problem[];
}

export const textOf = (fields: PlainMap, field: string): string | undefined => {
  const value = fields[field];
  return typeof value === 'string' ? value : undefined;
};

/** The problem of a field: under its value, else under its key, else under the entry's name. */
export const problemOf = ({ ground }: Draft, field: string, finding: Finding): Problem =>
  problemAt(ground.source, spanOfField(ground.roots, field) ?? ground.name, finding);

export function spanOfField(roots: readonly (Node | null | undefined)[], field: string): Span | undefined {
  for (const root of roots) {
    const pair = pairIn(root, field);
    if (pair) return spanOf(pair.value ?? pair.key);
  }
  return undefined;
}

const ACCOUNT_LIKE = /^[a-z][a-z0-9-]{0,62}$/;

/** An account must be one of the environment, and at the venue that takes such entries. */
export function checkAccount(draft: Draft, venue: VenueName, entries: string): readonly Problem[] {
  const { fields, desk } = draft;
  const name = textOf(fields, 'account');
  const account = name === undefined ? undefined : desk.accounts.get(name as AccountName);
  if (name === undefined || account?.venue === venue || !ACCOUNT_LIKE.test(name)) return [];
  const fitting = [...desk.accounts.values()].filter((one) => one.venue === venue).map((one) => one.name);
  const fit =
    fitting.length === 0
      ? `add an account at ${venue} to tradeform.yaml: environment ${desk.environment} has none`
      : `Accounts of ${desk.environment} at ${venue}: ${listed(fitting)}`;
  if (account !== undefined)
    return [
      problemOf(draft, 'account', {
        code: 'spec/account',
        message: `account \`${name}\` is at ${account.venue}; ${entries} are placed at ${venue}`,
        remedy: fit,
      }),
    ];
  const meant = nearest(name, fitting);
  return [
    problemOf(draft, 'account', {
      code: 'spec/account',
      message: `unknown account \`${name}\``,
      remedy: meant === undefined ? fit : `did you mean ${meant}? ${fit}`,
    }),
  ];
}

const TIME_LIKE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

export function checkTime(draft: Draft, field: string): readonly Problem[] {
  const text = textOf(draft.fields, field);
  if (text === undefined || !TIME_LIKE.test(text) || parseTime(text) !== undefined) return [];
  return [
    problemOf(draft, field, {
      code: 'spec/time',
      message: `there is no such time as \`${text}\``,
      remedy: 'check day, hour and offset',
    }),
  ];
}

export function timeOf(text: string): number {
  const value = parseTime(text);
  if (value === undefined) throw new TypeError(`a validated time is none: ${text}`);
  return value;
}
