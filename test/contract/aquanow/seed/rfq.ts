import { decimal } from '../../../../src/model/decimal.ts';
import { terms } from '../desk.ts';
import { type Request, type Section, errors, refused, saidBy } from './example.ts';

/* RFQ: two calls that name a price, one that trades at it, and one that takes it back. */

const GET: Request = {
  call: 'getQuote',
  terms: terms({ strategy: 'RFQ', receiveQuantity: '0.002' }),
  sent: '?ticker=BTC-USD&accountId=CA1264810R&tradeSide=buy&receiveQuantity=0.002',
};
const USDT = terms({ strategy: 'RFQ', ticker: 'BTC-USDT', receiveQuantity: '0.003' });
const CREATE: Request = {
  call: 'createQuote',
  terms: USDT,
  sent: '{"ticker":"BTC-USDT","accountId":"CA1264810R","tradeSide":"buy","receiveQuantity":"0.003"',
};

const getQuote: Section = [
  'Get an RFQ quote',
  [
    {
      call: 'getQuote',
      heading: '200: OK Get RFQ quote for buying BTC worth $1000 USD, see example request below',
      terms: GET.terms,
      sent: GET.sent,
      status: 200,
      answer: `{
      "type": "rfqGetQuoteAck",
      "data": {
        "accountId": "CA1264810R",
        "quoteId": "7b776a4f-c39a-438c-89eb-79d043bf75e7",
        "symbol": "BTC-USD",
        "side": "buy",
        "receiveCurrency": "BTC",
        "deliverCurrency": "USD",
        "quoteTime": 1738112576978,
        "expireTime": 1738112606978,
        "deliverQuantity": "202.18",
        "receiveQuantity": "0.00200000",
        "price": "101087.97"
      }
    }`,
      told: {
        kind: 'quote',
        quote: {
          accountId: 'CA1264810R',
          ticker: 'BTC-USD',
          side: 'buy',
          quoteId: '7b776a4f-c39a-438c-89eb-79d043bf75e7',
          price: decimal('101087.97'),
          receiveQuantity: decimal('0.00200000'),
          deliverQuantity: decimal('202.18'),
          quotedAt: 1738112576978,
          expiresAt: 1738112606978,
        },
      },
    },
    refused(
      GET,
      '400: Bad Request Invalid Ticker',
      'unknown-ticker',
      'b8958e2f-955b-4cf3-b67e-b4aabfae095e',
      'Product Not Supported',
    ),
  ],
];

const createQuote: Section = [
  'Create an RFQ quote',
  [
    {
      call: 'createQuote',
      heading: '200: OK Create a quote using receiveQuantity',
      terms: CREATE.terms,
      sent: CREATE.sent,
      status: 200,
      answer: `{
      "type": "rfqCreateQuoteAck",
      "data": {
        "accountId": "CA1264810R",
        "quoteId": "87105bf9-5800-4c13-89af-bcbaa50abd32",
        "symbol": "BTC-USDT",
        "side": "buy",
        "receiveCurrency": "BTC",
        "deliverCurrency": "USDT",
        "quoteTime": 1738112706492,
        "expireTime": 1738112736492,
        "price": "100690",
        "deliverQuantity": "302.07",
        "receiveQuantity": "0.00300000"
      }
    }`,
      told: {
        kind: 'quote',
        quote: {
          accountId: 'CA1264810R',
          ticker: 'BTC-USDT',
          side: 'buy',
          quoteId: '87105bf9-5800-4c13-89af-bcbaa50abd32',
          price: decimal('100690'),
          receiveQuantity: decimal('0.00300000'),
          deliverQuantity: decimal('302.07'),
          quotedAt: 1738112706492,
          expiresAt: 1738112736492,
        },
      },
    },
    {
      call: 'createQuote',
      heading: '200: OK Create a quote using deliverQuantity',
      terms: terms({ strategy: 'RFQ', ticker: 'BTC-USDT', deliverQuantity: '0.30' }),
      sent: '{"ticker":"BTC-USDT","accountId":"CA1264810R","tradeSide":"buy","deliverQuantity":"0.30"',
      status: 200,
      answer: `{
      "type": "rfqCreateQuoteAck",
      "data": {
        "accountId": "CA1264810R",
        "quoteId": "9c309072-c9dc-402f-bb82-0bb764d173d5",
        "symbol": "BTC-USDT",
        "side": "buy",
        "receiveCurrency": "BTC",
        "deliverCurrency": "USDT",
        "quoteTime": 1738112638726,
        "expireTime": 1738112668726,
        "price": "100690",
        "deliverQuantity": "0.30",
        "receiveQuantity": "0.00000298"
      }
    }`,
      told: {
        kind: 'quote',
        quote: {
          accountId: 'CA1264810R',
          ticker: 'BTC-USDT',
          side: 'buy',
          quoteId: '9c309072-c9dc-402f-bb82-0bb764d173d5',
          price: decimal('100690'),
          receiveQuantity: decimal('0.00000298'),
          deliverQuantity: decimal('0.30'),
          quotedAt: 1738112638726,
          expiresAt: 1738112668726,
        },
      },
    },
    refused(
      CREATE,
      '200: OK Insufficient funds',
      'insufficient-funds',
      '587c8447-31be-4c67-8e5b-ec9c09551361',
      'Insufficient Trade Credit',
    ),
    refused(
      CREATE,
      '400: Bad Request Invalid trade side',
      'trade-side',
      '587c8447-31be-4c67-8e5b-ec9c09551361',
      'Invalid tradeSide: buying',
    ),
    refused(
      {
        ...CREATE,
        terms: terms({ strategy: 'RFQ', ticker: 'ETH-CADD', receiveQuantity: '0.003' }),
        sent: CREATE.sent.replace('BTC-USDT', 'ETH-CADD'),
      },
      '400: Bad Request Invalid ticker',
      'unknown-ticker',
      '587c8447-31be-4c67-8e5b-ec9c09551361',
      'Invalid ticker: ETH-CADD',
    ),
    refused(
      {
        ...CREATE,
        terms: terms({ strategy: 'RFQ', ticker: 'BTC-USDT', receiveQuantity: '0.00000001' }),
        sent: CREATE.sent.replace('0.003', '0.00000001'),
      },
      '400: Bad Request Trade size below required minimum',
      'below-minimum',
      '587c8447-31be-4c67-8e5b-ec9c09551361',
      'Trade size must be bigger than minimum size 1e-7. You submitted: 1e-8',
    ),
    refused(
      CREATE,
      "403: Forbidden User doesn't have trade permission",
      'no-permission',
      '587c8447-31be-4c67-8e5b-ec9c09551361',
      'Access Denied',
    ),
    refused(
      CREATE,
      '500: Internal Server Error Strategy not enabled',
      'no-permission',
      '587c8447-31be-4c67-8e5b-ec9c09551361',
      "You don't have permission to do this, contact info@aquanow.io if you have questions",
    ),
  ],
];

const QUOTE = '06722222-1f6a-4e74-90aa-93ed2512c09c';
/** The page doesn't show the quote that it executes; these are its amounts here. */
export const EXECUTED = {
  price: '100690',
  receiveQuantity: '0.00300000',
  deliverQuantity: '302.07',
} as const;
const EXECUTE: Request = { call: 'executeQuote', terms: USDT, quoteId: QUOTE, sent: `{"quoteId":"${QUOTE}"` };

const executeQuote: Section = [
  'Execute an RFQ Quote',
  [
    {
      ...EXECUTE,
      heading: '200: OK',
      status: 200,
      answer: `{
      "type": "rfqExecuteQuoteAck",
      "data": {
        "accountId": "CA1264810R",
        "quoteId": "06722222-1f6a-4e74-90aa-93ed2512c09c",
        "tradeDate": "2025-01-28",
        "valueDate": "2025-01-29"
      }
    }`,
      told: {
        kind: 'accepted',
        venueRef: QUOTE,
        trade: { tradeDate: '2025-01-28', valueDate: '2025-01-29' },
        final: {
          status: 'filled',
          statusText: 'rfqExecuteQuoteAck',
          fill: { received: decimal(EXECUTED.receiveQuantity), delivered: decimal(EXECUTED.deliverQuantity) },
        },
      },
    },
    refused(
      EXECUTE,
      '200: OK Expired quote',
      'quote-expired',
      'ed68d20c-cbe8-4c6e-99ba-a3c1ebaf571c',
      'The quote has already expired',
    ),
    refused(
      EXECUTE,
      "403: Forbidden User doesn't have trade permission",
      'no-permission',
      'ed68d20c-cbe8-4c6e-99ba-a3c1ebaf571c',
      'Access Denied',
    ),
  ],
];

const TAKEN_BACK = '6d187635-27df-4175-8b23-f1f0ec84907e';
const PROCESSED = '83d05d2b-003b-4e67-9ce7-99a426686f70';
const WORDS = 'quoteId: 83d05d2b-003b-4e67-9ce7-99a426686f70 has alreaady been processed';

const expireQuote: Section = [
  'Expire an RFQ Quote',
  [
    {
      call: 'expireQuote',
      heading: '200: OK',
      terms: USDT,
      quoteId: TAKEN_BACK,
      sent: `{"quoteId":"${TAKEN_BACK}"`,
      status: 200,
      answer: `{
      "type": "rfqExpireQuoteAck",
      "payload": {
        "quoteId": "6d187635-27df-4175-8b23-f1f0ec84907e"
      }
    }`,
      told: { outcome: 'expired', message: `quote ${TAKEN_BACK} was taken back` },
    },
    {
      call: 'expireQuote',
      heading: '400: Bad Request Expired or completed RFQ quote',
      terms: USDT,
      quoteId: PROCESSED,
      sent: `{"quoteId":"${PROCESSED}"`,
      status: 400,
      answer: errors('f8833c9b-2702-4b74-b987-faf84deafb4d', WORDS),
      told: { outcome: 'refused', message: saidBy(400, WORDS) },
    },
  ],
];

export const RFQ_SECTIONS: readonly Section[] = [getQuote, createQuote, executeQuote, expireQuote];
