import type { Decimal } from '../../model/decimal.ts';
import { type Instrument, knownInstrument } from './instruments.ts';
import type { Moment } from './moment.ts';
import type { Quote } from './price-path.ts';
import type { Store } from './store.ts';

/** A price that a control has set; it stands still until it is set again or released. */
export const pinnedQuote = (store: Store, ticker: string): Quote | undefined =>
  store.one<Quote>('SELECT bid, ask FROM quotes WHERE ticker = ?', ticker);

export function pinQuote(store: Store, ticker: string, { bid, ask }: Quote): void {
  store.run(
    `INSERT INTO quotes VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET bid = excluded.bid, ask = excluded.ask`,
    ticker,
    bid,
    ask,
  );
}

export function releaseQuote(store: Store, ticker: string): void {
  store.run('DELETE FROM quotes WHERE ticker = ?', ticker);
}

/** Best prices now: the pinned ones, else those of the seeded path. */
export function quoteNow({ store, path, now }: Moment, instrument: Instrument): Quote {
  const pinned = pinnedQuote(store, instrument.ticker);
  return pinned ?? path.quote(instrument, path.deviation(instrument.ticker, path.stepAt(now)));
}

/** The price at which an order of this side would trade now: the ask for a buy, the bid for a sell. */
export function touch(moment: Moment, ticker: string, side: 'buy' | 'sell'): Decimal {
  const { bid, ask } = quoteNow(moment, knownInstrument(ticker));
  return side === 'buy' ? ask : bid;
}
