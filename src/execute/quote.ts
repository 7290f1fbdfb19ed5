import { type Decimal, compare, eq, mul } from '../model/decimal.ts';
import type { EventData, QuoteTerms, Subject } from '../model/event.ts';
import type { Millis } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import type { Tag } from '../model/tag.ts';
import {
  type Leg,
  type OrderTerms,
  type Terms,
  currencyOf,
  isStrategy,
  pairOf,
  priceOf,
  quantityOf,
} from '../model/terms.ts';
import type { Quote, QuoteAnswer } from '../venues/venue.ts';
import type { Desk } from './desk.ts';

/*
 * An RFQ is executed on a quote and a MARKET is sent on one, and both only where the quote says what the entry asked for, at a
 * price that the entry allows. A quote costs nothing and binds nobody, so it may be asked for again.
 */

/** A quote is not executed in its last moments: the answer could come from after its end. */
const MARGIN: Millis = 500;

/** `14:00:08.000Z`: of two clocks that are apart, moments tell more than words do. */
const moment = (at: Millis): string => new Date(at).toISOString().slice(11);

export type Weighed =
  | { readonly outcome: 'good' }
  | { readonly outcome: 'worse' | 'late' | 'other'; readonly message: string };

/**
 * Whether a price is worse than a bound, exactly: `deliver ÷ receive` of a buy (`receive ÷ deliver` of a sell) is compared without
 * dividing, so that nothing is rounded.
 */
function isWorse(terms: OrderTerms, bound: Decimal, quote: QuoteTerms): boolean {
  const { receiveQuantity: received, deliverQuantity: delivered, price } = quote;
  return terms.side === 'buy'
    ? compare(price, bound) > 0 || compare(delivered, mul(bound, received)) > 0
    : compare(price, bound) < 0 || compare(received, mul(bound, delivered)) < 0;
}

/** What a quote is worth to these terms at `now`. Pure. */
export function weighQuote(account: Account, terms: OrderTerms, quote: Quote, now: Millis): Weighed {
  const { leg, amount } = quantityOf(terms);
  const given = leg === 'receive' ? quote.receiveQuantity : quote.deliverQuantity;
  const repeated: readonly (readonly [what: string, asked: string, said: string, same: boolean])[] = [
    ['account', account.id, quote.accountId, account.id === quote.accountId],
    ['ticker', terms.ticker, quote.ticker, terms.ticker === quote.ticker],
    ['side', terms.side, quote.side, terms.side === quote.side],
    [`${leg}Quantity`, amount, given, eq(amount, given)],
  ];
  const other = repeated.find(([, , , same]) => !same);
  if (other !== undefined)
    return {
      outcome: 'other',
      message: `the quote is for ${other[0]} ${other[2]}, and ${other[1]} was asked for`,
    };
  const bound = priceOf(terms);
  if (bound === undefined || isWorse(terms, bound, quote)) {
    const currency = (of: Leg): string => currencyOf(of, terms.side, terms.ticker);
    const legs = `${quote.deliverQuantity} ${currency('deliver')} for ${quote.receiveQuantity} ${currency('receive')}`;
    const name = terms.priceGuard === undefined ? 'priceLimit' : 'priceGuard';
    return {
      outcome: 'worse',
      message: `the quote was ${quote.price} ${pairOf(terms.ticker).quote} (${legs}), worse than ${name} ${bound ?? 'none'}`,
    };
  }
  if (quote.expiresAt - MARGIN <= now)
    return {
      outcome: 'late',
      message: `the quote came too late to be executed: its venue ends it at ${moment(quote.expiresAt)}, and this machine's clock says ${moment(now)}`,
    };
  return { outcome: 'good' };
}

export type Obtained =
  | { readonly kind: 'none' }
  | { readonly kind: 'quote'; readonly quote: QuoteTerms; readonly executable: boolean }
  | { readonly kind: 'blocked'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string };

const told = ({ quoteId, price, receiveQuantity, deliverQuantity, expiresAt }: Quote): QuoteTerms => ({
  ...{ quoteId, price, receiveQuantity, deliverQuantity, expiresAt },
});

/** One way to a quote: to execute it, or to look at it before a MARKET. */
function waysTo(
  desk: Desk,
  account: Account,
  wire: Terms,
  tag: Tag,
): { readonly executable: boolean; readonly ask: () => Promise<QuoteAnswer> } | undefined {
  const { reader, writer } = desk.venueOf(account.name);
  if (isStrategy(wire)) return undefined;
  if (wire.strategy === 'MARKET') return { executable: false, ask: () => reader.quote(account, wire) };
  if (wire.strategy !== 'RFQ') return undefined;
  const ask = (): Promise<QuoteAnswer> =>
    writer.prepare(account, wire, tag) ?? Promise.reject(new TypeError('bug: a venue without RFQ took one'));
  return { executable: true, ask };
}

/**
 * Asks until a quote holds what the entry allows, at most `quoteAttempts` times; each is journalled with what became of it, and one
 * that nobody will execute is taken back at the venue.
 */
export async function obtainQuote(
  desk: Desk,
  account: Account,
  subject: Subject,
  wire: Terms,
  tag: Tag,
): Promise<Obtained> {
  const way = waysTo(desk, account, wire, tag);
  if (way === undefined || isStrategy(wire)) return { kind: 'none' };
  const { writer, quoteAttempts } = desk.venueOf(account.name);
  const note = (data: EventData['quoted']): Promise<unknown> =>
    desk.journal.append({ type: 'quoted', subject, data });
  let last = '';
  for (let attempt = 1; attempt <= quoteAttempts && !desk.stop.aborted; attempt++) {
    const answer = await way.ask();
    if (answer.kind === 'refused') {
      await note({ outcome: 'refused', message: answer.message, ack: answer.ack });
      return { kind: 'refused', message: answer.message };
    }
    if (answer.kind === 'unknown') {
      last = answer.message;
      await note({
        outcome: 'unknown',
        message: last,
        ...(answer.ack === undefined ? {} : { ack: answer.ack }),
      });
      continue;
    }
    const quote = told(answer.quote);
    const weighed = weighQuote(account, wire, answer.quote, desk.clock.now());
    await note({ ...weighed, quote, ack: answer.quote.ack });
    // Asked to stop while the quote was on its way: nothing is begun any more.
    if (weighed.outcome === 'good' && !desk.stop.aborted)
      return { kind: 'quote', quote, executable: way.executable };
    last = 'message' in weighed ? weighed.message : last;
    if (way.executable) await dropQuote(desk, subject, quote.quoteId, writer);
  }
  if (desk.stop.aborted) return { kind: 'blocked', message: 'interrupted before it was sent' };
  const asked = quoteAttempts === 1 ? 'no quote' : `none of ${quoteAttempts} quotes`;
  return { kind: 'blocked', message: `blocked: ${asked} would do: ${last}. Nothing was traded` };
}

/** Takes a quote back and journals what the venue said: evidence, should its execution be in doubt. */
export async function dropQuote(
  desk: Desk,
  subject: Subject,
  quoteId: string,
  writer = desk.venueOf(subject.account).writer,
): Promise<'expired' | 'refused' | 'unknown'> {
  const { outcome, message, ack } = await writer.dropQuote(quoteId);
  const data = { quoteId, outcome, message, ...(ack === undefined ? {} : { ack }) };
  await desk.journal.append({ type: 'quote-dropped', subject, data });
  return outcome;
}
