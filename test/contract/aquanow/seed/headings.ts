/** Every tab of the page, by section, in its order: copied from it. */
export const HEADINGS: readonly (readonly [section: string, tabs: readonly string[]])[] = [
  [
    'Get an RFQ quote',
    [
      '200: OK Get RFQ quote for buying BTC worth $1000 USD, see example request below',
      '400: Bad Request Invalid Ticker',
    ],
  ],
  [
    'Create an RFQ quote',
    [
      '200: OK Create a quote using receiveQuantity',
      '200: OK Create a quote using deliverQuantity',
      '200: OK Insufficient funds',
      '400: Bad Request Invalid trade side',
      '400: Bad Request Invalid ticker',
      '400: Bad Request Trade size below required minimum',
      "403: Forbidden User doesn't have trade permission",
      '500: Internal Server Error Strategy not enabled',
    ],
  ],
  [
    'Execute an RFQ Quote',
    ['200: OK', '200: OK Expired quote', "403: Forbidden User doesn't have trade permission"],
  ],
  ['Expire an RFQ Quote', ['200: OK', '400: Bad Request Expired or completed RFQ quote']],
  [
    'Create a market order',
    [
      '200: OK Sell BTC with deliverQuantity',
      '200: OK Buy BTC with receiveQuantity',
      '200: OK Order not filled',
      '400: Bad Request Insufficient balance',
      '400: Bad Request Missing receiveQuantity or deliverQuantity',
      '400: Bad Request Trade size below required minimum',
      '400: Bad Request Invalid ticker',
      '400: Bad Request Invalid trade side',
      "403: Forbidden User doesn't have trade permission",
      '502: Bad Gateway Strategy not enabled',
    ],
  ],
  [
    'Endpoint to initiate a FOK request to Aquanow.',
    [
      '200: OK Order filled successfully',
      '200: OK Order not filled',
      '400: Bad Request Insufficient balance',
      '400: Bad Request Missing deliverQuantity and receiveQuantity',
      '400: Bad Request Invalid tradeSide',
      "403: Forbidden User doesn't have trade permission",
      '502: Bad Gateway Strategy not enable',
    ],
  ],
  [
    'Endpoint to initiate an LIMIT/GTC/GTD request to Aquanow.',
    [
      '200: OK LIMIT buy BTC with receiveQuantity',
      '200: OK LIMIT sell BTC with deliverQuantity',
      '200: OK GTC buy BTC with deliverQuantity',
      '200: OK GTC sell BTC with receiveQuantity',
      '200: OK GTD buy BTC with deliverQuantity',
      '200: OK GTD sell BTC with receiveQuantity',
      '400: Bad Request GTD order error, invalid expirationTime',
      '400: Bad Request GTD order error, missing expirationTime',
      '400: Bad Request Invalid ticker',
      '400: Bad Request Invalid trade side',
      '400: Bad Request Insufficient funds',
      '400: Bad Request Trade size below minimum',
      "403: Forbidden User doesn't have trade permission",
      '502: Bad Gateway Strategy not enabled',
    ],
  ],
];
