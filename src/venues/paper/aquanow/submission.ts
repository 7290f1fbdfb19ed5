import type { Decimal } from '../../../model/decimal.ts';
import type { Millis } from '../../../model/ids.ts';
import {
  type Body,
  TERMS,
  type Terms,
  WORDS,
  bad,
  oneOf,
  parseBody,
  priceOf,
  refuseOthers,
  requireProperties,
  termsOf,
} from './body.ts';

/** LIMIT, GTC, GTD: waits in the market for its price. */
export interface RestingSubmission extends Terms {
  readonly strategy: 'LIMIT' | 'GTC' | 'GTD';
  readonly priceLimit: Decimal;
  /** GTD alone. */
  readonly expirationTime?: Millis;
}

export interface FokSubmission extends Terms {
  readonly strategy: 'FOK';
  /** The worst price at which it trades. */
  readonly tradePrice: Decimal;
}

/** What the body of `POST /trades/v2/order` asks for, once its shape is right. */
export type Submission = RestingSubmission | FokSubmission;

function expirationOf(body: Body): Millis {
  const at = body['expirationTime'];
  if (typeof at !== 'number') throw bad('data/expirationTime must be number');
  if (!Number.isSafeInteger(at)) throw bad('data/expirationTime must be integer');
  return at;
}

function readFok(body: Body): FokSubmission {
  requireProperties(body, ['tradePrice']);
  refuseOthers(body, ['strategy', 'tradePrice', ...TERMS]);
  return { strategy: 'FOK', ...termsOf(body, WORDS.FOK), tradePrice: priceOf(body, 'tradePrice') };
}

function readResting(body: Body, strategy: RestingSubmission['strategy']): RestingSubmission {
  requireProperties(body, strategy === 'GTD' ? ['priceLimit', 'expirationTime'] : ['priceLimit']);
  refuseOthers(body, ['strategy', 'priceLimit', 'expirationTime', ...TERMS]);
  return {
    strategy,
    ...termsOf(body, WORDS.resting),
    priceLimit: priceOf(body, 'priceLimit'),
    ...(strategy === 'GTD' ? { expirationTime: expirationOf(body) } : {}),
  };
}

/** Reads the body of `POST /trades/v2/order`, or throws a {@link Refusal} in the seed's words. */
export function readSubmission(text: string): Submission {
  const body = parseBody(text);
  requireProperties(body, ['strategy', 'accountId', 'ticker', 'tradeSide']);
  const strategy = oneOf(body, 'strategy', ['FOK', 'LIMIT', 'GTC', 'GTD']);
  return strategy === 'FOK' ? readFok(body) : readResting(body, strategy);
}
