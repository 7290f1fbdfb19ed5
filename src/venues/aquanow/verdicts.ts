import type { Ack } from '../../model/event.ts';
import type { VenueOrderId } from '../../model/ids.ts';
import { isImmediate } from '../../model/terms.ts';
import type { Answer, Outcome } from '../http/outcome.ts';
import type { Verdict } from '../venue.ts';
import { ACCESS, OTHERS, QUOTA, TOO_MANY, answered, isQuotaSpent } from './advice.ts';
import type { Asked } from './order-body.ts';
import { reasonOf } from './reasons.ts';
import { type Acknowledgement, type Shape, shapeOf, wordsOf } from './shapes.ts';
import { endOf, tradeOf } from './trade.ts';
import { type VerdictRow, rowFor } from './verdict-table.ts';

/** What the table says of an answer. */
export interface Judged {
  readonly shape: Shape;
  readonly row: VerdictRow | undefined;
}

export function judge({ call, terms, quote }: Asked, answer: Answer): Judged {
  const shape = shapeOf(answer);
  const asked = { call, strategy: terms.strategy, ...(quote ? { quoteId: quote.quoteId } : {}) };
  return { shape, row: rowFor(asked, answer.status, shape) };
}

const MAY_BE_ACCEPTED = 'the order may or may not have been accepted';

// A broken or foreign body is kept as evidence, but not megabytes of it.
const LONGEST_TEXT = 4000;
export const ackOf = (answer: Answer): Ack =>
  answer.wellFormed ? answer.body : { status: answer.status, text: answer.text.slice(0, LONGEST_TEXT) };

function accepted(asked: Asked, answer: Answer, shape: Acknowledgement): Verdict {
  const known = {
    kind: 'accepted' as const,
    ack: ackOf(answer),
    ...(shape.quoteId === undefined ? {} : { venueRef: shape.quoteId }),
    ...(shape.orderId === undefined ? {} : { orderId: shape.orderId as VenueOrderId }),
  };
  // What the ack of a resting order repeats are its terms: nothing has traded by it.
  if (!isImmediate(asked.terms)) return known;
  const final = endOf(asked, answer);
  const trade = final?.status === 'cancelled' ? undefined : tradeOf(answer);
  return { ...known, ...(trade ? { trade } : {}), ...(final ? { final } : {}) };
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly ack: Ack;
}

/** The venue's refusal, in its words. */
export function refusalOf(answer: Answer, shape: Shape, host: string): Refusal {
  const said = answered(host, answer);
  return {
    code: reasonOf(wordsOf(shape)),
    message: answer.status === 403 ? `${said}; check ${ACCESS}` : said,
    ack: ackOf(answer),
  };
}

/** Why the venue's door stayed shut. */
export function notLetIn(answer: Answer, host: string): { readonly code: string; readonly message: string } {
  const status = answered(host, answer);
  if (answer.status === 401)
    return { code: 'unauthorized', message: `${status}; check ${ACCESS}, and ${OTHERS}` };
  return isQuotaSpent(answer)
    ? { code: 'quota-spent', message: `${status}; ${QUOTA}` }
    : { code: 'rate-limited', message: `${status}; ${TOO_MANY}` };
}

/** What became of one submission. */
export function verdictOf(asked: Asked, outcome: Outcome, host: string): Verdict {
  if (outcome.kind === 'not-sent') return outcome;
  if (outcome.kind === 'unknown')
    return { kind: 'in-doubt', code: outcome.code, message: `${outcome.message}; ${MAY_BE_ACCEPTED}` };
  const { shape, row } = judge(asked, outcome);
  if (row?.verdict === 'accepted' && shape.kind === 'ack') return accepted(asked, outcome, shape);
  if (row?.verdict === 'rejected') {
    const errorId = shape.kind === 'errors' ? { errorId: shape.id } : {};
    return { kind: 'rejected', ...refusalOf(outcome, shape, host), ...errorId };
  }
  if (row?.verdict === 'not-sent') return { kind: 'not-sent', ...notLetIn(outcome, host) };
  const form = outcome.wellFormed ? '' : ' with a body that is not JSON';
  return {
    kind: 'in-doubt',
    code: `http-${outcome.status}`,
    message: `${answered(host, outcome)}${form}; ${MAY_BE_ACCEPTED}`,
    ack: ackOf(outcome),
  };
}
