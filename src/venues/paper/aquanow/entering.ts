import type { Decimal } from '../../../model/decimal.ts';
import type { Millis } from '../../../model/ids.ts';
import { type Moment, newId } from '../moment.ts';
import { type Order, enterOrder, otherLeg } from '../orders.ts';
import type { Strategy } from '../settings.ts';
import type { Terms } from './body.ts';

/** Where an order came from, and what of its request the ledger keeps. */
export interface Origin {
  readonly source: 'api' | 'control';
  readonly request: string;
  readonly nonce: string | null;
  /** How long the order stays unlisted. */
  readonly hiddenFor: Millis;
}

/** What the strategies differ in; {@link Order} says what each means. */
export interface Particulars {
  readonly strategy: Strategy;
  readonly priceArrival: Decimal;
  readonly priceLimit?: Decimal;
  readonly quoteId?: string;
  readonly expireTime?: Millis;
  readonly finalAt?: Millis;
}

/** Puts an accepted order into the ledger, from where its strategy takes it on. */
export function enter(moment: Moment, terms: Terms, of: Particulars, from: Origin): Order {
  const { accountId, usernameRef, ticker, tradeSide, leg, quantity } = terms;
  const { hiddenFor, source, request, nonce } = from;
  return enterOrder(moment.store, {
    orderId: newId(moment.store),
    quoteId: of.quoteId ?? null,
    source,
    request,
    nonce,
    accountId,
    usernameRef: usernameRef ?? null,
    strategy: of.strategy,
    ticker,
    tradeSide,
    leg,
    quantity,
    quoted: otherLeg(terms, quantity, of.priceArrival),
    priceLimit: of.priceLimit ?? null,
    priceArrival: of.priceArrival,
    createdAt: moment.now,
    expireTime: of.expireTime ?? null,
    visibleAt: moment.now + hiddenFor,
    finalAt: of.finalAt ?? null,
  });
}
