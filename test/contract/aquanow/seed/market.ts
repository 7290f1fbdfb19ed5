import { decimal } from '../../../../src/model/decimal.ts';
import { NO_FILL } from '../../../../src/model/order.ts';
import { id, terms } from '../desk.ts';
import { type Request, type Section, refused } from './example.ts';

const SELL: Request = {
  call: 'market',
  terms: terms({ strategy: 'MARKET', side: 'sell', deliverQuantity: '0.02' }),
  sent: '{"ticker":"BTC-USD","tradeSide":"sell","accountId":"CA1264810R","deliverQuantity":"0.02"',
};
const BUY: Request = {
  call: 'market',
  terms: terms({ strategy: 'MARKET', receiveQuantity: '0.02' }),
  sent: '{"ticker":"BTC-USD","tradeSide":"buy","accountId":"CA1264810R","receiveQuantity":"0.02"',
};

/** Printed with its key twice: no JSON. */
export const DOUBLED = `{
    "errors": [
      {
        "id": "587c8447-31be-4c67-8e5b-ec9c09551361",
        "message": "message": "Either deliverQuantity or receiveQuantity must be specified, or must be bigger than 0"
      }
    ]
  }`;
const WORDS = 'Either deliverQuantity or receiveQuantity must be specified, or must be bigger than 0';
const HEADING = '400: Bad Request Missing receiveQuantity or deliverQuantity';
/** As it must have been meant: valid JSON, and a plain refusal. */
export const MENDED = refused(BUY, HEADING, 'quantity', '587c8447-31be-4c67-8e5b-ec9c09551361', WORDS);

export const MARKET_SECTION: Section = [
  'Create a market order',
  [
    {
      ...SELL,
      heading: '200: OK Sell BTC with deliverQuantity',
      status: 200,
      answer: `{
      "type": "marketOrderSubmitAck",
      "data": {
        "accountId": "CA1264810R",
        "orderId": "bf0bbd7e-1d30-43df-86c9-1f34ad7547f2",
        "receiveCurrency": "USD",
        "receiveQuantity": "2013.00",
        "deliverCurrency": "BTC",
        "deliverQuantity": "0.02000000",
        "fee": "0.00",
        "tradeDate": "2025-01-29",
        "valueDate": "2025-01-30",
        "tradePriceAvg": "100649.98"
      }
    }`,
      told: {
        kind: 'accepted',
        orderId: id('bf0bbd7e-1d30-43df-86c9-1f34ad7547f2'),
        trade: { fee: '0.00', tradePriceAvg: '100649.98', tradeDate: '2025-01-29', valueDate: '2025-01-30' },
        final: {
          status: 'filled',
          statusText: 'marketOrderSubmitAck',
          fill: { received: decimal('2013.00'), delivered: decimal('0.02000000') },
        },
      },
    },
    {
      ...BUY,
      heading: '200: OK Buy BTC with receiveQuantity',
      status: 200,
      answer: `{
      "type": "marketOrderSubmitAck",
      "data": {
        "accountId": "CA1264810R",
        "orderId": "6112ef9f-e4c4-4138-b3a5-0b8722d3179c",
        "receiveCurrency": "BTC",
        "receiveQuantity": "0.02000000",
        "deliverCurrency": "USD",
        "deliverQuantity": "2021.68",
        "fee": "0.00000000",
        "tradeDate": "2025-01-29",
        "valueDate": "2025-01-30",
        "tradePriceAvg": "101083.86"
      }
    }`,
      told: {
        kind: 'accepted',
        orderId: id('6112ef9f-e4c4-4138-b3a5-0b8722d3179c'),
        trade: {
          fee: '0.00000000',
          tradePriceAvg: '101083.86',
          tradeDate: '2025-01-29',
          valueDate: '2025-01-30',
        },
        final: {
          status: 'filled',
          statusText: 'marketOrderSubmitAck',
          fill: { received: decimal('0.02000000'), delivered: decimal('2021.68') },
        },
      },
    },
    {
      ...SELL,
      account: 'CA1000051R',
      sent: SELL.sent.replace('CA1264810R', 'CA1000051R'),
      heading: '200: OK Order not filled',
      status: 200,
      answer: `{
      "type": "marketOrderSubmitAck",
      "data": {
        "accountId": "CA1000051R",
        "orderId": "5ecfc1b2-cb8b-4a9c-8f95-0cf3081dc704",
        "receiveCurrency": "USD",
        "receiveQuantity": 0,
        "deliverCurrency": "BTC",
        "deliverQuantity": 0,
        "fee": 0
      }
    }`,
      told: {
        kind: 'accepted',
        orderId: id('5ecfc1b2-cb8b-4a9c-8f95-0cf3081dc704'),
        final: {
          status: 'cancelled',
          statusText: 'marketOrderSubmitAck',
          fill: NO_FILL,
          message: 'not filled',
        },
      },
    },
    refused(
      SELL,
      '400: Bad Request Insufficient balance',
      'insufficient-funds',
      '587c8447-31be-4c67-8e5b-ec9c09551361',
      'Insufficient Trade Credit',
    ),
    {
      ...BUY,
      heading: HEADING,
      status: 400,
      answer: DOUBLED,
      told: {
        kind: 'in-doubt',
        code: 'http-400',
        message:
          'api.aquanow.io answered 400 with a body that is not JSON; the order may or may not have been accepted',
      },
    },
    refused(
      BUY,
      '400: Bad Request Trade size below required minimum',
      'below-minimum',
      '0b2bfd39-14fc-4e0a-b69a-a26f2e77231c',
      'The requested quantity is smaller than the minimum order size 15',
    ),
    refused(
      BUY,
      '400: Bad Request Invalid ticker',
      'unknown-ticker',
      '79af2407-6733-4218-b0d5-d0b6b7ed6b56',
      'data/ticker must be equal to one of the allowed values',
    ),
    refused(
      SELL,
      '400: Bad Request Invalid trade side',
      'trade-side',
      '79af2407-6733-4218-b0d5-d0b6b7ed6b56',
      'Invalid tradeSide: selling',
    ),
    refused(
      BUY,
      "403: Forbidden User doesn't have trade permission",
      'no-permission',
      '79af2407-6733-4218-b0d5-d0b6b7ed6b56',
      'Access Denied',
    ),
    refused(
      BUY,
      '502: Bad Gateway Strategy not enabled',
      'strategy-not-enabled',
      '79af2407-6733-4218-b0d5-d0b6b7ed6b56',
      'User not authorized for MARKET',
    ),
  ],
];
