import type { Millis } from '../../model/ids.ts';
import { type Wire, message, written } from './reply.ts';

/*
 * What can go wrong between a client and a venue, as a table: each kind says at which point of a request it acts.
 * A new kind is a new line.
 */

/** One fault of the queue, as the call that meets it sees it. */
export interface ActiveFault {
  readonly id: number;
  readonly fault: FaultName;
  readonly ms: Millis;
  /** 5xx kinds: the HTTP status. */
  readonly status: number;
  /** Text that replaces the kind's own, where it has one: the gateway's message, or an order's unknown status. */
  readonly text?: string;
}

/** A page of the order list before it is written out. */
export interface Page {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | undefined;
}

/** Which calls a kind is about where the fault doesn't say it: method and path. */
type About = readonly (readonly [method: string, path: string])[];
const SUBMIT: About = [
  ['POST', '/trades/v2/order'],
  ['POST', '/trades/v2/market'],
  ['POST', '/trades/v2/executeQuote'],
  ['POST', '/strategy-orchestrator/strategies/action/create'],
  ['POST', '/strategy-orchestrator/strategies/*/action/create'],
];
const CANCEL: About = [
  ['DELETE', '/trades/v1/order'],
  ['PUT', '/strategy-orchestrator/strategies/*/action/pause'],
  ['PUT', '/strategy-orchestrator/strategies/*/action/stop'],
];
const LIST: About = [
  ['GET', '/trades/v2/order'],
  ['POST', '/strategy-orchestrator/strategies/find'],
];

interface FaultKind {
  /** Only these calls. */
  readonly about?: About;
  /** When `ms` are waited: before the venue takes the request, or after it has acted on it. */
  readonly wait?: 'before' | 'after';
  /** Answers in the venue's stead: the request is not acted on. */
  readonly instead?: (fault: ActiveFault) => Wire;
  /** Replaces the answer of a request that was acted on. */
  readonly answer?: (wire: Wire, fault: ActiveFault) => Wire;
  /** Alters a page of the order list; `token` is the one that the request came with. */
  readonly page?: (page: Page, fault: ActiveFault, token: string | undefined) => Page;
}

const GATEWAY_TEXT: Readonly<Record<number, string>> = {
  500: 'Internal server error',
  502: 'Internal server error',
  503: 'Service Unavailable',
  504: 'Endpoint request timed out',
};
const gatewayError = ({ status, text }: ActiveFault): Wire =>
  written(message(status, text ?? GATEWAY_TEXT[status] ?? 'Internal server error'));

const garbled = (wire: Wire, garble: (text: string) => string): Wire =>
  wire === 'dropped' ? wire : { ...wire, text: garble(wire.text) };

/** An order has its status among its own members, a strategy in its `state`. */
const withStatus = (row: Page['rows'][number], status: string): Page['rows'][number] =>
  'state' in row ? { ...row, state: { ...Object(row['state']), status } } : { ...row, tradeStatus: status };

export const FAULTS = {
  /** The connection breaks before the venue has the request. */
  'drop-before': { wait: 'before', instead: () => 'dropped' },
  /** The venue acts, and the connection breaks before its answer. */
  'drop-after': { wait: 'after', answer: () => 'dropped' },
  '5xx-before': { wait: 'before', instead: gatewayError },
  '5xx-after': { wait: 'after', answer: (_, fault) => gatewayError(fault) },
  '429': { instead: ({ text }) => written(message(429, text ?? 'Too Many Requests')) },
  latency: { wait: 'before' },
  'latency-after': { wait: 'after' },
  'truncated-body': { answer: (wire) => garbled(wire, (text) => text.slice(0, text.length >> 1)) },
  'malformed-body': { answer: (wire) => garbled(wire, () => '<html><body>502 Bad Gateway</body></html>') },
  /** The order is accepted, and listed only `ms` of venue time later. */
  'late-visibility': { about: SUBMIT },
  /** The cancel is accepted, and the whole order trades before it takes effect. */
  'cancel-loses': { about: CANCEL },
  /** The venue's clock is `ms` ahead of (negative: behind) real time when it judges the nonce. */
  'clock-skew': {},
  'missing-row': { about: LIST, page: ({ rows, next }) => ({ rows: rows.slice(1), next }) },
  'repeated-row': { about: LIST, page: ({ rows, next }) => ({ rows: [...rows, ...rows.slice(-1)], next }) },
  /** The rows of a page are left out, the walk goes on behind them. */
  'missing-page': { about: LIST, page: ({ next }) => ({ rows: [], next }) },
  /** A page comes again on the next call. */
  'repeated-page': { about: LIST, page: ({ rows }, _, token) => ({ rows, next: token ?? FIRST_PAGE }) },
  /** An empty page in between, which is not the end: the next call goes on where this one would have. */
  'empty-page': { about: LIST, page: (_, __, token) => ({ rows: [], next: token ?? FIRST_PAGE }) },
  'unknown-status': {
    about: LIST,
    page: ({ rows, next }, { text }) => ({
      rows: rows.map((row) => withStatus(row, text ?? 'UNDER_REVIEW')),
      next,
    }),
  },
} as const satisfies Record<string, FaultKind>;

/** The page token of the list's beginning. */
export const FIRST_PAGE = 'first';

export type FaultName = keyof typeof FAULTS;
export const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULTS, name);
export const kindOf = (name: FaultName): FaultKind => FAULTS[name];
