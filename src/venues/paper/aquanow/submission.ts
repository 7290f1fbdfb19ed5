import { type Decimal, isZero, parseDecimal } from '../../../model/decimal.ts';
import type { Millis } from '../../../model/ids.ts';
import { instrumentOf } from '../instruments.ts';
import { Refusal } from './refusal.ts';

/** What the body of `POST /trades/v2/order` asks for, once its shape is right. */
export interface Submission {
  readonly strategy: 'LIMIT' | 'GTC' | 'GTD';
  readonly accountId: string;
  readonly ticker: string;
  readonly tradeSide: 'buy' | 'sell';
  readonly leg: 'receive' | 'deliver';
  readonly quantity: Decimal;
  readonly priceLimit: Decimal;
  /** GTD alone. */
  readonly expirationTime?: Millis;
  readonly usernameRef?: string;
}

type Body = Readonly<Record<string, unknown>>;

const PROPERTIES: ReadonlySet<string> = new Set([
  'strategy',
  'accountId',
  'ticker',
  'tradeSide',
  'priceLimit',
  'deliverQuantity',
  'receiveQuantity',
  'expirationTime',
  'usernameRef',
]);
const NOT_ALLOWED = 'must be equal to one of the allowed values';
const AMOUNT = String.raw`^(0|[1-9]\d*)(\.\d+)?$`;
const NO_QUANTITY = 'Either deliverQuantity or receiveQuantity must be specified, or must be bigger than 0';

const bad = (text: string): Refusal => new Refusal(400, text);

function parseBody(text: string): Body {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw bad('data must be object');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw bad('data must be object');
  return body as Body;
}

function requireProperties(body: Body, names: readonly string[]): void {
  const missing = names.find((name) => !Object.hasOwn(body, name));
  if (missing !== undefined) throw bad(`data must have required property '${missing}'`);
}

function stringOf(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw bad(`data/${name} must be string`);
  return value;
}

function oneOf<Value extends string>(body: Body, name: string, values: readonly Value[]): Value {
  const text = stringOf(body, name);
  const found = values.find((value) => value === text);
  if (found === undefined) throw bad(`data/${name} ${NOT_ALLOWED}`);
  return found;
}

function amountOf(body: Body, name: string): Decimal {
  const amount = parseDecimal(stringOf(body, name));
  if (amount === undefined || amount.startsWith('-'))
    throw bad(`data/${name} must match pattern "${AMOUNT}"`);
  return amount;
}

function quantityOf(body: Body): Pick<Submission, 'leg' | 'quantity'> {
  const given = (['receive', 'deliver'] as const).filter((leg) => Object.hasOwn(body, `${leg}Quantity`));
  const [leg] = given;
  if (leg === undefined || given.length > 1) throw bad(NO_QUANTITY);
  const quantity = amountOf(body, `${leg}Quantity`);
  if (isZero(quantity)) throw bad(NO_QUANTITY);
  return { leg, quantity };
}

function usernameRefOf(body: Body): string {
  const reference = stringOf(body, 'usernameRef');
  if (reference.length > 63) throw bad('data/usernameRef must NOT have more than 63 characters');
  if (!/^[A-Za-z0-9]*$/.test(reference)) throw bad('data/usernameRef must match pattern "^[A-Za-z0-9]*$"');
  return reference;
}

function expirationOf(body: Body): Millis {
  const at = body['expirationTime'];
  if (typeof at !== 'number') throw bad('data/expirationTime must be number');
  if (!Number.isSafeInteger(at)) throw bad('data/expirationTime must be integer');
  return at;
}

/**
 * Reads a submission as the venue's schema check would: what is missing comes first, then types and allowed values, one
 * error at a time, in the words of the seed.
 */
export function readSubmission(text: string): Submission {
  const body = parseBody(text);
  requireProperties(body, ['strategy', 'accountId', 'ticker', 'tradeSide']);
  const strategy = oneOf(body, 'strategy', ['FOK', 'LIMIT', 'GTC', 'GTD']);
  const accountId = stringOf(body, 'accountId');
  const ticker = stringOf(body, 'ticker');
  if (!instrumentOf(ticker)) throw bad(`data/ticker ${NOT_ALLOWED}`);
  const tradeSide = oneOf(body, 'tradeSide', ['buy', 'sell']);
  if (strategy === 'FOK') throw new Refusal(502, 'User not authorized for FOK');
  requireProperties(body, strategy === 'GTD' ? ['priceLimit', 'expirationTime'] : ['priceLimit']);
  const priceLimit = amountOf(body, 'priceLimit');
  if (isZero(priceLimit)) throw bad('data/priceLimit must be bigger than 0');
  const unknown = Object.keys(body).find((name) => !PROPERTIES.has(name));
  if (unknown !== undefined) throw bad('data must NOT have additional properties');
  return {
    strategy,
    accountId,
    ticker,
    tradeSide,
    ...quantityOf(body),
    priceLimit,
    ...(strategy === 'GTD' ? { expirationTime: expirationOf(body) } : {}),
    ...(Object.hasOwn(body, 'usernameRef') ? { usernameRef: usernameRefOf(body) } : {}),
  };
}
