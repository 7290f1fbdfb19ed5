import type { Ack } from '../../model/event.ts';
import type { VenueOrderId } from '../../model/ids.ts';
import { RESTING_STRATEGIES, type RestingStrategy } from '../../model/terms.ts';
import type { Answer, Outcome } from '../http/outcome.ts';
import type { Verdict } from '../venue.ts';
import { ACCESS, QUOTA, TOO_MANY, answered, isQuotaSpent } from './advice.ts';
import { type Shape, shapeOf, wordsOf } from './shapes.ts';

/*
 * What an answer to `POST /trades/v2/order` proves, as data. The first row whose strategy, status, shape and words all fit
 * decides; an answer that no row lists is in doubt, whatever it seems to say. Aquanow refuses with 5xx and accepts with
 * anything, so a status alone is a verdict only where the request did not get past the door (401, 429).
 * Source: the seed's LIMIT/GTC/GTD examples, and sections 2 and 4 of the reference.
 */
export interface VerdictRow {
  readonly name: string;
  readonly strategies: readonly RestingStrategy[];
  readonly status: readonly number[] | 'any';
  readonly shape: 'orderId' | 'quoteId' | 'errors' | 'error' | 'any';
  /** Must match the one error's message. Only where status and shape leave it open. */
  readonly words?: RegExp;
  readonly verdict: 'accepted' | 'rejected' | 'not-sent';
}

const FAMILY = RESTING_STRATEGIES;

export const ORDER_VERDICTS: readonly VerdictRow[] = [
  // An id is proof, whatever else the answer says: quantities of zero, an error beside it, a status of 502.
  { name: 'order id', strategies: FAMILY, status: 'any', shape: 'orderId', verdict: 'accepted' },
  { name: 'quote id', strategies: FAMILY, status: 'any', shape: 'quoteId', verdict: 'accepted' },
  { name: 'not let in', strategies: FAMILY, status: [401], shape: 'any', verdict: 'not-sent' },
  { name: 'throttled', strategies: FAMILY, status: [429], shape: 'any', verdict: 'not-sent' },
  { name: 'refused', strategies: FAMILY, status: [400, 403, 404, 422], shape: 'errors', verdict: 'rejected' },
  {
    name: 'strategy not enabled',
    strategies: FAMILY,
    status: [500, 502],
    shape: 'error',
    words: /^User not authorized for [A-Z]+$/,
    verdict: 'rejected',
  },
  {
    name: 'no permission',
    strategies: FAMILY,
    status: [500, 502],
    shape: 'error',
    words: /^You don't have permission to do this, contact \S+@aquanow\.io if you have questions$/,
    verdict: 'rejected',
  },
  {
    name: 'credit, told with 200',
    strategies: FAMILY,
    status: [200],
    shape: 'error',
    words: /^Insufficient Trade Credit$/,
    verdict: 'rejected',
  },
];

function fitsShape(row: VerdictRow, shape: Shape): boolean {
  switch (row.shape) {
    case 'any':
      return true;
    case 'orderId':
    case 'quoteId':
      return shape.kind === 'ack' && shape[row.shape] !== undefined;
    case 'errors':
      return shape.kind === 'errors' || shape.kind === 'message';
    case 'error':
      return shape.kind === 'errors' && shape.messages.length === 1;
  }
}

export const rowFor = (strategy: RestingStrategy, status: number, shape: Shape): VerdictRow | undefined =>
  ORDER_VERDICTS.find(
    (row) =>
      row.strategies.includes(strategy) &&
      (row.status === 'any' || row.status.includes(status)) &&
      fitsShape(row, shape) &&
      (row.words?.test(wordsOf(shape)) ?? true),
  );

/** A stable code for a refusal. Words only name the reason: they never change the verdict. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^Insufficient (Trade Credit|balance)/i, 'insufficient-funds'],
  [/minimum (order )?size/i, 'below-minimum'],
  [/ticker|Product Not Supported/i, 'unknown-ticker'],
  [/expirationTime/, 'expiration-time'],
  [/tradeSide/, 'trade-side'],
  [/^User not authorized for /, 'strategy-not-enabled'],
  [/Access Denied|explicit deny|permission/i, 'no-permission'],
];
const reasonOf = (words: string): string =>
  REASONS.find(([pattern]) => pattern.test(words))?.[1] ?? 'refused';

const MAY_BE_ACCEPTED = 'the order may or may not have been accepted';

// A broken or foreign body is kept as evidence, but not megabytes of it.
const LONGEST_TEXT = 4000;
const ackOf = (answer: Answer): Ack =>
  answer.wellFormed ? answer.body : { status: answer.status, text: answer.text.slice(0, LONGEST_TEXT) };

function accepted(shape: Extract<Shape, { readonly kind: 'ack' }>, ack: Ack): Verdict {
  return {
    kind: 'accepted',
    ack,
    ...(shape.quoteId === undefined ? {} : { venueRef: shape.quoteId }),
    ...(shape.orderId === undefined ? {} : { orderId: shape.orderId as VenueOrderId }),
  };
}

function rejected(answer: Answer, shape: Shape, host: string): Verdict {
  const words = wordsOf(shape);
  const message =
    answer.status === 403 ? `${answered(host, answer)}; check ${ACCESS}` : answered(host, answer);
  return {
    kind: 'rejected',
    code: reasonOf(words),
    message,
    ack: ackOf(answer),
    ...(shape.kind === 'errors' ? { errorId: shape.id } : {}),
  };
}

function notLetIn(answer: Answer, host: string): Verdict {
  const status = answered(host, answer);
  if (answer.status === 401)
    return { kind: 'not-sent', code: 'unauthorized', message: `${status}; check ${ACCESS}` };
  return isQuotaSpent(answer)
    ? { kind: 'not-sent', code: 'quota-spent', message: `${status}; ${QUOTA}` }
    : { kind: 'not-sent', code: 'rate-limited', message: `${status}; ${TOO_MANY}` };
}

/** What became of one submission. */
export function verdictOf(strategy: RestingStrategy, outcome: Outcome, host: string): Verdict {
  if (outcome.kind === 'not-sent') return outcome;
  if (outcome.kind === 'unknown')
    return { kind: 'in-doubt', code: outcome.code, message: `${outcome.message}; ${MAY_BE_ACCEPTED}` };
  const shape = shapeOf(outcome);
  const row = rowFor(strategy, outcome.status, shape);
  if (row?.verdict === 'accepted' && shape.kind === 'ack') return accepted(shape, ackOf(outcome));
  if (row?.verdict === 'rejected') return rejected(outcome, shape, host);
  if (row?.verdict === 'not-sent') return notLetIn(outcome, host);
  const form = outcome.wellFormed ? '' : ' with a body that is not JSON';
  return {
    kind: 'in-doubt',
    code: `http-${outcome.status}`,
    message: `${answered(host, outcome)}${form}; ${MAY_BE_ACCEPTED}`,
    ack: ackOf(outcome),
  };
}
