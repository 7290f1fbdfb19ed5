import type { SQLInputValue } from 'node:sqlite';
import { accountExists } from '../balances.ts';
import type { Call } from '../call.ts';
import { FIRST_PAGE, type Page, kindOf } from '../faults.ts';
import type { Moment } from '../moment.ts';
import { type Order, orderById } from '../orders.ts';
import { type Reply, ok } from '../reply.ts';
import { orderRow } from './order-row.ts';
import { Refusal } from './refusal.ts';

/** Conditions on a row of `orders`, all of which hold, with the values of their question marks. */
class Conditions {
  readonly texts: string[] = ['1'];
  readonly values: SQLInputValue[] = [];

  add(text: string, ...values: readonly SQLInputValue[]): void {
    this.texts.push(text);
    this.values.push(...values);
  }

  get text(): string {
    return this.texts.join(' AND ');
  }
}

function timeOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new Refusal(400, `${name} must be a time in milliseconds`);
  return Number(text);
}

/** Both ends or none of them (reference, section 3). */
function addRange(
  conditions: Conditions,
  query: URLSearchParams,
  column: string,
  from: string,
  to: string,
): void {
  const [start, end] = [timeOf(query, from), timeOf(query, to)];
  if (start === undefined && end === undefined) return;
  if (start === undefined || end === undefined)
    throw new Refusal(400, `${from} and ${to} must both be given`);
  conditions.add(`${column} BETWEEN ? AND ?`, start, end);
}

/** Which orders a listing walks through. */
function scopeOf({ store, now }: Moment, query: URLSearchParams): Conditions {
  const scope = new Conditions();
  scope.add('visibleAt <= ?', now);
  const accountId = query.get('accountId');
  if (accountId !== null) {
    if (!accountExists(store, accountId)) throw new Refusal(400, `accountId ${accountId} not found`);
    scope.add('accountId = ?', accountId);
  }
  const token = query.get('startsAfter') ?? FIRST_PAGE;
  if (token === FIRST_PAGE) return scope;
  const last = orderById(store, token);
  if (!last) throw new Refusal(400, `startsAfter: ${token} is not a page of this list`);
  scope.add('sequence > ?', last.sequence);
  return scope;
}

/** Which of them it shows. */
function filterOf({ settings }: Moment, query: URLSearchParams): Conditions {
  const filter = new Conditions();
  const reference = query.get('usernameRef');
  if (reference !== null) filter.add('usernameRef = ?', reference);
  if (query.get('openOrders') === 'true') {
    filter.add('open = 1');
    if (!settings.openIncludesCancelPending) filter.add(`status <> 'CANCEL_PENDING'`);
  }
  addRange(filter, query, 'createdAt', 'startTime', 'endTime');
  addRange(filter, query, 'expireTime', 'expirationStartTime', 'expirationEndTime');
  return filter;
}

type Scanned = Order & { readonly shown: number };

function readPage(moment: Moment, query: URLSearchParams): Page {
  const { store, settings } = moment;
  const scope = scopeOf(moment, query);
  const filter = filterOf(moment, query);
  const scanned =
    settings.pageBy === 'scan'
      ? store.all<Scanned>(
          `SELECT *, (${filter.text}) AS shown FROM orders WHERE ${scope.text} ORDER BY sequence LIMIT ?`,
          ...filter.values,
          ...scope.values,
          settings.pageSize,
        )
      : store.all<Scanned>(
          `SELECT *, 1 AS shown FROM orders WHERE ${scope.text} AND ${filter.text} ORDER BY sequence LIMIT ?`,
          ...scope.values,
          ...filter.values,
          settings.pageSize,
        );
  return {
    rows: scanned.filter(({ shown }) => shown === 1).map((order) => orderRow(order, moment)),
    // A full page never knows whether it was the last: the next one may be empty, and is the end then.
    next: scanned.length < settings.pageSize ? undefined : scanned.at(-1)?.orderId,
  };
}

const END = { null: { startsAfter: null }, empty: { startsAfter: '' }, missing: {} } as const;

/** `GET /trades/v2/order`: one order as an object, or a page of the list. */
export function listOrders(moment: Moment, call: Call): Reply {
  const { query, fault } = call;
  const orderId = query.get('orderId');
  if (orderId !== null) return showOrder(moment, orderId, query);
  const read = readPage(moment, query);
  const alter = fault && kindOf(fault.fault).page;
  const { rows, next } = alter ? alter(read, fault, query.get('startsAfter') ?? undefined) : read;
  const end = END[moment.settings.pageEnd];
  return ok({
    data: rows,
    pagination: { ...(next === undefined ? end : { startsAfter: next }), count: rows.length },
  });
}

function showOrder(moment: Moment, orderId: string, query: URLSearchParams): Reply {
  const { store, now } = moment;
  const order = orderById(store, orderId);
  const accountId = query.get('accountId');
  if (!order || order.visibleAt > now || (accountId !== null && accountId !== order.accountId))
    throw new Refusal(502, `No item found with key = ${orderId}`);
  return ok({ data: orderRow(order, moment) });
}
