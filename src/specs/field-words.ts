import { type OrderStrategy, PRICE_FIELD } from '../model/terms.ts';

/*
 * What people are told about single fields: where a message from the schema alone would leave them searching.
 */

/** Names that the venue, other tools or habit have for our fields; of several, the first that is allowed where the word stands. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  tradeside: ['side'],
  direction: ['side'],
  symbol: ['ticker', 'productCode'],
  ticker: ['productCode'],
  pair: ['ticker', 'productCode'],
  instrument: ['ticker', 'productCode'],
  product: ['ticker', 'productCode'],
  productcode: ['ticker'],
  accountid: ['account', 'id'],
  type: ['strategy'],
  strategy: ['type'],
  strategytype: ['type', 'strategy'],
  timeinforce: ['strategy'],
  quantity: ['receiveQuantity', 'size'],
  qty: ['receiveQuantity', 'size'],
  size: ['receiveQuantity'],
  amount: ['receiveQuantity', 'size'],
  receivequantity: ['size'],
  deliverquantity: ['size'],
  price: ['priceLimit'],
  limit: ['priceLimit'],
  limitprice: ['priceLimit'],
  maxordersize: ['orderMaxSize'],
  iceberg: ['orderMaxSize'],
  trigger: ['triggerPrice'],
  stopprice: ['triggerPrice'],
  postonly: ['alwaysPassive'],
  spikeprotection: ['useSpikeProtection'],
  expiry: ['expirationTime', 'notAfter'],
  expires: ['expirationTime', 'notAfter'],
  expiretime: ['expirationTime', 'notAfter'],
  expiration: ['expirationTime', 'notAfter'],
  expirationtime: ['notAfter'],
  reference: ['usernameRef'],
  clientorderid: ['usernameRef'],
  note: ['description'],
  comment: ['description'],
  tags: ['labels'],
  env: ['environments'],
  environment: ['environments'],
  name: ['project'],
  ignore: ['exclude'],
  include: ['specs'],
  types: ['strategyTypes'],
  otp: ['totpSecret'],
  totp: ['totpSecret'],
  user: ['username'],
  email: ['username'],
};

export const synonymOf = (word: string, allowed: readonly string[]): string | undefined => {
  const key = word.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return Object.hasOwn(SYNONYMS, key) ? SYNONYMS[key]?.find((known) => allowed.includes(known)) : undefined;
};

export const PRICES: ReadonlySet<string> = new Set(Object.values(PRICE_FIELD));
export const priceOf = (strategy: unknown): string | undefined =>
  typeof strategy === 'string' && Object.hasOwn(PRICE_FIELD, strategy)
    ? PRICE_FIELD[strategy as OrderStrategy]
    : undefined;

/** What to add for a field that is missing; `type/` and `strategies/` come first where they fit. */
const ADD: Readonly<Record<string, string>> = {
  account: 'add `account: NAME` here or under `defaults: orders:`; the names are in tradeform.yaml',
  'strategies/account':
    'add `account: NAME` here or under `defaults: strategies:`; the names are in tradeform.yaml',
  strategy: 'add `strategy: GTC` (or RFQ, MARKET, FOK, LIMIT, GTD) here or under `defaults: orders:`',
  'strategies/type': 'add `type: SMO` here or under `defaults: strategies:`',
  ticker: 'add the pair, base first: `ticker: BTC-USD`',
  productCode: "add Volven's code of the product: `productCode: btcusdt_f`",
  side: 'add `side: buy` or `side: sell`',
  size: 'add how much in all, in base currency: `size: 0.1`',
  priceLimit: 'add the worst price that you take: `priceLimit: 95000.00`',
  tradePrice: 'add the price at which it fills at once or not at all: `tradePrice: 95000.00`',
  priceGuard:
    'a MARKET order takes any price: a quote is asked for just before it is sent, and one beyond this price keeps it back. Add `priceGuard: 95000.00`; a price that holds is `strategy: FOK` or `RFQ`',
  expirationTime: 'GTD rests until a date: add `expirationTime: 2027-02-15T21:00:00Z`',
  version: 'start the file with `version: 1`',
  project: "add `project: NAME`: it becomes part of every order's tag",
  accounts: 'add `accounts:` with the accounts that orders and strategies name',
  venue: 'add `venue: aquanow` or `venue: volven`',
  id: "add the venue's own id of the account, such as `id: CA1264810R`",
  url: 'add its `url:`',
  'type/type': 'add `"type": "object"` at the top, and `"type": "number"` (or boolean, or string) in a field',
  'type/properties': 'add `"properties": {}` with the fields that are its own',
  'type/x-tradeform':
    'say what the number counts: `"x-tradeform": { "kind": "size" }`, or price, or number for anything else',
  'type/kind': 'add `"kind": "size"`, or price, or number',
};

export const addFor = (field: string, where: string | undefined): string =>
  ADD[`${where ?? ''}/${field}`] ?? ADD[field] ?? `add \`${field}:\``;

/** Fields that stand where they have no meaning. */
export const NOT_HERE: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  expirationTime: [
    '`expirationTime` is for GTD orders: LIMIT rests up to 24 hours, GTC up to 90 days, the others not at all',
    'write `strategy: GTD`, or remove it',
  ],
  tag: ['`tag` is for aquanow accounts', 'remove it'],
  exchangeCode: ['`exchangeCode` is for volven accounts', 'remove it'],
  name: ['`name` is for volven accounts', 'remove it'],
  url: ['`url` is for a postgres journal', 'write `type: postgres`, or remove it'],
  'x-tradeform': ['`x-tradeform` says what a number counts', 'write `"type": "number"`, or remove it'],
  minimum: ['`minimum` is for numbers', 'write `"type": "number"`, or remove it'],
  exclusiveMinimum: ['`exclusiveMinimum` is for numbers', 'write `"type": "number"`, or remove it'],
  maximum: ['`maximum` is for numbers', 'write `"type": "number"`, or remove it'],
  enum: ['`enum` is for texts', 'write `"type": "string"`, or remove it'],
};

/** Each entry's own, never a default. */
export const NEVER_DEFAULT: ReadonlySet<string> = new Set([
  'side',
  'receiveQuantity',
  'deliverQuantity',
  'size',
  'orderMaxSize',
  'priceLimit',
  'priceGuard',
  'tradePrice',
  'triggerPrice',
  'generation',
  'run',
  'autoRun',
  'formerly',
  'override',
]);

/** Limits from which no entry is excepted, and why. */
export const NO_EXCEPTION: Readonly<Record<string, string>> = {
  'TF-L00': 'without limits nothing would be checked: give the account some',
  'TF-L11': "these are the venue's own bounds: change the order",
  'TF-L21': 'a named person lifts that halt: `tradeform unhalt`',
  'TF-L22': 'a named person lifts a halt: `tradeform unhalt`',
};
