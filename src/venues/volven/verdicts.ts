import type { Ack } from '../../model/event.ts';
import type { VenueOrderId } from '../../model/ids.ts';
import type { Answer, Outcome } from '../http/outcome.ts';
import type { Verdict } from '../venue.ts';
import { ACCESS, TOO_MANY, answered } from './advice.ts';
import { type Shape, shapeOf } from './shapes.ts';

/*
 * What an answer to `POST …/strategies/action/create` proves, as data. The first row whose status and shape fit decides; an answer
 * that no row lists is in doubt, whatever it seems to say.
 * Source: the seed's 201 and 400, and sections 4 and 8 of the reference. 401, 403, 404 and 429 are in no page: a status that stops a
 * request at the door is not sent, and a refusal needs one of the two documented error bodies.
 */
export interface VerdictRow {
  readonly name: string;
  readonly status: readonly number[] | 'any';
  readonly shape: Exclude<Shape['kind'], 'other'> | 'any';
  readonly verdict: 'accepted' | 'rejected' | 'not-sent';
}

export const CREATE_VERDICTS: readonly VerdictRow[] = [
  // An id is proof, whatever else the answer says.
  { name: 'strategy id', status: 'any', shape: 'strategy', verdict: 'accepted' },
  { name: 'not let in', status: [401], shape: 'any', verdict: 'not-sent' },
  { name: 'throttled', status: [429], shape: 'any', verdict: 'not-sent' },
  { name: 'refused', status: [400, 403, 404, 422], shape: 'error', verdict: 'rejected' },
];

export const rowFor = (status: number, shape: Shape): VerdictRow | undefined =>
  CREATE_VERDICTS.find(
    (row) =>
      (row.status === 'any' || row.status.includes(status)) &&
      (row.shape === 'any' || row.shape === shape.kind),
  );

const MAY_EXIST = 'the strategy may or may not have been created';

// A broken or foreign body is kept as evidence, but not megabytes of it.
const LONGEST_TEXT = 4000;
const ackOf = (answer: Answer): Ack =>
  answer.wellFormed ? answer.body : { status: answer.status, text: answer.text.slice(0, LONGEST_TEXT) };

/** A stable code for a refusal; it never changes the verdict. */
function codeOf(status: number, hasFields: boolean): string {
  if (status === 403) return 'no-permission';
  return status === 400 && hasFields ? 'invalid-fields' : 'refused';
}

/** That a 422 may be a warning is INFERRED from the field `ignoreWarnings`. */
const isPerhapsWarning = (answer: Answer, said: string): boolean =>
  answer.status === 422 && !said.includes('ignoreWarnings');

function rejected(answer: Answer, shape: Extract<Shape, { readonly kind: 'error' }>, host: string): Verdict {
  const { fields } = shape;
  const said = answered(host, answer);
  return {
    kind: 'rejected',
    code: codeOf(answer.status, fields.length > 0),
    message: isPerhapsWarning(answer, said)
      ? `${said}; if that is a warning only, \`ignoreWarnings: true\` has the venue go on in spite of it`
      : said,
    ack: ackOf(answer),
    ...(fields.length === 0 ? {} : { fields }),
  };
}

const notLetIn = (answer: Answer, host: string): Verdict =>
  answer.status === 401
    ? { kind: 'not-sent', code: 'unauthorized', message: `${answered(host, answer)}; check ${ACCESS}` }
    : { kind: 'not-sent', code: 'rate-limited', message: `${answered(host, answer)}; ${TOO_MANY}` };

/** What became of one submission. */
export function verdictOf(outcome: Outcome, host: string): Verdict {
  if (outcome.kind === 'not-sent') return outcome;
  if (outcome.kind === 'unknown')
    return { kind: 'in-doubt', code: outcome.code, message: `${outcome.message}; ${MAY_EXIST}` };
  const shape = shapeOf(outcome);
  const row = rowFor(outcome.status, shape);
  if (row?.verdict === 'accepted' && shape.kind === 'strategy')
    return { kind: 'accepted', orderId: shape.strategyId as VenueOrderId, ack: ackOf(outcome) };
  if (row?.verdict === 'rejected' && shape.kind === 'error') return rejected(outcome, shape, host);
  if (row?.verdict === 'not-sent') return notLetIn(outcome, host);
  const form = outcome.wellFormed ? '' : ' with a body that is not JSON';
  return {
    kind: 'in-doubt',
    code: `http-${outcome.status}`,
    message: `${answered(host, outcome)}${form}; ${MAY_EXIST}`,
    ack: ackOf(outcome),
  };
}
