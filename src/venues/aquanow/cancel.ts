import type { Outcome } from '../http/outcome.ts';
import type { CancelAnswer } from '../venue.ts';
import { ACCESS, TOO_MANY, answered } from './advice.ts';
import { shapeOf } from './shapes.ts';

export interface CancelRoute {
  readonly method: string;
  readonly path: string;
}

/** UNVERIFIED: taken from client code of 2020; no page of today's API that names it was found. */
export const CANCEL_ROUTE: CancelRoute = { method: 'DELETE', path: '/trades/v1/order' };

const isWrongRoute = (status: number): boolean => status === 403 || status === 404 || status === 405;

/** What the answer to a cancel says. None proves anything about the order: only a later reading does. */
export function cancelAnswer(outcome: Outcome, route: CancelRoute, host: string): CancelAnswer {
  if (outcome.kind !== 'answer')
    return { kind: 'unknown', message: `${outcome.message}; whether the order is cancelled is not known` };
  const { status } = outcome;
  const shape = shapeOf(outcome);
  const said = answered(host, outcome);
  if (status >= 200 && status < 300)
    return shape.kind === 'errors' ? { kind: 'refused', message: said } : { kind: 'requested' };
  if (isWrongRoute(status))
    return {
      kind: 'refused',
      message: `${said}; this may be a wrong route: ${route.method} ${route.path} is unverified, and \`cancel: { method, path }\` of the venue in tradeform.yaml changes it${status === 403 ? `; or check ${ACCESS}` : ''}. Cancel at the venue's portal meanwhile`,
    };
  if (status === 401) return { kind: 'refused', message: `${said}; check ${ACCESS}` };
  if (status === 429) return { kind: 'unknown', message: `${said}; ${TOO_MANY}` };
  if (status >= 400 && status < 500 && status !== 408) return { kind: 'refused', message: said };
  return { kind: 'unknown', message: `${said}; whether the order is cancelled is not known` };
}
