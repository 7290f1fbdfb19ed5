import type { Route } from '../http/allow-list.ts';

/** The calls whose answers the verdict table judges. */
export const ROUTES = {
  getQuote: { method: 'GET', path: '/trades/v2/getQuote' },
  createQuote: { method: 'POST', path: '/trades/v2/createQuote' },
  executeQuote: { method: 'POST', path: '/trades/v2/executeQuote' },
  market: { method: 'POST', path: '/trades/v2/market' },
  order: { method: 'POST', path: '/trades/v2/order' },
} as const satisfies Readonly<Record<string, Route>>;

export type Call = keyof typeof ROUTES;
/** Name a price; order nothing. */
export type QuoteCall = 'getQuote' | 'createQuote';
/** May make an order. */
export type SubmitCall = Exclude<Call, QuoteCall>;

/** Of v1 alone, and its answers come in v1's envelope. */
export const EXPIRE_QUOTE: Route = { method: 'PUT', path: '/trades/v1/expireQuote' };
export const LIST_ORDERS: Route = { method: 'GET', path: '/trades/v2/order' };
export const USER_BALANCE: Route = { method: 'GET', path: '/users/v1/userbalance' };
