/*
 * What people are told about single fields: where a message from the schema alone would leave them searching.
 */

/** Names that the venue, other tools or habit have for our fields. */
const SYNONYMS: Readonly<Record<string, string>> = {
  tradeside: 'side',
  direction: 'side',
  symbol: 'ticker',
  pair: 'ticker',
  instrument: 'ticker',
  accountid: 'account',
  type: 'strategy',
  timeinforce: 'strategy',
  quantity: 'receiveQuantity',
  qty: 'receiveQuantity',
  size: 'receiveQuantity',
  amount: 'receiveQuantity',
  price: 'priceLimit',
  limit: 'priceLimit',
  limitprice: 'priceLimit',
  expiry: 'expirationTime',
  expires: 'expirationTime',
  expiretime: 'expirationTime',
  expiration: 'expirationTime',
  reference: 'usernameRef',
  clientorderid: 'usernameRef',
  note: 'description',
  comment: 'description',
  tags: 'labels',
  env: 'environments',
  environment: 'environments',
  name: 'project',
  ignore: 'exclude',
  include: 'specs',
};

export const synonymOf = (word: string, allowed: readonly string[]): string | undefined => {
  const known = SYNONYMS[word.toLowerCase().replaceAll(/[^a-z0-9]/g, '')];
  return known !== undefined && allowed.includes(known) ? known : undefined;
};

/** What to add for a field that is missing. */
export const ADD: Readonly<Record<string, string>> = {
  account: 'add `account: NAME` here or under `defaults: orders:`; the names are in tradeform.yaml',
  strategy: 'add `strategy: GTC` (or LIMIT, or GTD) here or under `defaults: orders:`',
  ticker: 'add the pair, base first: `ticker: BTC-USD`',
  side: 'add `side: buy` or `side: sell`',
  priceLimit: 'add the worst price that you take: `priceLimit: 95000.00`',
  expirationTime: 'GTD rests until a date: add `expirationTime: 2027-02-15T21:00:00Z`',
  version: 'start the file with `version: 1`',
  project: "add `project: NAME`: it becomes part of every order's tag",
  accounts: 'add `accounts:` with the accounts that orders name',
  venue: 'add `venue: aquanow`',
  id: "add the venue's own id of the account, such as `id: CA1264810R`",
  url: 'add its `url:`',
};

/** Fields that stand where they have no meaning. */
export const NOT_HERE: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  expirationTime: [
    '`expirationTime` is for GTD orders: LIMIT rests up to 24 hours, GTC up to 90 days',
    'write `strategy: GTD`, or remove it',
  ],
  tag: ['`tag` is for aquanow accounts', 'remove it'],
  exchangeCode: ['`exchangeCode` is for volven accounts', 'remove it'],
  name: ['`name` is for volven accounts', 'remove it'],
  url: ['`url` is for a postgres journal', 'write `type: postgres`, or remove it'],
};

/** Each order's own, never a default. */
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
  'formerly',
  'override',
]);

/** Words of the product that this version doesn't act on yet. */
export const UNSUPPORTED_STRATEGIES: ReadonlySet<string> = new Set(['RFQ', 'MARKET', 'FOK']);
export const UNSUPPORTED_FIELDS: Readonly<Record<string, string>> = {
  tradePrice: 'the price of FOK orders',
  priceGuard: 'the price check of MARKET orders',
};
/** Limits from which no entry is excepted. */
export const NO_EXCEPTION: ReadonlySet<string> = new Set(['TF-L00', 'TF-L11', 'TF-L21', 'TF-L22']);
