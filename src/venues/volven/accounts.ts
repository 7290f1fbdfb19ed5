import type { AccountId } from '../../model/ids.ts';
import type { Account } from '../../model/order.ts';
import { fieldOf, isObject } from '../http/exact-json.ts';
import type { FoundAccount } from '../venue.ts';
import { textOf } from './fields.ts';

/** An exchange account of the user. Source: seed, "Exchange account". */
export interface AccountRow {
  readonly id: string;
  /** `BYB`; unset where the row doesn't tell it. */
  readonly exchangeCode?: string;
  readonly name: string;
  readonly spot: boolean;
  readonly futures: boolean;
}

/** A part that doesn't say that it is active is not. */
const isActive = (part: unknown): boolean => fieldOf(part, 'isActive') === true;

function accountOf(row: unknown): AccountRow | undefined {
  const id = textOf(fieldOf(row, 'id'));
  if (!isObject(row) || id === undefined) return undefined;
  const exchangeCode = textOf(row['exchangeCode']) ?? textOf(row['exchange']);
  return {
    id,
    name: textOf(row['name']) ?? '',
    spot: isActive(row['spot']),
    futures: isActive(row['futures']),
    ...(exchangeCode === undefined ? {} : { exchangeCode }),
  };
}

/** The accounts of an answer; undefined where it is anything but a list of them. */
export function accountsOf(body: unknown): readonly AccountRow[] | undefined {
  if (!Array.isArray(body)) return undefined;
  const rows = body.map((row: unknown) => accountOf(row));
  return rows.every((row) => row !== undefined) ? rows : undefined;
}

export const describeAccount = ({ id, exchangeCode, name }: AccountRow): string =>
  `${id} (${exchangeCode ?? 'no exchange'} ${name})`;

const MOST_LISTED = 20;

function listed(rows: readonly AccountRow[]): string {
  if (rows.length === 0) return 'this user has no account';
  const more = rows.length > MOST_LISTED ? ` and ${rows.length - MOST_LISTED} more` : '';
  return `this user's accounts: ${rows.slice(0, MOST_LISTED).map(describeAccount).join(', ')}${more}`;
}

/** Which of the user's accounts is meant, by id or by exchange and name. */
export function chooseAccount(rows: readonly AccountRow[], account: Account): FoundAccount {
  const { id, lookup, name } = account;
  const invalid = (message: string, candidates: readonly AccountRow[]): FoundAccount => ({
    kind: 'invalid',
    message: `account ${name}: ${message}; ${listed(candidates)}`,
    remedy: `Write the id of the right one below accounts.${name} in tradeform.yaml.`,
  });
  const matching = rows.filter((row) =>
    lookup === undefined
      ? row.id === id
      : row.exchangeCode === lookup.exchangeCode && row.name === lookup.name,
  );
  const wanted = lookup === undefined ? `has the id ${id}` : `is ${lookup.name} at ${lookup.exchangeCode}`;
  const [row, second] = matching;
  if (row === undefined) return invalid(`Volven knows no account that ${wanted}`, rows);
  if (second !== undefined) return invalid(`more than one account ${wanted}`, matching);
  if (!row.spot && !row.futures)
    return {
      kind: 'invalid',
      message: `account ${name}: ${describeAccount(row)} is switched off at Volven: neither spot nor futures is active`,
      remedy: 'Switch it on at the venue, or name another account in tradeform.yaml.',
    };
  return { kind: 'found', account: { ...account, id: row.id as AccountId } };
}
