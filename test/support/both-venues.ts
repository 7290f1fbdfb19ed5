import { Desk } from './desk.ts';

/* A desk with an account at each venue, and what its tests share. */

// The token of the paper venue's user, for the bin to read.
process.env['E2E_TOKEN'] ??= 'paper-token';

const project = (url: string): string => `version: 1
project: e2e-desk
accounts:
  treasury: { venue: aquanow, id: CA1264810R, tag: usernameRef }
  bybit-main: { venue: volven, exchangeCode: BYB, name: Bybit }
environments:
  paper: {}
  # Venues that are reached over the network, and are paper venues all the same.
  tcp:
    journal: { type: sqlite }
    venues:
      aquanow:
        url: ${url}
        marketUrl: ${url}
        apiKey: "\${E2E_KEY}"
        apiSecret: "\${E2E_SECRET}"
        settle: 200ms
        timeout: 3s
        rate: { perSecond: 1000, burst: 5000 }
      volven:
        url: ${url}
        token: "\${E2E_TOKEN}"
        settle: 200ms
        timeout: 3s
        rate: { perSecond: 1000, burst: 5000 }
        states:
          field: status
          map:
            CREATED: paused
            WAITING_TRIGGER: open
            RUNNING: open
            PAUSED: paused
            STOPPED: cancelled
            FINISHED: filled
        filled: { field: filledSize }
`;

/** Prices that stand still, so that a test says by itself what is near and what is far. */
export const MARKETS = {
  'BTC-USD': { bid: '94990', ask: '95010' },
  'BTC-USDT': { bid: '94990', ask: '95010' },
  'ETH-USDT': { bid: '3000', ask: '3000.10' },
} as const;

export const setPrice = (desk: Desk, ticker: string, bid: string, ask = bid): Promise<unknown> =>
  desk.control('POST', 'price', { ticker, bid, ask });

export async function openBothVenues(): Promise<Desk> {
  const desk = await Desk.open();
  await desk.write('tradeform.yaml', project(desk.url));
  for (const [ticker, { bid, ask }] of Object.entries(MARKETS)) await setPrice(desk, ticker, bid, ask);
  return desk;
}

/** A moment that far from now, as a spec writes it. */
export const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const SOON = inDays(1);

const DEFAULTS = `version: 1
defaults:
  orders: { account: treasury, ticker: BTC-USD, notAfter: "${SOON}" }
  strategies: { account: bybit-main, type: SMO, productCode: btcusdt_f }
`;

type Fields = Readonly<Record<string, string | number | boolean>>;

/** One entry on a line of its own: `  name: { strategy: FOK, … }`. */
const entry = ([name, fields]: readonly [string, Fields]): string =>
  `  ${name}: { ${Object.entries(fields)
    .map(([field, value]) => `${field}: ${String(value)}`)
    .join(', ')} }\n`;

const block = (name: string, entries: Readonly<Record<string, Fields>>): string => {
  const lines = Object.entries(entries).map(entry);
  return lines.length === 0 ? '' : `${name}:\n${lines.join('')}`;
};

export interface Entries {
  readonly orders?: Readonly<Record<string, Fields>>;
  readonly strategies?: Readonly<Record<string, Fields>>;
}

/** A spec file of entries at both venues; orders begin at its line 6. */
export const specOf = ({ orders = {}, strategies = {} }: Entries): string =>
  DEFAULTS + block('orders', orders) + block('strategies', strategies);
