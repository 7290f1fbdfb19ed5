import { type Decimal, isZero, parseDecimal } from '../../../model/decimal.ts';
import { instrumentOf } from '../instruments.ts';
import { Refusal } from './refusal.ts';

/*
 * Reads a request as the venue's schema check would: what is missing comes first, then types and allowed values, one error
 * at a time. Which words say what is wrong with a ticker, a side or a quantity depends on the call: WORDS is the seed's.
 */

export type Body = Readonly<Record<string, unknown>>;

/** What every quote and every order asks for. */
export interface Terms {
  readonly accountId: string;
  readonly ticker: string;
  readonly tradeSide: 'buy' | 'sell';
  readonly leg: 'receive' | 'deliver';
  readonly quantity: Decimal;
  readonly usernameRef?: string;
}
export const TERMS = [
  'accountId',
  'ticker',
  'tradeSide',
  'deliverQuantity',
  'receiveQuantity',
  'usernameRef',
] as const;

/** How a call words its refusals. */
interface Words {
  readonly ticker: (given: string) => string;
  readonly tradeSide: (given: string) => string;
  readonly noQuantity: string;
}

const NOT_ALLOWED = 'must be equal to one of the allowed values';
const EITHER = 'Either deliverQuantity or receiveQuantity must be specified, or must be bigger than 0';
const notAllowed = (name: string) => (): string => `data/${name} ${NOT_ALLOWED}`;
const invalid =
  (name: string) =>
  (given: string): string =>
    `Invalid ${name}: ${given}`;

export const WORDS = {
  getQuote: {
    ticker: () => 'Product Not Supported',
    tradeSide: invalid('tradeSide'),
    noQuantity: EITHER,
  },
  createQuote: { ticker: invalid('ticker'), tradeSide: invalid('tradeSide'), noQuantity: EITHER },
  market: { ticker: notAllowed('ticker'), tradeSide: invalid('tradeSide'), noQuantity: EITHER },
  FOK: {
    ticker: notAllowed('ticker'),
    tradeSide: notAllowed('tradeSide'),
    noQuantity: 'provide at least one baseQuantity and quoteQuantity to be non-zero',
  },
  resting: { ticker: notAllowed('ticker'), tradeSide: notAllowed('tradeSide'), noQuantity: EITHER },
} as const satisfies Record<string, Words>;

export const bad = (text: string): Refusal => new Refusal(400, text);

export function parseBody(text: string): Body {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw bad('data must be object');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw bad('data must be object');
  return body as Body;
}

export function requireProperties(body: Body, names: readonly string[]): void {
  const missing = names.find((name) => !Object.hasOwn(body, name));
  if (missing !== undefined) throw bad(`data must have required property '${missing}'`);
}

export function refuseOthers(body: Body, names: readonly string[]): void {
  if (Object.keys(body).some((name) => !names.includes(name)))
    throw bad('data must NOT have additional properties');
}

export function stringOf(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw bad(`data/${name} must be string`);
  return value;
}

export function oneOf<Value extends string>(
  body: Body,
  name: string,
  values: readonly Value[],
  words: (given: string) => string = notAllowed(name),
): Value {
  const text = stringOf(body, name);
  const found = values.find((value) => value === text);
  if (found === undefined) throw bad(words(text));
  return found;
}

const AMOUNT = String.raw`^(0|[1-9]\d*)(\.\d+)?$`;

export function amountOf(body: Body, name: string): Decimal {
  const amount = parseDecimal(stringOf(body, name));
  if (amount === undefined || amount.startsWith('-'))
    throw bad(`data/${name} must match pattern "${AMOUNT}"`);
  return amount;
}

export function priceOf(body: Body, name: string): Decimal {
  const price = amountOf(body, name);
  if (isZero(price)) throw bad(`data/${name} must be bigger than 0`);
  return price;
}

function quantityOf(body: Body, { noQuantity }: Words): Pick<Terms, 'leg' | 'quantity'> {
  const [leg, second] = (['receive', 'deliver'] as const).filter((each) =>
    Object.hasOwn(body, `${each}Quantity`),
  );
  if (leg === undefined) throw bad(noQuantity);
  if (second !== undefined) throw bad(EITHER);
  const quantity = amountOf(body, `${leg}Quantity`);
  if (isZero(quantity)) throw bad(noQuantity);
  return { leg, quantity };
}

function usernameRefOf(body: Body): Pick<Terms, 'usernameRef'> {
  if (!Object.hasOwn(body, 'usernameRef')) return {};
  const usernameRef = stringOf(body, 'usernameRef');
  if (usernameRef.length > 63) throw bad('data/usernameRef must NOT have more than 63 characters');
  if (!/^[A-Za-z0-9]*$/.test(usernameRef)) throw bad('data/usernameRef must match pattern "^[A-Za-z0-9]*$"');
  return { usernameRef };
}

/** The terms that all calls share, in the words of one of them. */
export function termsOf(body: Body, words: Words): Terms {
  requireProperties(body, ['accountId', 'ticker', 'tradeSide']);
  const accountId = stringOf(body, 'accountId');
  const ticker = stringOf(body, 'ticker');
  if (!instrumentOf(ticker)) throw bad(words.ticker(ticker));
  const tradeSide = oneOf(body, 'tradeSide', ['buy', 'sell'], words.tradeSide);
  return { accountId, ticker, tradeSide, ...quantityOf(body, words), ...usernameRefOf(body) };
}
