import { ZERO, compare } from '../../model/decimal.ts';
import type { Millis } from '../../model/ids.ts';
import { expireDue } from './aquanow/rfq-quote.ts';
import { fillOrder, marketable } from './filling.ts';
import { type Instrument, INSTRUMENTS } from './instruments.ts';
import type { Moment } from './moment.ts';
import { type Order, type RestingOrder, amendOrder, bindingPrice, filledOf, remainingOf } from './orders.ts';
import type { PricePath, Quote } from './price-path.ts';
import { pinnedQuote, quoteNow } from './quotes.ts';
import { runStrategies } from './volven/running.ts';

/*
 * Nothing runs between requests: what should have happened since the last one is worked out at the next. Every resting
 * order has been compared with every step of its price up to the fact `checkedStep`, so that only newer steps are
 * looked at, and of those only the new lows (for buys) and new highs (for sells): the first of them that reaches an
 * order's limit is when it traded.
 */

/** Brings the book up to `moment.now`: fills, then cancels that are due, then expiries, of quotes too; and the strategies. */
export function bringUpToNow(moment: Moment): void {
  fillCrossed(moment);
  endCancelled(moment);
  endExpired(moment);
  finishExecuted(moment);
  expireDue(moment.store, moment.now);
  runStrategies(moment);
}

interface Extreme {
  readonly at: Millis;
  readonly quote: Quote;
}

/** The steps of a range at which a price was lower (`-1`) or higher (`1`) than ever before in it. */
function extremes(
  path: PricePath,
  instrument: Instrument,
  steps: readonly [from: number, to: number],
  direction: -1 | 1,
): readonly Extreme[] {
  const found: Extreme[] = [];
  let best = Number.NEGATIVE_INFINITY;
  for (let step = steps[0]; step <= steps[1]; step++) {
    const deviation = path.deviation(instrument.ticker, step);
    if (deviation * direction <= best) continue;
    best = deviation * direction;
    found.push({ at: path.timeOf(step), quote: path.quote(instrument, deviation) });
  }
  return found;
}

const openOrders = ({ store }: Moment, ticker: string): readonly RestingOrder[] =>
  store.all<RestingOrder>(
    `SELECT * FROM orders WHERE open = 1 AND status <> 'RFQ_EXECUTE' AND ticker = ? ORDER BY sequence`,
    ticker,
  );

function fillCrossed(moment: Moment): void {
  const { store, path, now } = moment;
  const from = Number(store.fact('checkedStep') ?? 0) + 1;
  const to = path.stepAt(now);
  if (from > to) return;
  store.setFact('checkedStep', to);
  for (const instrument of INSTRUMENTS) {
    const orders = openOrders(moment, instrument.ticker);
    // A pinned price has not moved since it was pinned.
    if (orders.length === 0 || pinnedQuote(store, instrument.ticker)) continue;
    const last = Math.min(to, path.stepAt(Math.max(...orders.map(endOf))));
    const lows = extremes(path, instrument, [from, last], -1);
    const highs = extremes(path, instrument, [from, last], 1);
    for (const order of orders) fillAtFirst(moment, order, order.tradeSide === 'buy' ? lows : highs);
  }
}

const endOf = (order: RestingOrder): Millis => Math.min(order.expireTime, order.cancelAt ?? order.expireTime);

function fillAtFirst({ store }: Moment, order: RestingOrder, found: readonly Extreme[]): void {
  const reaches = ({ quote }: Extreme) =>
    marketable(order, order.tradeSide === 'buy' ? quote.ask : quote.bid);
  const furthest = found.at(-1);
  if (!furthest || !reaches(furthest)) return;
  const first = found.find(reaches);
  if (!first || first.at >= endOf(order)) return;
  fillOrder(store, order, remainingOf(order), order.priceLimit, first.at);
}

/** Fills what rests within the present price of `ticker`: after a control has moved it. */
export function fillAtPresentPrice(moment: Moment, instrument: Instrument): void {
  const { bid, ask } = quoteNow(moment, instrument);
  for (const order of openOrders(moment, instrument.ticker))
    if (marketable(order, order.tradeSide === 'buy' ? ask : bid))
      fillOrder(moment.store, order, remainingOf(order), order.priceLimit, moment.now);
}

function endCancelled({ store, now }: Moment): void {
  const due = store.all<RestingOrder>(
    'SELECT * FROM orders WHERE open = 1 AND cancelAt <= ? AND cancelAt <= expireTime ORDER BY cancelAt, sequence',
    now,
  );
  for (const order of due) {
    const at = order.cancelAt ?? now;
    if (order.cancelLoses === 1) fillOrder(store, order, remainingOf(order), order.priceLimit, at);
    // Cancelled with what it has traded, as the reference tells of TWAP.
    else amendOrder(store, order, { status: 'CANCELLED' }, at);
  }
}

function endExpired({ store, now }: Moment): void {
  const due = store.all<RestingOrder>(
    'SELECT * FROM orders WHERE open = 1 AND expireTime <= ? ORDER BY expireTime, sequence',
    now,
  );
  for (const order of due) {
    const partly = compare(filledOf(order), ZERO) > 0;
    amendOrder(store, order, { status: partly ? 'PARTIAL_COMPLETE' : 'EXPIRED' }, order.expireTime);
  }
}

/** RFQ_EXECUTE orders trade at the price of their quote, wherever the market has gone. */
function finishExecuted({ store, now }: Moment): void {
  const due = store.all<Order>(
    'SELECT * FROM orders WHERE open = 1 AND finalAt <= ? ORDER BY finalAt, sequence',
    now,
  );
  for (const order of due)
    fillOrder(store, order, remainingOf(order), bindingPrice(order), order.finalAt ?? now);
}
