import { type Decimal, eq, isZero } from '../../model/decimal.ts';
import type { TradeFacts } from '../../model/event.ts';
import { type Fill, type FinalStatus, NO_FILL } from '../../model/order.ts';
import { type Leg, currencyOf } from '../../model/terms.ts';
import { type JsonObject, fieldOf, isObject } from '../http/exact-json.ts';
import type { Answer } from '../http/outcome.ts';
import type { FinalAnswer } from '../venue.ts';
import { amountOf, fits, isGiven, textOf } from './fields.ts';
import type { Asked } from './order-body.ts';
import { cleanWords } from './shapes.ts';
import { EXECUTED_ACK } from './verdict-table.ts';

/*
 * How an order that never rests ended, where its answer tells it in the very form that the seed shows. Whatever differs from that
 * tells no end: the order is accepted, and what became of it is looked up.
 */

const FACTS = ['fee', 'price', 'tradePriceAvg', 'tradeTime', 'tradeDate', 'valueDate'] as const;

/** What an accepted order's answer tells of the trade, in the venue's names and texts. */
export function tradeOf({ body }: Answer): TradeFacts | undefined {
  const data = fieldOf(body, 'data');
  const told = FACTS.flatMap((name) => {
    const text = textOf(fieldOf(data, name));
    return text === undefined ? [] : [[name, text] as const];
  });
  return told.length === 0 ? undefined : Object.fromEntries(told);
}

interface Ended {
  readonly status: FinalStatus;
  readonly fill: Fill;
}

/** Both legs traded, or neither did; undefined for anything between, and for what can't be read. */
function endedOf(data: JsonObject, { terms: { ticker, side } }: Asked): Ended | undefined {
  const legOf = (leg: Leg): Decimal | undefined => {
    if (!fits(fieldOf(data, `${leg}Currency`), currencyOf(leg, side, ticker))) return undefined;
    const amount = amountOf(data, `${leg}Quantity`);
    return amount === 'absent' || amount === 'unclear' ? undefined : amount;
  };
  const [received, delivered] = [legOf('receive'), legOf('deliver')];
  if (received === undefined || delivered === undefined) return undefined;
  if (isZero(received) && isZero(delivered)) return { status: 'cancelled', fill: NO_FILL };
  return isZero(received) || isZero(delivered)
    ? undefined
    : { status: 'filled', fill: { received, delivered } };
}

/** Whether the answer is about this very order, as far as it says. */
const isOurs = (data: JsonObject, { account, terms }: Asked): boolean =>
  fits(fieldOf(data, 'accountId'), account) && fits(fieldOf(data, 'symbol'), terms.ticker);

const MARKET_ACK = 'marketOrderSubmitAck';
const FOK_ACK = 'parentOrderSubmitAck';

function marketEnd(body: JsonObject, data: JsonObject, asked: Asked): FinalAnswer | undefined {
  const ended = endedOf(data, asked);
  if (ended === undefined || fieldOf(body, 'error') !== undefined || isGiven(fieldOf(data, 'tradeStatus')))
    return undefined;
  return {
    ...ended,
    statusText: MARKET_ACK,
    ...(ended.status === 'cancelled' ? { message: 'not filled' } : {}),
  };
}

function fokEnd(body: JsonObject, data: JsonObject, asked: Asked): FinalAnswer | undefined {
  const ended = endedOf(data, asked);
  const statusText = textOf(fieldOf(data, 'tradeStatus'));
  const error = fieldOf(body, 'error');
  if (ended === undefined || statusText === undefined) return undefined;
  if (ended.status === 'filled')
    return statusText === 'COMPLETE' && error === undefined ? { ...ended, statusText } : undefined;
  const words = textOf(fieldOf(error, 'message'));
  return statusText === 'CANCELLED' && words !== undefined
    ? { ...ended, statusText, message: cleanWords(words) }
    : undefined;
}

/**
 * What `executeQuote`'s answer leaves out is what the quote said: it is executed as it is, or not at all. Should it tell more than the
 * page shows, that must not say otherwise: zero is how this venue says "not filled" with 200.
 */
function executedEnd(body: JsonObject, data: JsonObject, { quote }: Asked): FinalAnswer | undefined {
  if (quote === undefined || fieldOf(data, 'quoteId') !== quote.quoteId) return undefined;
  if (fieldOf(body, 'error') !== undefined || fieldOf(data, 'tradeStatus') !== undefined) return undefined;
  const { receiveQuantity: received, deliverQuantity: delivered } = quote;
  // Not even an empty text: what it would mean here, nobody has told.
  const isAsQuoted = (name: string, quoted: Decimal): boolean => {
    if (fieldOf(data, name) === undefined) return true;
    const told = amountOf(data, name);
    return told !== 'absent' && told !== 'unclear' && eq(told, quoted);
  };
  if (!isAsQuoted('receiveQuantity', received) || !isAsQuoted('deliverQuantity', delivered)) return undefined;
  return { status: 'filled', statusText: EXECUTED_ACK, fill: { received, delivered } };
}

/** How it ended, as the answer of an accepted order tells; undefined where it doesn't. */
export function endOf(asked: Asked, { status, body }: Answer): FinalAnswer | undefined {
  const data = fieldOf(body, 'data');
  if (status !== 200 || !isObject(body) || !isObject(data) || !isOurs(data, asked)) return undefined;
  if (['errors', 'message'].some((name) => fieldOf(body, name) !== undefined)) return undefined;
  const type = fieldOf(body, 'type');
  switch (asked.terms.strategy) {
    case 'RFQ':
      return type === EXECUTED_ACK ? executedEnd(body, data, asked) : undefined;
    case 'MARKET':
      return type === MARKET_ACK ? marketEnd(body, data, asked) : undefined;
    case 'FOK':
      return type === FOK_ACK ? fokEnd(body, data, asked) : undefined;
    case 'LIMIT':
    case 'GTC':
    case 'GTD':
      return undefined;
  }
}
