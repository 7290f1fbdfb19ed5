import { decimal } from '../../src/model/decimal.ts';
import type { VenueOrderId } from '../../src/model/ids.ts';
import type { Entry, OrderRow } from '../../src/model/order.ts';
import type { Look } from '../../src/model/snapshot.ts';
import {
  DAY,
  NOW,
  type Past,
  RESERVE,
  SETTLE,
  attemptOf,
  dollars,
  entryOf,
  fillOf,
  lookOf,
  rowOf,
} from './cases.ts';
import { termsOf } from './events.ts';

/*
 * The axes of the table: what the files may say of one order, what the journal may, and what the venue may show. The order is
 * `dip`, generation 2, 0.50 BTC at 95000, so that a generation can be lower as well as higher.
 */

export const GENERATION = 2;
const HOUR = 3_600_000;
const terms = termsOf;
const dip = (over: Partial<Entry> = {}): Entry => entryOf('dip', { generation: GENERATION, ...over });

export const ENTRIES: Readonly<Record<string, Entry | undefined>> = {
  absent: undefined,
  unchanged: dip(),
  'spelled otherwise': dip({ terms: terms({ receiveQuantity: decimal('0.5') }) }),
  'other price': dip({ terms: terms({ priceLimit: decimal('95500.00') }) }),
  'less than is filled': dip({ terms: terms({ receiveQuantity: decimal('0.10') }) }),
  'other leg': dip({ terms: dollars() }),
  'other ticker': dip({ terms: terms({ ticker: 'ETH-USD', priceLimit: decimal('3000') }) }),
  'other side': dip({ terms: terms({ side: 'sell' }) }),
  'higher generation': dip({ generation: GENERATION + 1 }),
  'higher generation, other price': dip({
    generation: GENERATION + 1,
    terms: terms({ priceLimit: decimal('95500.00') }),
  }),
  'lower generation': dip({ generation: GENERATION - 1 }),
  'other account': dip({ account: RESERVE }),
  'notAfter ahead': dip({ notAfter: NOW + HOUR }),
  'notAfter passed': dip({ notAfter: NOW - 1 }),
  'expirationTime ahead': dip({ terms: terms({ strategy: 'GTD', expirationTime: NOW + HOUR }) }),
  'expirationTime passed': dip({ terms: terms({ strategy: 'GTD', expirationTime: NOW - 1 }) }),
  'expirationTime too late': dip({ terms: terms({ strategy: 'GTD', expirationTime: NOW + 91 * DAY }) }),
  protected: dip({ protect: true }),
  'protected, other price': dip({ protect: true, terms: terms({ priceLimit: decimal('95500.00') }) }),
};

const first = attemptOf('dip', { generation: GENERATION });
const second = attemptOf('dip', { generation: GENERATION, attempt: 2 });
/** The attempt that the venue's rows belong to. */
export const FIRST = first;
export const SECOND = second;
const OTHER = 'o-2' as VenueOrderId;

const MINUTE = 60_000;
const placed: readonly Past[] = [
  [5 * MINUTE, first.intent()],
  [5 * MINUTE, first.accepted()],
];
const linked: readonly Past[] = [...placed, [4 * MINUTE, first.linked()]];
const partly = fillOf('0.2', '19000');
const whole = fillOf('0.50', '47500');
const cancelSent: readonly Past[] = [
  ...linked,
  [3 * MINUTE, first.about('cancel-intent', { orderId: 'o-1' as VenueOrderId })],
];
const replacing: readonly Past[] = [
  ...linked,
  [3 * MINUTE, first.about('replacing', { target: terms({ priceLimit: decimal('95500.00') }) })],
  [3 * MINUTE, first.about('cancel-intent', { orderId: 'o-1' as VenueOrderId })],
];
const replaced: readonly Past[] = [...replacing, [2 * MINUTE, first.final('cancelled', partly)]];
const edited = terms({ priceLimit: decimal('95500.00') });
const rest = terms({ priceLimit: decimal('95500.00'), receiveQuantity: decimal('0.3') });
const notExecuted: readonly Past[] = [
  [5 * MINUTE, first.intent()],
  [4 * MINUTE, first.about('in-doubt', { code: 'http/500', message: 'no answer' })],
  [3 * MINUTE, first.about('resolved', { outcome: 'not-executed', reason: 'the desk called' })],
];

/** What the journal may say, the last attempt at the end. */
export const JOURNALS: Readonly<Record<string, readonly Past[]>> = {
  nothing: [],
  'intent alone': [[MINUTE, first.intent()]],
  'in doubt': [
    [MINUTE, first.intent()],
    [MINUTE, first.about('in-doubt', { code: 'http/500', message: 'no answer' })],
  ],
  'in doubt, cancel wanted': [
    [MINUTE, first.intent()],
    [MINUTE / 2, first.about('cancel-requested', { scope: { kind: 'all' } })],
  ],
  'accepted just now': [
    [SETTLE / 2, first.intent()],
    [SETTLE / 2, first.accepted()],
  ],
  'accepted a while ago': placed,
  'accepted, id in the answer': [
    [5 * MINUTE, first.intent()],
    [5 * MINUTE, first.accepted('o-1')],
  ],
  linked,
  'observed partly filled': [...linked, [2 * MINUTE, first.observed('open', partly)]],
  'end observed just now': [...linked, [1_000, first.observed('filled', whole)]],
  'end observed a while ago': [...linked, [2 * MINUTE, first.observed('filled', whole)]],
  'cancel observed just now': [...linked, [1_000, first.observed('cancelled')]],
  'final: filled': [...linked, [2 * MINUTE, first.final('filled', whole)]],
  'final: cancelled': [...linked, [2 * MINUTE, first.final('cancelled')]],
  'final: partly filled': [...linked, [2 * MINUTE, first.final('ended-partly-filled', partly)]],
  'final, entry gone since': [
    ...linked,
    [2 * MINUTE, first.final('cancelled', partly)],
    [MINUTE, first.about('released', {})],
  ],
  rejected: [
    [MINUTE, first.intent()],
    [MINUTE, first.about('rejected', { code: 'credit', message: 'no credit', ack: {} })],
  ],
  'not sent': [
    [MINUTE, first.intent()],
    [MINUTE, first.about('not-sent', { code: 'http/connect', message: 'refused' })],
  ],
  'not executed': notExecuted,
  lapsed: [
    [MINUTE, first.intent()],
    [MINUTE, first.about('not-sent', { code: 'http/connect', message: 'refused' })],
    [MINUTE, first.about('lapsed', { message: 'not sent before its notAfter' })],
  ],
  'cancel asked for': [...linked, [MINUTE, first.about('cancel-requested', { scope: { kind: 'all' } })]],
  'cancel sent': cancelSent,
  'cancel refused': [...cancelSent, [MINUTE, first.about('cancel-refused', { message: 'too late' })]],
  'replace noted, cancel not sent': [...linked, [MINUTE, first.about('replacing', { target: edited })]],
  'replace noted, cancel not sent, ended': [
    ...linked,
    [MINUTE, first.about('replacing', { target: edited })],
    [MINUTE, first.final('expired')],
  ],
  replacing,
  'replacing, asked to cancel': [
    ...replacing,
    [MINUTE, first.about('cancel-requested', { scope: { kind: 'all' } })],
  ],
  'replacing, old one final': replaced,
  'replacing, old one final and filled': [...replacing, [2 * MINUTE, first.final('filled', whole)]],
  'replacing, old one final, then asked to cancel': [
    ...replaced,
    [MINUTE, first.about('cancel-requested', { scope: { kind: 'all' } })],
  ],
  'replaced: second attempt in doubt': [...replaced, [MINUTE, second.intent({ target: edited, wire: rest })]],
  'replaced: second attempt not sent': [
    ...replaced,
    [MINUTE, second.intent({ target: edited, wire: rest })],
    [MINUTE, second.about('not-sent', { code: 'http/connect', message: 'refused' })],
  ],
  'replaced: second attempt linked': [
    ...replaced,
    [MINUTE, second.intent({ target: edited, wire: rest })],
    [MINUTE, second.accepted()],
    [MINUTE, second.linked('o-2')],
  ],
  vanished: [...linked, [MINUTE, first.about('vanished', { message: 'in none of 3 look-ups' })]],
  'came back': [
    ...linked,
    [2 * MINUTE, first.final('cancelled')],
    [MINUTE, first.about('came-back', { orderId: 'o-1' as VenueOrderId, status: 'open' })],
  ],
  'not executed, came back': [
    ...notExecuted,
    [MINUTE, first.about('came-back', { orderId: 'o-1' as VenueOrderId, status: 'open' })],
  ],
  'resolved as executed': [
    [5 * MINUTE, first.intent()],
    [4 * MINUTE, first.about('in-doubt', { code: 'http/500', message: 'no answer' })],
    [
      3 * MINUTE,
      first.about('resolved', {
        outcome: 'executed',
        orderId: 'o-1' as VenueOrderId,
        reason: 'the desk called',
      }),
    ],
  ],
  imported: [
    [
      5 * MINUTE,
      first.about('imported', {
        orderId: 'o-1' as VenueOrderId,
        tag: first.tag,
        tagSent: true,
        terms: terms(),
        identity: 'aquanow api.aquanow.io CA1264810R',
      }),
    ],
  ],
  protected: [...linked, [MINUTE, first.about('protected', { on: true })]],
};

/** What the venue may show: rows of the list of open orders, and what a look for the attempt finds. */
export interface Shown {
  readonly live: readonly OrderRow[];
  readonly looks: readonly Look[];
}

const mine = (over: Partial<OrderRow> = {}): OrderRow => rowOf({ reference: first.tag, ...over });
const look = (...rows: readonly OrderRow[]): readonly Look[] => [lookOf(first, rows)];
const listed = (...rows: readonly OrderRow[]): Shown => ({ live: rows, looks: [] });

export const VENUES: Readonly<Record<string, Shown>> = {
  nothing: { live: [], looks: look() },
  'nothing, in three looks': { live: [], looks: [lookOf(first, [], 3)] },
  open: listed(mine()),
  'open, reference unknown': listed(rowOf()),
  pending: listed(mine({ status: 'pending' })),
  'partly filled': listed(mine({ fill: partly })),
  'of an unknown status': listed(mine({ status: 'unknown', statusText: 'ODD' })),
  'open, about to expire': listed(mine({ expiresAt: NOW + DAY })),
  'at another price': listed(mine({ priceLimit: decimal('94000') })),
  cancelling: listed(mine({ status: 'cancelling' })),
  filled: { live: [], looks: look(mine({ status: 'filled', fill: whole })) },
  cancelled: { live: [], looks: look(mine({ status: 'cancelled' })) },
  'cancelled, partly filled': { live: [], looks: look(mine({ status: 'cancelled', fill: partly })) },
  failed: { live: [], looks: look(mine({ status: 'failed', message: 'no liquidity' })) },
  'two open': listed(mine(), mine({ id: OTHER })),
  'one open, one ended': {
    live: [mine({ id: OTHER })],
    looks: look(mine({ status: 'cancelled' }), mine({ id: OTHER })),
  },
  'two ended': {
    live: [],
    looks: look(mine({ status: 'cancelled' }), mine({ id: OTHER, status: 'filled', fill: whole })),
  },
  'another id under the tag': listed(mine({ id: OTHER })),
  'the second attempt open': listed(
    rowOf({ id: OTHER, reference: second.tag, priceLimit: decimal('95500') }),
  ),
  'both attempts open': listed(
    mine(),
    rowOf({ id: OTHER, reference: second.tag, priceLimit: decimal('95500') }),
  ),
};
