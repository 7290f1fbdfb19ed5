import type { Outcome } from '../http/outcome.ts';
import type { CancelAnswer, MayGo, RunAnswer } from '../venue.ts';
import { ACCESS, TOO_MANY, answered } from './advice.ts';
import { type Action, actionRoute } from './routes.ts';
import { shapeOf } from './shapes.ts';
import { callAuthorized, type Session } from './session.ts';
import type { Http } from '../http/client.ts';
import type { VenueOrderId } from '../../model/ids.ts';

const DONE = { start: 'started', pause: 'paused', stop: 'stopped' } as const;

/**
 * What the answer to an action says. 202 is the one success that is documented, and means taken, not done. 422 is taken for a
 * wrong state, such as a strategy that has been stopped already (INFERRED).
 */
export function actionAnswer(outcome: Outcome, action: Action, host: string): RunAnswer {
  const open = `whether the strategy is ${DONE[action]} is not known`;
  if (outcome.kind === 'not-sent') return { kind: 'not-sent', message: outcome.message };
  if (outcome.kind === 'unknown') return { kind: 'unknown', message: `${outcome.message}; ${open}` };
  const { status } = outcome;
  const said = answered(host, outcome);
  if (status === 202) return { kind: 'taken' };
  if (status === 401) return { kind: 'not-sent', message: `${said}; check ${ACCESS}` };
  if (status === 429) return { kind: 'not-sent', message: `${said}; ${TOO_MANY}` };
  const isRefusal = status === 422 || ([400, 403, 404].includes(status) && shapeOf(outcome).kind === 'error');
  return isRefusal ? { kind: 'refused', message: said } : { kind: 'unknown', message: `${said}; ${open}` };
}

export interface ActionParts {
  readonly http: Http;
  readonly session: Session;
}

/** Asks for an action once; what takes risk away is asked for again with another token after a 401. */
export async function act(
  { http, session }: ActionParts,
  id: VenueOrderId,
  action: Action,
  mayGo?: MayGo,
): Promise<RunAnswer> {
  const route = actionRoute(id, action);
  if (route === undefined) return { kind: 'refused', message: `${JSON.stringify(id)} is no strategy's id` };
  const adds = action === 'start';
  const outcome = await callAuthorized(session, http, {
    ...route,
    priority: adds ? 'send' : 'cancel',
    repeatable: !adds,
    ...(mayGo === undefined ? {} : { mayGo }),
  });
  return actionAnswer(outcome, action, http.host);
}

/** A stop that was not sent leaves everything open, for the port knows no other word for it. */
export function cancelAnswerOf(answer: RunAnswer): CancelAnswer {
  switch (answer.kind) {
    case 'taken':
      return { kind: 'requested' };
    case 'refused':
      return answer;
    case 'not-sent':
    case 'unknown':
      return { kind: 'unknown', message: answer.message };
  }
}
