import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A project of resting buys, as large as a scenario wants it. */
export interface Shape {
  readonly orders: number;
  readonly files: number;
  readonly accounts: number;
}

export const ACCOUNTS = 8;
/** The venue's id of each account. */
export const idOf = (account: number): string => `CA100000${account}R`;
/** Of environment `bench`, whose venue is another process on loopback. */
export const KEY = { apiKey: 'bench-key', apiSecret: 'bench-secret' };
export const PROJECT = 'bench';
export const ENVIRONMENT = 'bench';

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}
/** The most that tradeform.yaml takes: no run here comes near it. */
export const UNLIMITED: Rate = { perSecond: 1_000, burst: 100_000 };

const accountsOf = (count: number, line: (account: number) => string): string =>
  Array.from({ length: count }, (_, account) => line(account)).join('');

/** Environment `bench` is a live one, with limits: that is what a desk has. */
const project = ({ accounts }: Shape, url: string, { perSecond, burst }: Rate): string => `version: 1
project: ${PROJECT}
accounts:
${accountsOf(accounts, (n) => `  account-${n}: { venue: aquanow, id: ${idOf(n)}, tag: usernameRef }\n`)}limits:
  consecutiveFailures: 3
  accounts:
${accountsOf(
  accounts,
  (n) => `    account-${n}:
      allow: { instruments: [BTC-USD], strategies: [GTC] }
      maxQuantity: { BTC: 1 }
      maxNotional: { USD: 100000 }
      maxOpenOrders: 200000
      maxOpenNotional: { USD: 9000000000 }
      maxDailyNotional: { USD: 9000000000 }
      priceCollar: 2%
      maxResting: 90d
      selfCross: deny
`,
)}environments:
  paper: {}
  ${ENVIRONMENT}:
    journal: { type: sqlite }
    venues:
      aquanow:
        url: ${url}
        marketUrl: ${url}
        apiKey: "\${BENCH_KEY}"
        apiSecret: "\${BENCH_SECRET}"
        settle: 100ms
        rate: { perSecond: ${perSecond}, burst: ${burst} }
`;

export const SIZE = '0.01';
export const nameOf = (order: number): string => `o-${order}`;
/** Below the market of 100,000, so that all of them rest. */
export const priceOf = (order: number): string => `${30_000 + (order % 60_000)}.50`;

const entry = (order: number, accounts: number): string => `  ${nameOf(order)}:
    account: account-${order % accounts}
    side: buy
    receiveQuantity: ${SIZE} BTC
    priceLimit: ${priceOf(order)}
`;

/** Writes the spec files; what else is in the folder, its journal above all, stays. */
export function writeOrders(dir: string, { orders, files, accounts }: Shape): void {
  const each = orders / files;
  for (let file = 0; file < files; file++) {
    const entries = Array.from({ length: each }, (_, i) => entry(file * each + i, accounts));
    const defaults = 'defaults:\n  orders: { strategy: GTC, ticker: BTC-USD }\n';
    writeFileSync(join(dir, `orders-${file}.yaml`), `version: 1\n${defaults}orders:\n${entries.join('')}`);
  }
}

/** Writes the files of a project into a folder, which is emptied before. */
export function freshDesk(dir: string, shape: Shape, url = 'http://127.0.0.1:9', rate = UNLIMITED): string {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'tradeform.yaml'), project(shape, url, rate));
  writeOrders(dir, shape);
  return dir;
}
