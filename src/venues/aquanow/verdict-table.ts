import { ORDER_STRATEGIES, type OrderStrategy, RESTING_STRATEGIES } from '../../model/terms.ts';
import { type Call, ROUTES } from './calls.ts';
import { type Shape, wordsOf } from './shapes.ts';

/*
 * What an answer proves, as data. The first row whose call, strategy, status, shape and words all fit decides; an answer that
 * no row lists is in doubt, whatever it seems to say. Aquanow refuses with 5xx and accepts with anything, so a status alone is a
 * verdict only where the request did not get past the door (401, 429).
 * Source: the seed's 46 examples, and sections 2 and 4 of the reference.
 */
export interface VerdictRow {
  readonly name: string;
  readonly calls: readonly Call[];
  readonly strategies: readonly OrderStrategy[];
  readonly status: readonly number[] | 'any';
  readonly shape: ShapeName;
  /** Must match the one error's message. Only where status and shape leave it open. */
  readonly words?: RegExp;
  /** `quoted`: a price was named, if the rest of the answer can be read; nothing was ordered. */
  readonly verdict: 'accepted' | 'quoted' | 'rejected' | 'not-sent' | 'in-doubt';
}

export type ShapeName =
  | 'orderId'
  | 'quoteId'
  /** The ack of `executeQuote`, naming the quote that we sent. */
  | 'executed'
  /** The ack of a quote call, without an error beside it. */
  | 'quote'
  /** One error or more, in either form. */
  | 'errors'
  /** Exactly one error, in v2's form. */
  | 'error'
  | 'without an id';

const FAMILY = RESTING_STRATEGIES;
const ALL = ORDER_STRATEGIES;
const CALLS = Object.keys(ROUTES) as readonly Call[];
const SUBMITS = ['executeQuote', 'market', 'order'] as const;
const QUOTES = ['getQuote', 'createQuote'] as const;

export const ORDER_VERDICTS: readonly VerdictRow[] = [
  // An id is proof, whatever else the answer says: quantities of zero, an error beside it, a status of 502.
  {
    name: 'order id',
    calls: SUBMITS,
    strategies: ALL,
    status: 'any',
    shape: 'orderId',
    verdict: 'accepted',
  },
  // The venue makes this one up, so it is proof too.
  {
    name: 'quote id',
    calls: ['order'],
    strategies: FAMILY,
    status: 'any',
    shape: 'quoteId',
    verdict: 'accepted',
  },
  // This one we sent ourselves: it proves something only in the ack, and without an error beside it.
  {
    name: 'executed',
    calls: ['executeQuote'],
    strategies: ['RFQ'],
    status: 'any',
    shape: 'executed',
    verdict: 'accepted',
  },
  { name: 'quote', calls: QUOTES, strategies: ALL, status: [200], shape: 'quote', verdict: 'quoted' },
  {
    name: 'not let in',
    calls: CALLS,
    strategies: ALL,
    status: [401],
    shape: 'without an id',
    verdict: 'not-sent',
  },
  {
    name: 'throttled',
    calls: CALLS,
    strategies: ALL,
    status: [429],
    shape: 'without an id',
    verdict: 'not-sent',
  },
  // We send it once. Should a gateway repeat it, the second is refused by these words because the first was executed.
  {
    name: 'executed before',
    calls: ['executeQuote'],
    strategies: ['RFQ'],
    status: [400, 403, 404, 422],
    shape: 'errors',
    words: /\balr\w*dy\b.*\b(processed|executed|completed|accepted|filled|traded)\b/i,
    verdict: 'in-doubt',
  },
  {
    name: 'refused',
    calls: CALLS,
    strategies: ALL,
    status: [400, 403, 404, 422],
    shape: 'errors',
    verdict: 'rejected',
  },
  {
    name: 'strategy not enabled',
    calls: CALLS,
    strategies: ALL,
    status: [500, 502],
    shape: 'error',
    words: /^User not authorized for [A-Z]+$/,
    verdict: 'rejected',
  },
  {
    name: 'no permission',
    calls: CALLS,
    strategies: ALL,
    status: [500, 502],
    shape: 'error',
    words: /^You don't have permission to do this, contact \S+@aquanow\.io if you have questions$/,
    verdict: 'rejected',
  },
  {
    name: 'credit, told with 200',
    calls: CALLS,
    strategies: ALL,
    status: [200],
    shape: 'error',
    words: /^Insufficient Trade Credit$/,
    verdict: 'rejected',
  },
  {
    name: 'quote expired, told with 200',
    calls: ['executeQuote'],
    strategies: ['RFQ'],
    status: [200],
    shape: 'error',
    words: /^The quote has already expired$/,
    verdict: 'rejected',
  },
];

/** What was asked, as far as the table goes by it. */
export interface AskedOf {
  readonly call: Call;
  readonly strategy: OrderStrategy;
  /** executeQuote: the quote that we named. */
  readonly quoteId?: string;
}

const QUOTE_ACKS: Readonly<Partial<Record<Call, string>>> = {
  getQuote: 'rfqGetQuoteAck',
  createQuote: 'rfqCreateQuoteAck',
};
export const EXECUTED_ACK = 'rfqExecuteQuoteAck';

function fitsShape(name: ShapeName, shape: Shape, { call, quoteId }: AskedOf): boolean {
  switch (name) {
    case 'orderId':
      // Beside another quote than ours it is another order.
      return (
        shape.kind === 'ack' &&
        shape.orderId !== undefined &&
        (quoteId === undefined || shape.quoteId === undefined || shape.quoteId === quoteId)
      );
    case 'quoteId':
      return shape.kind === 'ack' && shape.quoteId !== undefined;
    case 'executed':
      return (
        shape.kind === 'ack' &&
        shape.type === EXECUTED_ACK &&
        shape.quoteId === quoteId &&
        quoteId !== undefined &&
        !shape.withError
      );
    case 'quote':
      return shape.kind === 'ack' && shape.type === QUOTE_ACKS[call] && !shape.withError;
    case 'errors':
      return shape.kind === 'errors' || shape.kind === 'message';
    case 'error':
      return shape.kind === 'errors' && shape.messages.length === 1;
    case 'without an id':
      return shape.kind !== 'ack';
  }
}

export const rowFor = (asked: AskedOf, status: number, shape: Shape): VerdictRow | undefined =>
  ORDER_VERDICTS.find(
    (row) =>
      row.calls.includes(asked.call) &&
      row.strategies.includes(asked.strategy) &&
      (row.status === 'any' || row.status.includes(status)) &&
      fitsShape(row.shape, shape, asked) &&
      (row.words?.test(wordsOf(shape)) ?? true),
  );
