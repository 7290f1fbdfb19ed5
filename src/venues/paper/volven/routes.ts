import type { Call } from '../call.ts';
import type { Moment } from '../moment.ts';
import { type Reply, ok } from '../reply.ts';
import { accountRow, listAccounts } from './accounts.ts';
import { act, flush, scheduleOpeningPause } from './acting.ts';
import { createStrategy } from './creating.ts';
import { USER_ID, type VolvenCredentials } from './credentials.ts';
import { findStrategies } from './find.ts';
import { login } from './login.ts';
import { ApiProblem, problemReply } from './problem.ts';
import { EXCHANGES, PRODUCTS, isExchangeCode, productRow } from './products.ts';
import { refuseToken } from './sessions.ts';

type Answer = (moment: Moment, call: Call) => Reply;

/** A call of Volven's protocol and what answers it. */
export interface VolvenRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | readonly string[];
  readonly path: string;
  readonly answer: Answer;
}

const answering =
  (answer: Answer): Answer =>
  (moment, call) => {
    try {
      return answer(moment, call);
    } catch (error) {
      if (error instanceof ApiProblem) return problemReply(moment, error, call.path);
      throw error;
    }
  };

const withJson =
  (answer: Answer): Answer =>
  (moment, call) => {
    if (!/^application\/json\b/i.test(call.headers.get('content-type') ?? ''))
      throw new ApiProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type is not supported');
    return answer(moment, call);
  };

/** `POST /strategies/action/create` and its typed alias. */
function create(moment: Moment, { body, fault }: Call): Reply {
  if (!moment.settings.volvenPermission) throw new ApiProblem(403, 'FORBIDDEN', 'Access Denied');
  const { strategyId } = createStrategy(moment, {
    source: 'api',
    userId: USER_ID,
    request: body,
    hiddenFor: fault?.fault === 'late-visibility' ? fault.ms : 0,
  });
  moment.store.count('createsAccepted');
  return { status: 201, body: { strategyId } };
}

/** `GET /mms/v2/productDetails`: of all exchanges, or of one. */
function productDetails(_: Moment, { query }: Call): Reply {
  const code = query.get('exchangeCode');
  if (code !== null && !isExchangeCode(code)) {
    const description = `must match "${Object.keys(EXCHANGES).join('|')}"`;
    throw new ApiProblem(400, 'VALIDATION_FAILED', 'Validation failed', [
      { field: 'exchangeCode', description, rejected: code },
    ]);
  }
  return ok(PRODUCTS.filter(({ exchangeCode }) => code === null || exchangeCode === code).map(productRow));
}

const PREFIX = '/strategy-orchestrator/strategies';
const CREATE = new RegExp(`^${PREFIX}/([^/]+/)?action/create$`);
/** All paths of Volven's begin with one of these: what is not there is answered in its own way. */
const PREFIXES = ['/strategy-orchestrator', '/httpserver', '/as', '/mms'];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Every Volven call that the paper venue speaks. */
export function volvenRoutes(credentials: VolvenCredentials): readonly VolvenRoute[] {
  const signedIn = (answer: Answer): Answer =>
    answering((moment, call) => {
      refuseToken(moment, call, credentials);
      return answer(moment, call);
    });
  const action = (name: string, answer: Answer): VolvenRoute => ({
    method: 'PUT',
    path: `${PREFIX}/:strategyAppId/action/${name}`,
    answer: signedIn(answer),
  });
  return [
    {
      method: 'POST',
      path: '/httpserver/main/v2/auth/login',
      answer: answering(withJson(login(credentials))),
    },
    {
      method: 'GET',
      path: '/as/v3/accounts',
      answer: signedIn(({ store }) => ok(listAccounts(store).map(accountRow))),
    },
    { method: 'GET', path: '/mms/v2/productDetails', answer: signedIn(productDetails) },
    { method: 'POST', path: `${PREFIX}/action/create`, answer: signedIn(withJson(create)) },
    { method: 'POST', path: `${PREFIX}/:type/action/create`, answer: signedIn(withJson(create)) },
    { method: 'POST', path: `${PREFIX}/find`, answer: signedIn(findStrategies) },
    action('start', act('start')),
    action('pause', act('pause')),
    action('stop', act('stop')),
    action('schedule-opening-pause', withJson(scheduleOpeningPause)),
    action('flush', withJson(flush)),
    ...PREFIXES.map((prefix): VolvenRoute => ({
      method: METHODS,
      path: `${prefix}/*`,
      answer: signedIn(() => {
        throw new ApiProblem(404, 'NOT_FOUND', 'No such call');
      }),
    })),
  ];
}

/** Whether a call asks for a strategy: what the ledger counts as received. */
export const isCreate = ({ method, path }: Call): boolean => method === 'POST' && CREATE.test(path);
