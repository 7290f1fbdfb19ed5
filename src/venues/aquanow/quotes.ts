import type { Ack } from '../../model/event.ts';
import { type Leg, type Side, currencyOf } from '../../model/terms.ts';
import { fieldOf, isObject } from '../http/exact-json.ts';
import type { Outcome } from '../http/outcome.ts';
import type { Quote, QuoteAnswer, QuoteDropped } from '../venue.ts';
import { answered } from './advice.ts';
import { fits, millisOf, positiveOf, textOf, tickerOf } from './fields.ts';
import type { Asked } from './order-body.ts';
import { shapeOf } from './shapes.ts';
import { ackOf, judge, notLetIn, refusalOf } from './verdicts.ts';

const exactSide = (value: unknown): Side | undefined =>
  value === 'buy' || value === 'sell' ? value : undefined;

/** The quote that a body tells, whole or not at all: amounts above zero, in the currencies of its own ticker and side. */
function quoteOf(body: unknown): Quote | undefined {
  const data = fieldOf(body, 'data');
  if (!isObject(data)) return undefined;
  const [accountId, quoteId] = [textOf(fieldOf(data, 'accountId')), textOf(fieldOf(data, 'quoteId'))];
  const [ticker, side] = [tickerOf(data, 'symbol'), exactSide(fieldOf(data, 'side'))];
  if (accountId === undefined || quoteId === undefined || ticker === undefined || side === undefined)
    return undefined;
  const inCurrency = (leg: Leg): boolean =>
    fits(fieldOf(data, `${leg}Currency`), currencyOf(leg, side, ticker));
  if (!inCurrency('receive') || !inCurrency('deliver')) return undefined;

  const price = positiveOf(data, 'price');
  const receiveQuantity = positiveOf(data, 'receiveQuantity');
  const deliverQuantity = positiveOf(data, 'deliverQuantity');
  const [quotedAt, expiresAt] = [millisOf(data, 'quoteTime'), millisOf(data, 'expireTime')];
  if (price === undefined || receiveQuantity === undefined || deliverQuantity === undefined) return undefined;
  if (quotedAt === undefined || expiresAt === undefined || expiresAt <= quotedAt) return undefined;
  const amounts = { price, receiveQuantity, deliverQuantity };
  return { accountId, ticker, side, quoteId, ...amounts, quotedAt, expiresAt, ack: body };
}

const NO_QUOTE = 'there is no quote to rely on, and nothing was ordered';
const unknown = (message: string, ack?: Ack): QuoteAnswer => ({
  kind: 'unknown',
  message,
  ...(ack === undefined ? {} : { ack }),
});

/** What became of a request for a quote. None of these answers orders anything. */
export function quoteAnswerOf(asked: Asked, outcome: Outcome, host: string): QuoteAnswer {
  if (outcome.kind !== 'answer') return unknown(`${outcome.message}; ${NO_QUOTE}`);
  const { shape, row } = judge(asked, outcome);
  const verdict = row?.verdict;
  if (verdict === 'quoted') {
    const quote = quoteOf(outcome.body);
    if (quote) return { kind: 'quote', quote };
    return unknown(`${host} answered with a quote that can't be used; ${NO_QUOTE}`, ackOf(outcome));
  }
  if (verdict === 'rejected') return { kind: 'refused', ...refusalOf(outcome, shape, host) };
  if (verdict === 'not-sent') return unknown(notLetIn(outcome, host).message, ackOf(outcome));
  return unknown(`${answered(host, outcome)}; ${NO_QUOTE}`, ackOf(outcome));
}

/** What became of a quote that was to be taken back. Only the venue's ack for this quote says that it was. */
export function droppedOf(quoteId: string, outcome: Outcome, host: string): QuoteDropped {
  const unsure = `whether quote ${quoteId} was taken back is not known`;
  if (outcome.kind !== 'answer') return { outcome: 'unknown', message: `${outcome.message}; ${unsure}` };
  const ack = ackOf(outcome);
  const shape = shapeOf(outcome);
  const { status, body } = outcome;
  const isAck =
    status === 200 &&
    fieldOf(body, 'type') === 'rfqExpireQuoteAck' &&
    fieldOf(fieldOf(body, 'payload'), 'quoteId') === quoteId &&
    ['errors', 'error', 'message'].every((name) => fieldOf(body, name) === undefined);
  if (isAck) return { outcome: 'expired', message: `quote ${quoteId} was taken back`, ack };
  const said = answered(host, outcome);
  return status === 400 && (shape.kind === 'errors' || shape.kind === 'message')
    ? { outcome: 'refused', message: said, ack }
    : { outcome: 'unknown', message: `${said}; ${unsure}`, ack };
}
