import { decimal } from '../../../../src/model/decimal.ts';
import { NO_FILL } from '../../../../src/model/order.ts';
import { id, terms } from '../desk.ts';
import { type Request, type Section, refused } from './example.ts';

const SELL: Request = {
  call: 'order',
  terms: terms({ strategy: 'FOK', side: 'sell', deliverQuantity: '2', tradePrice: '100652.02' }),
  sent: '{"strategy":"FOK","accountId":"CA1264810R","ticker":"BTC-USD","tradeSide":"sell","deliverQuantity":"2","tradePrice":"100652.02"',
};
const BUY: Request = {
  call: 'order',
  terms: terms({ strategy: 'FOK', receiveQuantity: '0.5', tradePrice: '70228.01' }),
  sent: '{"strategy":"FOK","accountId":"CA1264810R","ticker":"BTC-USD","tradeSide":"buy","receiveQuantity":"0.5","tradePrice":"70228.01"',
};

export const FOK_SECTION: Section = [
  'Endpoint to initiate a FOK request to Aquanow.',
  [
    {
      ...SELL,
      heading: '200: OK Order filled successfully',
      status: 200,
      answer: `{
      "type": "parentOrderSubmitAck",
      "data": {
        "accountId": "CA1264810R",
        "orderId": "0f7f11e8-1c49-4636-b325-713ba3f3a68f",
        "receiveCurrency": "USD",
        "receiveQuantity": "201304.04",
        "deliverCurrency": "BTC",
        "deliverQuantity": "2.00000000",
        "fee": "0",
        "tradeTime": 1738113778441,
        "symbol": "BTC-USD",
        "tradeStatus": "COMPLETE",
        "price": "100652.02",
        "tradeDate": "2025-01-29",
        "valueDate": "2025-01-30"
      }
    }`,
      told: {
        kind: 'accepted',
        orderId: id('0f7f11e8-1c49-4636-b325-713ba3f3a68f'),
        trade: {
          fee: '0',
          price: '100652.02',
          tradeTime: '1738113778441',
          tradeDate: '2025-01-29',
          valueDate: '2025-01-30',
        },
        final: {
          status: 'filled',
          statusText: 'COMPLETE',
          fill: { received: decimal('201304.04'), delivered: decimal('2.00000000') },
        },
      },
    },
    {
      ...BUY,
      heading: '200: OK Order not filled',
      status: 200,
      answer: `{
      "type": "parentOrderSubmitAck",
      "error": {
        "message": "Cancelled - Price not marketable"
      },
      "data": {
        "orderId": "ac211046-57e3-43c7-9030-a939bf451c44",
        "receiveCurrency": "BTC",
        "receiveQuantity": 0,
        "deliverCurrency": "USD",
        "deliverQuantity": 0,
        "fee": 0,
        "tradeTime": 1712856904480,
        "symbol": "BTC-USD",
        "tradeStatus": "CANCELLED",
        "price": 70228.01
      }
    }`,
      told: {
        kind: 'accepted',
        orderId: id('ac211046-57e3-43c7-9030-a939bf451c44'),
        final: {
          status: 'cancelled',
          statusText: 'CANCELLED',
          fill: NO_FILL,
          message: 'Cancelled - Price not marketable',
        },
      },
    },
    refused(
      {
        ...SELL,
        terms: terms({ strategy: 'FOK', side: 'sell', deliverQuantity: '20000', tradePrice: '100652.02' }),
        sent: SELL.sent.replace('"2"', '"20000"'),
      },
      '400: Bad Request Insufficient balance',
      'above-maximum',
      '11642d44-3031-4bc1-8b55-61a2bd08fa42',
      'Error while calculating trade price and quantities: Quantity 20000 exceeds data limits. Please use a smaller amount.',
    ),
    refused(
      BUY,
      '400: Bad Request Missing deliverQuantity and receiveQuantity',
      'quantity',
      '11642d44-3031-4bc1-8b55-61a2bd08fa42',
      'provide at least one baseQuantity and quoteQuantity to be non-zero',
    ),
    refused(
      BUY,
      '400: Bad Request Invalid tradeSide',
      'trade-side',
      '11642d44-3031-4bc1-8b55-61a2bd08fa42',
      'data/tradeSide must be equal to one of the allowed values',
    ),
    refused(
      BUY,
      "403: Forbidden User doesn't have trade permission",
      'no-permission',
      '11642d44-3031-4bc1-8b55-61a2bd08fa42',
      'User is not authorized to access this resource with an explicit deny',
    ),
    refused(
      BUY,
      '502: Bad Gateway Strategy not enable',
      'strategy-not-enabled',
      '11642d44-3031-4bc1-8b55-61a2bd08fa42',
      'User not authorized for FOK',
    ),
  ],
];
