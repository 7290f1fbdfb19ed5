import { Secret } from '../../../src/lib/secret.ts';
import { ZERO, add, decimal } from '../../../src/model/decimal.ts';
import type { VenueOrderId } from '../../../src/model/ids.ts';
import type { LiveStatus } from '../../../src/model/order.ts';
import type { Parameter, Run, StrategyTerms } from '../../../src/model/terms.ts';
import { servePaper } from '../../../src/venues/paper/serve.ts';
import { openPaper } from '../../../src/venues/paper/venue.ts';
import type { StrategyLedgerRow } from '../../../src/venues/paper/volven/ledger.ts';
import { PAPER_STATES } from '../../../src/venues/paper/volven/words.ts';
import {
  type Accepted,
  type Example,
  type Rig,
  type RigOptions,
  type VenueCase,
  changed,
  recordingFetch,
} from '../venue/rig.ts';
import { CREATE, FIND, account, fakeClock, venueOf } from './desk.ts';

/* Volven as the contract of all venues sees it: an SMO with each of its parameters, paused and started. */

const NUMBERS = {
  orderMaxSize: '0.030',
  aggressiveness: '0.50',
  triggerPrice: '30000.00',
} as const;
const KINDS = { orderMaxSize: 'size', triggerPrice: 'price' } as const;
type Name = keyof typeof NUMBERS | 'useSpikeProtection' | 'alwaysPassive' | 'ignoreWarnings';

const parameterOf = (name: Name): Parameter =>
  name === 'orderMaxSize' || name === 'aggressiveness' || name === 'triggerPrice'
    ? decimal(NUMBERS[name])
    : true;
const wireOf = (name: Name): string => {
  const value = parameterOf(name);
  return `"${name}":${typeof value === 'object' ? value.text : String(value)}`;
};

function exampleOf(run: Run, names: readonly Name[], over: Partial<StrategyTerms> = {}): Example {
  const parameters = Object.fromEntries(names.map((name) => [name, parameterOf(name)]));
  const side = over.side ?? 'buy';
  const terms: StrategyTerms = {
    ...{ strategyType: 'SMO', productCode: 'btcusdt_f', side, size: decimal('0.100') },
    priceLimit: decimal(side === 'buy' ? '20000.00' : '250000.00'),
    ...{ parameters, ...over },
  };
  const { priceLimit: _, ...unlimited } = terms;
  const isBounded = terms.priceLimit !== decimal('0');
  const sent = isBounded ? terms : unlimited;
  const becomes: LiveStatus = run === 'paused' ? 'paused' : 'open';
  return {
    name: `SMO ${side} of ${terms.productCode}, ${run}${isBounded ? '' : ', without priceLimit'}${names.map((name) => `, ${name}`).join('')}`,
    terms: sent,
    run,
    kinds: KINDS,
    becomes,
    sent: { method: 'POST', path: CREATE },
    wire: [
      `"size":${terms.size}`,
      ...(isBounded ? [`"priceLimit":${terms.priceLimit ?? ''}`] : []),
      ...names.map(wireOf),
      `"autoRun":${String(run === 'started')}`,
    ],
    edited: isBounded
      ? { ...sent, priceLimit: add(terms.priceLimit ?? ZERO, decimal('1.10')) }
      : { ...sent, parameters: { ...parameters, triggerPrice: decimal('31000') } },
    part: '0.04',
  };
}

const NAMES: readonly Name[] = [
  'orderMaxSize',
  'aggressiveness',
  'triggerPrice',
  'useSpikeProtection',
  'alwaysPassive',
  'ignoreWarnings',
];
const UNBOUNDED = { priceLimit: decimal('0') };

const examples: readonly Example[] = (['started', 'paused'] as const).flatMap((run) => [
  exampleOf(run, []),
  ...NAMES.map((name) => exampleOf(run, [name])),
  exampleOf(run, NAMES),
  exampleOf(run, [], { side: 'sell' }),
  exampleOf(run, ['triggerPrice'], UNBOUNDED),
  // Increments of 1e-20: a size that no binary float keeps, and one of thirty digits.
  exampleOf(run, [], {
    productCode: 'finusdt',
    size: decimal('0.10000000000000000001'),
    priceLimit: decimal('100.00000001'),
  }),
  exampleOf(run, [], {
    productCode: 'finusdt',
    size: decimal('123456789012345678901234567890'),
    priceLimit: decimal('100'),
  }),
]);

const LIVE: ReadonlySet<string> = new Set(['CREATED', 'WAITING_TRIGGER', 'RUNNING', 'PAUSED']);

const acceptedOf = (row: StrategyLedgerRow): Accepted => ({
  id: row.strategyId as VenueOrderId,
  isLive: LIVE.has(row.status),
  request: row.request,
  filled: row.filledSize,
  quantity: row.size,
  at: row.at,
  updatedAt: row.updatedAt,
});

async function make({ rate }: RigOptions = {}): Promise<Rig> {
  const clock = fakeClock();
  const paper = openPaper({
    ...{ path: ':memory:', clock, accounts: [], epoch: 'e-1', rate: 'off' },
    key: { apiKey: 'paper-key', apiSecret: 'paper-secret' },
  });
  const served = await servePaper(paper, { port: 0 });
  const { url } = served;
  const { fetch, wire } = recordingFetch(clock);
  const control = async (path: string, body?: unknown, method = 'POST'): Promise<void> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await paper.fetch(`http://127.0.0.1/paper/${path}`, init);
    if (!answer.ok) throw new Error(await answer.text());
  };
  await control('price', { ticker: 'BTC-USDT', bid: '94990', ask: '95010' });
  await control('price', { ticker: 'ETH-USDT', bid: '3000', ask: '3000.10' });
  return {
    account: account(),
    ...{ clock, wire },
    connect: () => {
      // Nonces are drawn from the clock, and the next process starts later.
      clock.advance(5_000);
      return venueOf({
        ...{ clock, fetch, withoutToken: true },
        settings: {
          ...{ url, settle: 100, rate: rate ?? { perSecond: 1000, burst: 10_000 }, ...PAPER_STATES },
          token: new Secret('paper-token'),
        },
      });
    },
    ledger: () => paper.ledger().strategies.map(acceptedOf),
    requests: () => paper.ledger().strategyRequests.received,
    fault: (fault, more = {}) => control('faults', { fault, ...more }),
    delayCancels: (actionDelayMs) => control('settings', { actionDelayMs }),
    clearFaults: () => control('faults', undefined, 'DELETE'),
    fill: ({ id }, size) =>
      control('strategy/fill', { strategyId: id, ...(size === undefined ? {} : { size }), late: true }),
    close: async () => {
      await served.close();
      paper.close();
    },
  };
}

export const VOLVEN: VenueCase = {
  name: 'volven',
  examples,
  findsByTag: false,
  list: { method: 'POST', path: FIND },
  cancel: { method: 'PUT', path: '/strategy-orchestrator/strategies/*/action/stop' },
  setRun: { method: 'PUT', path: '/strategy-orchestrator/strategies/*/action/*' },
  reads: [
    { method: 'POST', path: FIND },
    { method: 'GET', path: '/as/v3/accounts' },
    { method: 'GET', path: '/mms/v2/productDetails' },
    { method: 'GET', path: '/paper/state' },
  ],
  brokenLists: [
    ['5xx-before', { status: 503 }],
    ['5xx-after', { status: 502 }],
    ['drop-before', {}],
    ['drop-after', {}],
    ['429', {}],
    ['truncated-body', {}],
    ['malformed-body', {}],
  ],
  brokenRows: [
    ['without an id', changed(/"strategyId":/, '"id":')],
    ['that is no object', changed(/^\[/, '[null,')],
    [
      'that comes twice, and not alike',
      (list) =>
        list.replace(
          /^\[(\{.*?\})(?=,\{|\])/,
          (_, row: string) => `[${row},${row.replace(/"version":\d+/, '"version":99')}`,
        ),
    ],
    ['in no list', (list) => `{"data":${list}}`],
  ],
  make,
};
