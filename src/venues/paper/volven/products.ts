import { type Decimal, decimal } from '../../../model/decimal.ts';

/** The exchanges of the seed. */
export const EXCHANGES = {
  BIN: 'Binance',
  BYB: 'Bybit',
  OKX: 'OKX',
  CRYPTO: 'Crypto.com',
  IB: 'Interactive Brokers',
  VB: 'TÝR Markets',
} as const;
export type ExchangeCode = keyof typeof EXCHANGES;
export const isExchangeCode = (code: string): code is ExchangeCode => Object.hasOwn(EXCHANGES, code);

/** A product in the members and their order as the venue prints it. Amounts are texts there. */
export interface Product {
  readonly productCode: string;
  readonly exchangeProductCode: string;
  readonly exchangeCode: ExchangeCode;
  readonly base: string;
  readonly quote: string;
  readonly minSize: Decimal;
  readonly maxSize: Decimal;
  readonly minPrice: Decimal;
  /** Smallest order in quote currency; the seed's future has none. */
  readonly minNotionalValue?: Decimal;
  readonly sizeIncrement: Decimal;
  readonly priceIncrement: Decimal;
  readonly productType: 'SPOT' | 'FUTURES';
  readonly name: string;
  readonly contractType?: 'PERPETUAL';
  readonly tradingViewSymbol: string;
  readonly walletTypes: readonly string[];
  readonly contractCategory?: 'LINEAR';
  readonly volvenName: string;
  readonly contractValue: string;
  readonly contractValueCurrency: string;
  readonly removed: boolean;
  /** The ticker of the paper venue whose price this product has: no member of the venue's. */
  readonly follows: string;
}

type Sizes = Pick<
  Product,
  'minSize' | 'maxSize' | 'minPrice' | 'sizeIncrement' | 'priceIncrement' | 'minNotionalValue'
>;

const sizes = (
  ...[minSize, maxSize, minPrice, minNotionalValue, sizeIncrement, priceIncrement]: readonly [
    string,
    string,
    string,
    string | undefined,
    string,
    string,
  ]
): Sizes => ({
  minSize: decimal(minSize),
  maxSize: decimal(maxSize),
  minPrice: decimal(minPrice),
  ...(minNotionalValue === undefined ? {} : { minNotionalValue: decimal(minNotionalValue) }),
  sizeIncrement: decimal(sizeIncrement),
  priceIncrement: decimal(priceIncrement),
});

const VENUE_OF = { BYB: 'BYBIT', BIN: 'BINANCE' } as const;
const WALLETS = {
  BYB: {
    SPOT: ['BYBIT_SPOT', 'BYBIT_UNIFIED_TRADING'],
    FUTURES: ['BYBIT_DERIVATIVES', 'BYBIT_UNIFIED_TRADING'],
  },
  BIN: { SPOT: ['BINANCE_SPOT'], FUTURES: ['BINANCE_FUTURES'] },
} as const;
const PLAIN = { contractValue: '', contractValueCurrency: '' } as const;

function spot(
  exchangeCode: 'BYB' | 'BIN',
  base: string,
  limits: Sizes,
  follows: string,
  removed = false,
): Product {
  return {
    productCode: `${base}usdt`.toLowerCase(),
    exchangeProductCode: `${base}USDT`,
    ...{ exchangeCode, base, quote: 'USDT', ...limits },
    productType: 'SPOT',
    name: `${base}/USDT`,
    tradingViewSymbol: `${VENUE_OF[exchangeCode]}:${base}USDT`,
    walletTypes: WALLETS[exchangeCode].SPOT,
    volvenName: `${base}/USDT`,
    ...{ ...PLAIN, removed, follows },
  };
}

function perpetual(exchangeCode: 'BYB' | 'BIN', base: string, limits: Sizes, follows: string): Product {
  return {
    productCode: `${base}usdt_f`.toLowerCase(),
    exchangeProductCode: `${base}USDT`,
    ...{ exchangeCode, base, quote: 'USDT', ...limits },
    productType: 'FUTURES',
    name: `${base}USDT USDT Perpetual`,
    contractType: 'PERPETUAL',
    tradingViewSymbol: `${VENUE_OF[exchangeCode]}:${base}USDT.P`,
    walletTypes: WALLETS[exchangeCode].FUTURES,
    contractCategory: 'LINEAR',
    volvenName: `${base}USDT Perpetual`,
    ...{ ...PLAIN, removed: false, follows },
  };
}

const TINY = '0.00000000000000000001';
const HUGE = '1000000000000000000000000000000';

/** The first two are the seed's, digit for digit; all others are invented. */
export const PRODUCTS: readonly Product[] = [
  spot('BYB', 'BTC', sizes('0.000001', '17000', '0.01', '5', '0.000001', '0.01'), 'BTC-USDT'),
  perpetual('BYB', 'BTC', sizes('0.001', '1190.000', '0.10', undefined, '0.001', '0.10'), 'BTC-USDT'),
  spot('BYB', 'ETH', sizes('0.00001', '9000', '0.01', '5', '0.00001', '0.01'), 'ETH-USDT'),
  perpetual('BYB', 'ETH', sizes('0.01', '7240.00', '0.01', undefined, '0.01', '0.01'), 'ETH-USDT'),
  // For tests of exact amounts: sizes of 30 digits and more.
  spot('BYB', 'FIN', sizes(TINY, HUGE, '0.00000001', undefined, TINY, '0.00000001'), 'ETH-USDT'),
  spot('BYB', 'LUNA', sizes('0.01', '50000', '0.0001', '5', '0.01', '0.0001'), 'ETH-USDT', true),
  spot('BIN', 'BTC', sizes('0.00001', '9000', '0.01', '5', '0.00001', '0.01'), 'BTC-USDT'),
  perpetual('BIN', 'BTC', sizes('0.001', '1000', '556.80', '100', '0.001', '0.10'), 'BTC-USDT'),
  spot('BIN', 'ETH', sizes('0.0001', '9000', '0.01', '5', '0.0001', '0.01'), 'ETH-USDT'),
  perpetual('BIN', 'ETH', sizes('0.001', '10000', '39.86', '20', '0.001', '0.01'), 'ETH-USDT'),
];

/** A code alone names no exchange: an account does. */
export const productOn = (exchangeCode: string, productCode: string): Product | undefined =>
  PRODUCTS.find((each) => each.exchangeCode === exchangeCode && each.productCode === productCode);

export function knownProduct(strategy: {
  readonly exchangeCode: string;
  readonly productCode: string;
}): Product {
  const found = productOn(strategy.exchangeCode, strategy.productCode);
  if (!found) throw new TypeError(`no such product: ${strategy.productCode} on ${strategy.exchangeCode}`);
  return found;
}

/** A product as it is shown. */
export const productRow = (product: Product): unknown =>
  Object.fromEntries(Object.entries(product).filter(([name]) => name !== 'follows'));
