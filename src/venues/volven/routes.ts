import type { VenueOrderId } from '../../model/ids.ts';
import type { Route } from '../http/allow-list.ts';
import { PAPER_STATE } from '../http/identity.ts';

/* Every call that is made at Volven. Sources: the seed's quickstart, and the pages on authentication and on the two controllers. */

/** Login, the answer to its challenge, and the renewal of a token: told apart by their bodies alone. */
export const LOGIN: Route = { method: 'POST', path: '/httpserver/main/v2/auth/login' };
export const ACCOUNTS: Route = { method: 'GET', path: '/as/v3/accounts' };
export const PRODUCTS: Route = { method: 'GET', path: '/mms/v2/productDetails' };
/** A query in spite of its method: it has no body, and changes nothing. */
export const FIND: Route = { method: 'POST', path: '/strategy-orchestrator/strategies/find' };
export const CREATE: Route = { method: 'POST', path: '/strategy-orchestrator/strategies/action/create' };
export const STATE: Route = { method: 'GET', path: PAPER_STATE };

/** All that a plan can reach. */
export const READS: readonly Route[] = [ACCOUNTS, PRODUCTS, FIND, STATE];

export type Action = 'start' | 'pause' | 'stop';

/**
 * An action on a strategy; undefined for an id that an address would take for a step upwards. That `strategyAppId` of the
 * actions is the `strategyId` of create and find is INFERRED.
 */
export function actionRoute(id: VenueOrderId, action: Action): Route | undefined {
  if (/^\.{0,2}$/.test(id)) return undefined;
  return {
    method: 'PUT',
    path: `/strategy-orchestrator/strategies/${encodeURIComponent(id)}/action/${action}`,
  };
}
