import { terms } from '../desk.ts';
import { type Request, type Section, type SeedExample, refused } from './example.ts';

const start = (strategy: string, side: string, priceLimit: string): string =>
  `{"strategy":"${strategy}","accountId":"CA1264810R","ticker":"BTC-USD","tradeSide":"${side}","priceLimit":"${priceLimit}"`;

function acknowledged(
  heading: string,
  quoteId: string,
  asked: Pick<SeedExample, 'terms' | 'sent'>,
  answer: string,
): SeedExample {
  return {
    call: 'order',
    heading,
    ...asked,
    status: 200,
    answer,
    told: { kind: 'accepted', venueRef: quoteId },
  };
}

const GTD: Request = {
  call: 'order',
  terms: terms({ strategy: 'GTD', expirationTime: 1869972405009 }),
  sent: `${start('GTD', 'buy', '95000.00')},"receiveQuantity":"0.50","expirationTime":1869972405009`,
};
const LIMIT: Request = {
  call: 'order',
  terms: terms({ strategy: 'LIMIT' }),
  sent: `${start('LIMIT', 'buy', '95000.00')},"receiveQuantity":"0.50"`,
};
const GTC: Request = {
  call: 'order',
  terms: terms(),
  sent: `${start('GTC', 'buy', '95000.00')},"receiveQuantity":"0.50"`,
};

export const RESTING_SECTION: Section = [
  'Endpoint to initiate an LIMIT/GTC/GTD request to Aquanow.',
  [
    acknowledged(
      '200: OK LIMIT buy BTC with receiveQuantity',
      '8a492aa4-46b2-41d3-a47e-1d366e4e7693',
      {
        terms: terms({ strategy: 'LIMIT', receiveQuantity: '0.02', priceLimit: '102536.06' }),
        sent: `${start('LIMIT', 'buy', '102536.06')},"receiveQuantity":"0.02"`,
      },
      `{
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
    ),
    acknowledged(
      '200: OK LIMIT sell BTC with deliverQuantity',
      '34bb8cea-314c-4fc0-83c8-fb5063d66a8f',
      {
        terms: terms({ strategy: 'LIMIT', side: 'sell', deliverQuantity: '15', priceLimit: '102536.06' }),
        sent: `${start('LIMIT', 'sell', '102536.06')},"deliverQuantity":"15"`,
      },
      `{
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
    ),
    acknowledged(
      '200: OK GTC buy BTC with deliverQuantity',
      '52a5b418-9ab0-45b4-9ad5-24a376380066',
      {
        terms: terms({ strategy: 'GTC', deliverQuantity: '1000.00', priceLimit: '102028.52' }),
        sent: `${start('GTC', 'buy', '102028.52')},"deliverQuantity":"1000.00"`,
      },
      `{
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
    ),
    acknowledged(
      '200: OK GTC sell BTC with receiveQuantity',
      '0094190d-6ebb-455d-afb9-ede8b716ab73',
      {
        terms: terms({ strategy: 'GTC', side: 'sell', receiveQuantity: '1000', priceLimit: '102028.52' }),
        sent: `${start('GTC', 'sell', '102028.52')},"receiveQuantity":"1000"`,
      },
      `{
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
    ),
    acknowledged(
      '200: OK GTD buy BTC with deliverQuantity',
      '0c317868-3207-4f94-ad5a-47635cf00a85',
      {
        terms: terms({
          strategy: 'GTD',
          deliverQuantity: '1023.15',
          priceLimit: '102299.79',
          expirationTime: 1738351211000,
        }),
        sent: `${start('GTD', 'buy', '102299.79')},"deliverQuantity":"1023.15","expirationTime":1738351211000`,
      },
      `{
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
    ),
    acknowledged(
      '200: OK GTD sell BTC with receiveQuantity',
      '566b0333-c7d4-4086-8c04-5ab3a6a29280',
      {
        terms: terms({
          strategy: 'GTD',
          side: 'sell',
          receiveQuantity: '100.00',
          priceLimit: '102299.79',
          expirationTime: 1738351211000,
        }),
        sent: `${start('GTD', 'sell', '102299.79')},"receiveQuantity":"100.00","expirationTime":1738351211000`,
      },
      `{
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
    ),
    refused(
      GTD,
      '400: Bad Request GTD order error, invalid expirationTime',
      'expiration-time',
      'ea640ecc-0b9f-4857-9535-a45c0a6753da',
      'expirationTime should be within 90 days from now: 1869972405009',
    ),
    refused(
      GTD,
      '400: Bad Request GTD order error, missing expirationTime',
      'expiration-time',
      '60a6a307-d980-43f5-b2cb-9b7d6c6af935',
      "data must have required property 'expirationTime'",
    ),
    refused(
      GTC,
      '400: Bad Request Invalid ticker',
      'unknown-ticker',
      '60a6a307-d980-43f5-b2cb-9b7d6c6af935',
      'data/ticker must be equal to one of the allowed values',
    ),
    refused(
      LIMIT,
      '400: Bad Request Invalid trade side',
      'trade-side',
      '60a6a307-d980-43f5-b2cb-9b7d6c6af935',
      'data/tradeSide must be equal to one of the allowed values',
    ),
    refused(
      GTC,
      '400: Bad Request Insufficient funds',
      'insufficient-funds',
      'ea640ecc-0b9f-4857-9535-a45c0a6753da',
      'Insufficient Trade Credit',
    ),
    refused(
      LIMIT,
      '400: Bad Request Trade size below minimum',
      'below-minimum',
      '03b84aef-0c04-438b-a6a4-531a318c513b',
      'The requested quantity is smaller than the minimum order size 15',
    ),
    refused(
      GTC,
      "403: Forbidden User doesn't have trade permission",
      'no-permission',
      '60a6a307-d980-43f5-b2cb-9b7d6c6af935',
      'Access Denied',
    ),
    refused(
      LIMIT,
      '502: Bad Gateway Strategy not enabled',
      'strategy-not-enabled',
      '60a6a307-d980-43f5-b2cb-9b7d6c6af935',
      'User not authorized for LIMIT',
    ),
  ],
];
