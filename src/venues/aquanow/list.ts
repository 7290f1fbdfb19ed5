import { isDeepStrictEqual } from 'node:util';
import type { AccountId, VenueOrderId } from '../../model/ids.ts';
import { fieldOf, isObject } from '../http/exact-json.ts';
import type { Answer, Outcome } from '../http/outcome.ts';
import { type Trouble, troubleWith } from './advice.ts';
import { type IdentifiedRow, identify } from './row-identity.ts';
import { shapeOf, wordsOf } from './shapes.ts';

export type Query = Readonly<Record<string, string>>;

/** One signed, retried `GET /trades/v2/order`. */
export type ReadPage = (query: Query, signal?: AbortSignal) => Promise<Outcome>;

/** A list that is whole, or why it isn't. There is no third: a part of a list says nothing about what is missing from it. */
export type Walk =
  | { readonly kind: 'whole'; readonly rows: readonly IdentifiedRow[] }
  | ({ readonly kind: 'broken' } & Trouble);

/** Beyond any account; a venue that hands out new tokens for ever is not followed for ever. */
const MOST_PAGES = 5_000;

const NOT_UNDERSTOOD = 'Nothing is done on this account. If it stays, show this message to the venue.';

interface Page {
  readonly rows: readonly unknown[];
  /** Undefined on the last page. */
  readonly next?: string;
}

/** `No item found with key = …`: how an unknown `orderId` was answered in 2019, as 502. */
export const isNothingFound = (answer: Answer): boolean =>
  (answer.status === 404 || answer.status === 502) &&
  wordsOf(shapeOf(answer)).startsWith('No item found with key');

/** The one order of a search by id: an object, an empty one or a list. */
const orderOf = (data: unknown): readonly unknown[] | undefined => {
  if (Array.isArray(data)) return data;
  if (!isObject(data)) return undefined;
  return Object.keys(data).length === 0 ? [] : [data];
};

/** A page's rows and the token of the next one; undefined where the answer is anything but a page. */
function pageOf(answer: Answer, byId: boolean): Page | undefined {
  if (byId && isNothingFound(answer)) return { rows: [] };
  const { status, body } = answer;
  if (status !== 200 || fieldOf(body, 'errors') !== undefined) return undefined;
  const [data, pagination] = [fieldOf(body, 'data'), fieldOf(body, 'pagination') ?? {}];
  const rows = byId ? orderOf(data) : Array.isArray(data) ? data : isObject(data) ? [data] : undefined;
  if (rows === undefined || !isObject(pagination)) return undefined;
  // The end is described once as null and once as "".
  const token = fieldOf(pagination, 'startsAfter') ?? '';
  if (typeof token !== 'string') return undefined;
  return token === '' ? { rows } : { rows, next: token };
}

type Rows = Map<VenueOrderId, IdentifiedRow>;

/** Adds a page's rows; gives the reason where one of them can't be understood. */
function add(rows: Rows, page: Page, account: AccountId): string | undefined {
  for (const raw of page.rows) {
    const identified = identify(raw, account);
    if (identified.kind === 'unclear') return identified.reason;
    if (identified.kind === 'ignored') continue;
    const { row } = identified;
    const before = rows.get(row.id);
    if (before && !isDeepStrictEqual(before.fields, row.fields))
      return `order ${row.id} is listed twice and not alike`;
    rows.set(row.id, row);
  }
  return undefined;
}

export interface About {
  readonly account: AccountId;
  readonly host: string;
  /** Which list this is, for people. */
  readonly what: string;
}

/** Follows the list to its end. An empty page is not the end: only a missing token is. */
export async function walk(read: ReadPage, query: Query, about: About, signal?: AbortSignal): Promise<Walk> {
  const broken = (why: string): Walk => {
    return { kind: 'broken', reason: `${about.what}: ${why}`, remedy: NOT_UNDERSTOOD };
  };
  const rows: Rows = new Map();
  const tokens = new Set<string>();
  let asked = query;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const outcome = await read(asked, signal);
    if (outcome.kind !== 'answer') return { kind: 'broken', ...troubleWith(about.what, outcome, about.host) };
    const page = pageOf(outcome, 'orderId' in query);
    if (!page)
      return outcome.status === 200
        ? broken(`${about.host} answered with something else than a list of orders`)
        : { kind: 'broken', ...troubleWith(about.what, outcome, about.host) };
    const unclear = add(rows, page, about.account);
    if (unclear !== undefined) return broken(unclear);
    if (page.next === undefined) return { kind: 'whole', rows: [...rows.values()] };
    if (tokens.has(page.next)) return broken('its pages go round in a circle');
    tokens.add(page.next);
    asked = { ...query, startsAfter: page.next };
  }
  return broken(`it has no end after ${MOST_PAGES} pages`);
}
