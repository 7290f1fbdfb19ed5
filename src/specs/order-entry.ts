import type { Problem } from '../model/problem.ts';
import { type OrderTerms, type Side, currencyOf, pairOf } from '../model/terms.ts';
import { type Amount, parseAmount } from './amount.ts';
import {
  type Check,
  type Draft,
  checkAccount,
  checkTime,
  problemOf,
  textOf,
  timeOf,
} from './entry-checks.ts';
import { validateOrder } from './generated/validators.gen.js';
import type { Order } from './generated/spec.gen.ts';
import type { PlainMap } from './located.ts';
import { schemaProblems } from './schema-problems.ts';

/* An entry of `orders:`: what is wrong with it, and the terms that it asks for. */

/** An order that {@link checkOrder} has let through. */
export type OrderText = Order & Required<Pick<Order, 'account' | 'strategy' | 'ticker'>>;

export function checkOrder(draft: Draft): Check {
  const valid = validateOrder(draft.fields);
  const problems = valid ? [] : [...schemaProblems(validateOrder.errors ?? [], draft.ground)];
  problems.push(...checkAccount(draft, 'aquanow', 'orders'));
  for (const field of AMOUNT_FIELDS) problems.push(...checkAmount(draft, field));
  for (const field of ['expirationTime', 'notAfter']) problems.push(...checkTime(draft, field));
  problems.push(...checkLast(draft));
  return { valid, problems };
}

const QUANTITIES = ['receiveQuantity', 'deliverQuantity'] as const;
const PRICES = ['priceLimit', 'tradePrice', 'priceGuard'] as const;
const AMOUNT_FIELDS = [...QUANTITIES, ...PRICES] as const;
type AmountField = (typeof AMOUNT_FIELDS)[number];
const isQuantity = (field: AmountField): field is (typeof QUANTITIES)[number] =>
  (QUANTITIES as readonly AmountField[]).includes(field);

const TICKER_LIKE = /^[A-Z0-9]{2,12}-[A-Z0-9]{2,12}$/;

/** The currency in which a field is counted, where ticker and side tell it. */
function currencyFor(fields: PlainMap, field: AmountField): string | undefined {
  const [ticker, side] = [textOf(fields, 'ticker'), textOf(fields, 'side')];
  if (ticker === undefined || !TICKER_LIKE.test(ticker)) return undefined;
  if (!isQuantity(field)) return pairOf(ticker).quote;
  if (side !== 'buy' && side !== 'sell') return undefined;
  return currencyOf(field === 'receiveQuantity' ? 'receive' : 'deliver', side satisfies Side, ticker);
}

function checkAmount(draft: Draft, field: AmountField): readonly Problem[] {
  const { fields, desk } = draft;
  const text = textOf(fields, field);
  if (text === undefined) return [];
  const value = parseAmount(text);
  const wanted = currencyFor(fields, field);
  if (value === undefined || wanted === undefined || value.currency === wanted) return [];
  if (value.currency === undefined)
    return desk.requireUnits && isQuantity(field)
      ? [
          problemOf(draft, field, {
            code: 'spec/units',
            message: `\`${field}\` must name its currency in environment ${desk.environment}`,
            remedy: `write ${value.amount} ${wanted} (\`requireUnits: false\` turns this off)`,
          }),
        ]
      : [];
  const [ticker, side] = [textOf(fields, 'ticker') ?? '', textOf(fields, 'side') ?? ''];
  const why = isQuantity(field) ? `\`${field}\` of a ${side} of ${ticker}` : `the price of ${ticker}`;
  return [
    problemOf(draft, field, {
      code: 'spec/currency',
      message: `${why} is in ${wanted}, not ${value.currency}`,
      remedy: otherField(field, value, fields) ?? `write the amount in ${wanted}`,
    }),
  ];
}

/** Where the currency fits the other quantity, that one was probably meant. */
function otherField(field: AmountField, value: Amount, fields: PlainMap): string | undefined {
  if (!isQuantity(field)) return undefined;
  const other = field === 'receiveQuantity' ? 'deliverQuantity' : 'receiveQuantity';
  return currencyFor(fields, other) === value.currency && fields[other] === undefined
    ? `write \`${other}: ${value.amount} ${value.currency}\`, or the amount in ${currencyFor(fields, field) ?? ''}`
    : undefined;
}

const AT_ONCE: ReadonlySet<string> = new Set(['RFQ', 'MARKET', 'FOK']);

/** What trades at once and waits in a file would trade at whatever the day brings on which somebody applies it. */
function checkLast(draft: Draft): readonly Problem[] {
  const { fields, desk } = draft;
  const strategy = textOf(fields, 'strategy');
  if (!desk.live || strategy === undefined || !AT_ONCE.has(strategy) || 'notAfter' in fields) return [];
  return [
    problemOf(draft, 'notAfter', {
      code: 'spec/missing-field',
      message: `\`notAfter\` is missing: outside paper, ${strategy} orders say until when they may be sent`,
      remedy:
        'it trades at once, whenever it is applied: add the last moment that you mean, `notAfter: 2026-12-01T20:00:00Z`',
    }),
  ];
}

function amountOf(text: string): Amount['amount'] {
  const value = parseAmount(text);
  if (value === undefined) throw new TypeError(`a validated amount is none: ${text}`);
  return value.amount;
}

export function orderTerms(order: OrderText): OrderTerms {
  const { receiveQuantity, deliverQuantity, expirationTime, usernameRef } = order;
  const { priceLimit, tradePrice, priceGuard } = order;
  return Object.freeze({
    strategy: order.strategy,
    ticker: order.ticker,
    side: order.side,
    ...(receiveQuantity === undefined ? {} : { receiveQuantity: amountOf(receiveQuantity) }),
    ...(deliverQuantity === undefined ? {} : { deliverQuantity: amountOf(deliverQuantity) }),
    ...(priceLimit === undefined ? {} : { priceLimit: amountOf(priceLimit) }),
    ...(tradePrice === undefined ? {} : { tradePrice: amountOf(tradePrice) }),
    ...(priceGuard === undefined ? {} : { priceGuard: amountOf(priceGuard) }),
    ...(expirationTime === undefined ? {} : { expirationTime: timeOf(expirationTime) }),
    ...(usernameRef === undefined ? {} : { usernameRef }),
  });
}
