import { decimal } from '../../src/model/decimal.ts';
import type { VenueOrderId } from '../../src/model/ids.ts';
import type { Entry, OrderRow } from '../../src/model/order.ts';
import type { KnownSnapshot } from '../../src/model/snapshot.ts';
import {
  NOW,
  type Past,
  SMO,
  fillOf,
  lookOf,
  productOf,
  strategyAttemptOf,
  strategyEntryOf,
  strategyRowOf,
} from './cases.ts';
import { smoOf } from './events.ts';
import type { Shown } from './states.ts';

/*
 * The axes of the table for strategies: what the files may say of one, what the journal may, what Volven may show, and what it may
 * tell of its products. The strategy is `acc`, generation 2, 0.1 BTC at 95000; no tag travels with it, so its id alone tells it.
 */

export const GENERATION = 2;
const acc = (over: Partial<Entry> = {}): Entry => strategyEntryOf('acc', { generation: GENERATION, ...over });
const dearer = smoOf({ priceLimit: decimal('95500') });
const parameters = { ...smoOf().parameters, alwaysPassive: false };

export const ENTRIES: Readonly<Record<string, Entry | undefined>> = {
  absent: undefined,
  started: acc(),
  paused: acc({ run: 'paused' }),
  'other price': acc({ terms: dearer }),
  'other price, paused': acc({ terms: dearer, run: 'paused' }),
  'other parameter': acc({ terms: smoOf({ parameters }) }),
  'less than is filled': acc({ terms: smoOf({ size: decimal('0.02') }) }),
  'other product': acc({ terms: smoOf({ productCode: 'ethusdt_f', priceLimit: decimal('3000') }) }),
  'higher generation': acc({ generation: GENERATION + 1 }),
  'higher generation, paused': acc({ generation: GENERATION + 1, run: 'paused' }),
  'lower generation': acc({ generation: GENERATION - 1 }),
  'notAfter passed': acc({ notAfter: NOW - 1 }),
  protected: acc({ protect: true }),
  'protected, paused': acc({ protect: true, run: 'paused' }),
};

const first = strategyAttemptOf('acc', { generation: GENERATION });
const second = strategyAttemptOf('acc', { generation: GENERATION, attempt: 2 });
const ID = 's-1' as VenueOrderId;
const MINUTE = 60_000;
const placed = (run: 'started' | 'paused' = 'started'): readonly Past[] => [
  [5 * MINUTE, first.intent({ run })],
  [5 * MINUTE, first.accepted(ID)],
];
const linked = [...placed(), [4 * MINUTE, first.linked(ID)]] satisfies readonly Past[];
const asked = (run: 'started' | 'paused'): Past => [
  2 * MINUTE,
  first.about('run-intent', { orderId: ID, run }),
];
const set = (run: 'started' | 'paused', ago = MINUTE): Past => [ago, first.about('run-set', { run })];
const partly = fillOf('0.04', '3800');
const whole = fillOf('0.1', '9500');
const edited = { ...SMO, priceLimit: decimal('95500') };
const replacing: readonly Past[] = [
  ...linked,
  [3 * MINUTE, first.about('replacing', { target: edited })],
  [3 * MINUTE, first.about('cancel-intent', { orderId: ID })],
];

/** What the journal may say, the last attempt at the end. */
export const JOURNALS: Readonly<Record<string, readonly Past[]>> = {
  nothing: [],
  'intent alone': [[MINUTE, first.intent()]],
  'in doubt': [
    [MINUTE, first.intent()],
    [MINUTE, first.about('in-doubt', { code: 'http-500', message: 'no answer' })],
  ],
  'accepted just now': [
    [1_000, first.intent()],
    [1_000, first.accepted(ID)],
  ],
  started: linked,
  paused: placed('paused'),
  'paused since': [...linked, asked('paused'), set('paused')],
  'paused just now': [...linked, set('paused', 1_000)],
  'asked to pause, no answer': [...linked, asked('paused')],
  'asked to start, no answer': [...placed('paused'), asked('started')],
  'asked to start, then to pause, no answers': [...placed('paused'), asked('started'), asked('paused')],
  'would not start': [
    ...placed('paused'),
    asked('started'),
    [MINUTE, first.about('run-refused', { run: 'started', message: 'no margin' })],
  ],
  'observed partly filled': [...linked, [2 * MINUTE, first.observed('open', partly)]],
  'end observed just now': [...linked, [1_000, first.observed('filled', whole)]],
  'final: filled': [...linked, [2 * MINUTE, first.final('filled', whole)]],
  'final: cancelled': [...linked, [2 * MINUTE, first.final('cancelled', partly)]],
  'final, entry gone since': [
    ...linked,
    [2 * MINUTE, first.final('cancelled', partly)],
    [MINUTE, first.about('released', {})],
  ],
  rejected: [
    [MINUTE, first.intent()],
    [MINUTE, first.about('rejected', { code: 'field', message: 'must be above 0', ack: {} })],
  ],
  'not sent': [
    [MINUTE, first.intent()],
    [MINUTE, first.about('not-sent', { code: 'http/connect', message: 'refused' })],
  ],
  'cancel asked for': [...linked, [MINUTE, first.about('cancel-requested', { scope: { kind: 'all' } })]],
  'cancel sent': [...linked, [3 * MINUTE, first.about('cancel-intent', { orderId: ID })]],
  replacing,
  'replacing, old one final': [...replacing, [2 * MINUTE, first.final('cancelled', partly)]],
  'replaced: second attempt in doubt': [
    ...replacing,
    [2 * MINUTE, first.final('cancelled', partly)],
    [MINUTE, second.intent({ target: edited })],
  ],
  vanished: [...linked, [MINUTE, first.about('vanished', { message: 'in none of 3 look-ups' })]],
  'came back': [
    ...linked,
    [2 * MINUTE, first.final('cancelled')],
    [MINUTE, first.about('came-back', { orderId: ID, status: 'open' })],
  ],
  protected: [...linked, [MINUTE, first.about('protected', { on: true })]],
};

const mine = (over: Partial<OrderRow> = {}): OrderRow => strategyRowOf({ id: ID, ...over });
const listed = (...rows: readonly OrderRow[]): Shown => ({ live: rows, looks: [] });
const found = (...rows: readonly OrderRow[]): Shown => ({ live: [], looks: [lookOf(first, rows)] });

export const VENUES: Readonly<Record<string, Shown>> = {
  nothing: found(),
  'nothing, in three looks': { live: [], looks: [lookOf(first, [], 3)] },
  open: listed(mine()),
  pending: listed(mine({ status: 'pending', statusText: 'WAITING' })),
  paused: listed(mine({ status: 'paused', statusText: 'PAUSED' })),
  'of an unknown status': listed(mine({ status: 'unknown', statusText: '' })),
  'partly filled': listed(mine({ fill: partly })),
  'paused, partly filled': listed(mine({ status: 'paused', fill: partly })),
  cancelling: listed(mine({ status: 'cancelling', statusText: 'STOPPING' })),
  filled: found(mine({ status: 'filled', fill: whole })),
  'stopped, partly filled': found(mine({ status: 'cancelled', fill: partly })),
};

const products = (...all: readonly ReturnType<typeof productOf>[]): Partial<KnownSnapshot> => ({
  products: new Map(all.map((product) => [product.code, product])),
});
const ETH = productOf({ code: 'ethusdt_f', base: 'ETH' });

/** What Volven may tell of its products and of its strategies. */
export const TELLS: Readonly<Record<string, Partial<KnownSnapshot>>> = {
  'all it can': products(productOf(), ETH),
  'no states, no fills': { ...products(productOf(), ETH), tellsEnds: false },
  'another product': products(productOf({ code: 'ltcusdt_f', base: 'LTC' })),
  'products that were removed': products(productOf({ removed: true }), { ...ETH, removed: true }),
  'that futures are off': products(productOf({ closed: 'futures are off' }), {
    ...ETH,
    closed: 'futures are off',
  }),
  'sizes in other steps': products(productOf({ sizeIncrement: decimal('0.07') }), {
    ...ETH,
    sizeIncrement: decimal('0.07'),
  }),
};
/** What it may tell whose every new order is held back by its product. */
export const HELD = [
  'another product',
  'products that were removed',
  'that futures are off',
  'sizes in other steps',
];
