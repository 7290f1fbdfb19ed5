import type { OrderTerms } from '../../../src/model/terms.ts';
import { terms } from './desk.ts';

/*
 * The LIMIT/GTC/GTD examples of Aquanow's page "Trading Strategies" (v2), answers as printed there. The page shows no
 * requests: `terms` are those that the answer repeats, `body` is what its request table asks for them.
 */
export interface SeedExample {
  readonly title: string;
  readonly terms: OrderTerms;
  /** The request's body before `,"usernameRef":…}`. */
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

export interface AcceptedExample extends SeedExample {
  readonly quoteId: string;
}
export interface RefusedExample extends SeedExample {
  readonly code: string;
  readonly errorId: string;
  readonly words: string;
}

const start = (strategy: string, side: string): string =>
  `{"strategy":"${strategy}","accountId":"CA1264810R","ticker":"BTC-USD","tradeSide":"${side}"`;

export const ACCEPTED: readonly AcceptedExample[] = [
  {
    title: 'LIMIT buy BTC with receiveQuantity',
    terms: terms({ strategy: 'LIMIT', receiveQuantity: '0.02', priceLimit: '102536.06' }),
    body: `${start('LIMIT', 'buy')},"receiveQuantity":"0.02","priceLimit":"102536.06"`,
    status: 200,
    quoteId: '8a492aa4-46b2-41d3-a47e-1d366e4e7693',
    answer: `{
      "type": "limitOrderAck",
      "data": {
        "accountId": "CA1264810R",
        "quoteId": "8a492aa4-46b2-41d3-a47e-1d366e4e7693",
        "quoteTime": 1738091135962,
        "expireTime": 1738177535962,
        "ticker": "BTC-USD",
        "tradeSide": "buy",
        "receiveCurrency": "BTC",
        "receiveQuantity": "0.02000000",
        "deliverCurrency": "USD",
        "deliverQuantity": "2044.27",
        "price": "102536.06"
      }
    }`,
  },
  {
    title: 'LIMIT sell BTC with deliverQuantity',
    terms: terms({ strategy: 'LIMIT', side: 'sell', deliverQuantity: '15', priceLimit: '102536.06' }),
    body: `${start('LIMIT', 'sell')},"deliverQuantity":"15","priceLimit":"102536.06"`,
    status: 200,
    quoteId: '34bb8cea-314c-4fc0-83c8-fb5063d66a8f',
    answer: `{
      "type": "limitOrderAck",
      "data": {
        "accountId": "CA1264810R",
        "quoteId": "34bb8cea-314c-4fc0-83c8-fb5063d66a8f",
        "quoteTime": 1738091795908,
        "expireTime": 1738178195908,
        "ticker": "BTC-USD",
        "tradeSide": "sell",
        "receiveCurrency": "USD",
        "receiveQuantity": "1526847.30",
        "deliverCurrency": "BTC",
        "deliverQuantity": "15.00000000",
        "price": "102536.06"
      }
    }`,
  },
  {
    title: 'GTC buy BTC with deliverQuantity',
    terms: terms({ strategy: 'GTC', deliverQuantity: '1000.00', priceLimit: '102028.52' }),
    body: `${start('GTC', 'buy')},"deliverQuantity":"1000.00","priceLimit":"102028.52"`,
    status: 200,
    quoteId: '52a5b418-9ab0-45b4-9ad5-24a376380066',
    answer: `{
      "type": "gtcOrderAck",
      "data": {
        "accountId": "CA1264810R",
        "quoteId": "52a5b418-9ab0-45b4-9ad5-24a376380066",
        "quoteTime": 1738091646944,
        "expireTime": 1745867646944,
        "ticker": "BTC-USD",
        "tradeSide": "buy",
        "receiveCurrency": "BTC",
        "receiveQuantity": "0.00979612",
        "deliverCurrency": "USD",
        "deliverQuantity": "1000.00",
        "price": "102028.52"
      }
    }`,
  },
  {
    title: 'GTC sell BTC with receiveQuantity',
    terms: terms({ strategy: 'GTC', side: 'sell', receiveQuantity: '1000', priceLimit: '102028.52' }),
    body: `${start('GTC', 'sell')},"receiveQuantity":"1000","priceLimit":"102028.52"`,
    status: 200,
    quoteId: '0094190d-6ebb-455d-afb9-ede8b716ab73',
    answer: `{
      "type": "gtcOrderAck",
      "data": {
        "accountId": "CA1264810R",
        "quoteId": "0094190d-6ebb-455d-afb9-ede8b716ab73",
        "quoteTime": 1738091948484,
        "expireTime": 1745867948484,
        "ticker": "BTC-USD",
        "tradeSide": "sell",
        "receiveCurrency": "USD",
        "receiveQuantity": "1000.00",
        "deliverCurrency": "BTC",
        "deliverQuantity": "0.00981527",
        "price": "102028.52"
      }
    }`,
  },
  {
    title: 'GTD buy BTC with deliverQuantity',
    terms: terms({
      ...{ strategy: 'GTD', deliverQuantity: '1023.15', priceLimit: '102299.79' },
      expirationTime: 1738351211000,
    }),
    body: `${start('GTD', 'buy')},"deliverQuantity":"1023.15","priceLimit":"102299.79","expirationTime":1738351211000`,
    status: 200,
    quoteId: '0c317868-3207-4f94-ad5a-47635cf00a85',
    answer: `{
      "type": "gtdOrderAck",
      "data": {
        "accountId": "CA1264810R",
        "quoteId": "0c317868-3207-4f94-ad5a-47635cf00a85",
        "quoteTime": 1738092098363,
        "expireTime": 1738351211363,
        "ticker": "BTC-USD",
        "tradeSide": "buy",
        "receiveCurrency": "BTC",
        "receiveQuantity": "0.01000000",
        "deliverCurrency": "USD",
        "deliverQuantity": "1023.15",
        "price": "102299.79"
      }
    }`,
  },
  {
    title: 'GTD sell BTC with receiveQuantity',
    terms: terms({
      ...{ strategy: 'GTD', side: 'sell', receiveQuantity: '100.00', priceLimit: '102299.79' },
      expirationTime: 1738351211000,
    }),
    body: `${start('GTD', 'sell')},"receiveQuantity":"100.00","priceLimit":"102299.79","expirationTime":1738351211000`,
    status: 200,
    quoteId: '566b0333-c7d4-4086-8c04-5ab3a6a29280',
    answer: `{
      "type": "gtdOrderAck",
      "data": {
        "accountId": "CA1264810R",
        "quoteId": "566b0333-c7d4-4086-8c04-5ab3a6a29280",
        "quoteTime": 1738092132480,
        "expireTime": 1738351211480,
        "ticker": "BTC-USD",
        "tradeSide": "sell",
        "receiveCurrency": "USD",
        "receiveQuantity": "100.00",
        "deliverCurrency": "BTC",
        "deliverQuantity": "0.00098161",
        "price": "102299.79"
      }
    }`,
  },
];

const GTD = terms({ strategy: 'GTD', expirationTime: 1869972405009 });
const GTD_BODY = `${start('GTD', 'buy')},"receiveQuantity":"0.50","priceLimit":"95000.00","expirationTime":1869972405009`;
const LIMIT = terms({ strategy: 'LIMIT' });
const LIMIT_BODY = `${start('LIMIT', 'buy')},"receiveQuantity":"0.50","priceLimit":"95000.00"`;
const GTC = terms();
const GTC_BODY = `${start('GTC', 'buy')},"receiveQuantity":"0.50","priceLimit":"95000.00"`;

const refusal = (id: string, words: string): string =>
  `{\n  "errors": [\n    {\n      "id": "${id}",\n      "message": "${words}"\n    }\n  ]\n}`;

function refused(
  title: string,
  request: Pick<SeedExample, 'terms' | 'body'>,
  status: number,
  code: string,
  errorId: string,
  words: string,
): RefusedExample {
  return { title, ...request, status, code, errorId, words, answer: refusal(errorId, words) };
}

export const REFUSED: readonly RefusedExample[] = [
  refused(
    'GTD order error, invalid expirationTime',
    { terms: GTD, body: GTD_BODY },
    400,
    'expiration-time',
    'ea640ecc-0b9f-4857-9535-a45c0a6753da',
    'expirationTime should be within 90 days from now: 1869972405009',
  ),
  refused(
    'GTD order error, missing expirationTime',
    { terms: GTD, body: GTD_BODY },
    400,
    'expiration-time',
    '60a6a307-d980-43f5-b2cb-9b7d6c6af935',
    "data must have required property 'expirationTime'",
  ),
  refused(
    'Invalid ticker',
    { terms: GTC, body: GTC_BODY },
    400,
    'unknown-ticker',
    '60a6a307-d980-43f5-b2cb-9b7d6c6af935',
    'data/ticker must be equal to one of the allowed values',
  ),
  refused(
    'Invalid trade side',
    { terms: LIMIT, body: LIMIT_BODY },
    400,
    'trade-side',
    '60a6a307-d980-43f5-b2cb-9b7d6c6af935',
    'data/tradeSide must be equal to one of the allowed values',
  ),
  refused(
    'Insufficient funds',
    { terms: GTC, body: GTC_BODY },
    400,
    'insufficient-funds',
    'ea640ecc-0b9f-4857-9535-a45c0a6753da',
    'Insufficient Trade Credit',
  ),
  refused(
    'Trade size below minimum',
    { terms: LIMIT, body: LIMIT_BODY },
    400,
    'below-minimum',
    '03b84aef-0c04-438b-a6a4-531a318c513b',
    'The requested quantity is smaller than the minimum order size 15',
  ),
  refused(
    "User doesn't have trade permission",
    { terms: GTC, body: GTC_BODY },
    403,
    'no-permission',
    '60a6a307-d980-43f5-b2cb-9b7d6c6af935',
    'Access Denied',
  ),
  refused(
    'Strategy not enabled',
    { terms: LIMIT, body: LIMIT_BODY },
    502,
    'strategy-not-enabled',
    '60a6a307-d980-43f5-b2cb-9b7d6c6af935',
    'User not authorized for LIMIT',
  ),
];
