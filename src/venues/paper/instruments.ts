import { type Decimal, decimal } from '../../model/decimal.ts';

/** A pair that the paper venue trades. All of it is invented. */
export interface Instrument {
  readonly ticker: string;
  readonly base: string;
  readonly quote: string;
  /** The mid price at the venue's start, in quote currency. */
  readonly start: Decimal;
  /** Decimals of the prices that the venue makes by itself. */
  readonly places: number;
}

const instrument = (ticker: string, start: string, places = 2): Instrument => {
  const [base = '', quote = ''] = ticker.split('-');
  return { ticker, base, quote, start: decimal(start), places };
};

export const INSTRUMENTS: readonly Instrument[] = [
  instrument('BTC-USD', '101000'),
  instrument('ETH-USD', '3300'),
  instrument('SOL-USD', '240'),
  instrument('XRP-USD', '3.05', 4),
  instrument('BTC-USDT', '100900'),
  instrument('ETH-USDT', '3297'),
  instrument('BTC-CAD', '145400'),
  instrument('ETH-CAD', '4750'),
  instrument('XRP-CAD', '4.39', 4),
];

const BY_TICKER = new Map(INSTRUMENTS.map((each) => [each.ticker, each]));
export const instrumentOf = (ticker: string): Instrument | undefined => BY_TICKER.get(ticker);

/** As {@link instrumentOf}, for a ticker that was checked before. */
export function knownInstrument(ticker: string): Instrument {
  const found = BY_TICKER.get(ticker);
  if (!found) throw new TypeError(`no such instrument: ${ticker}`);
  return found;
}

/** What every account of the paper venue starts with. */
export const STARTING_BALANCES: Readonly<Record<string, Decimal>> = {
  BTC: decimal('100'),
  CAD: decimal('10000000'),
  ETH: decimal('2000'),
  SOL: decimal('20000'),
  USD: decimal('10000000'),
  USDT: decimal('10000000'),
  XRP: decimal('1000000'),
};

const TWO_DECIMALS: ReadonlySet<string> = new Set(['CAD', 'USD', 'USDT']);
/** The decimals with which the seed prints an amount: `2044.27` USD, `302.07` USDT, `0.02000000` BTC. */
export const decimalsOf = (currency: string): number => (TWO_DECIMALS.has(currency) ? 2 : 8);
