import { createHash } from 'node:crypto';
import type { Millis } from '../../../model/ids.ts';
import type { Store } from '../store.ts';
import { USER_ID } from './credentials.ts';
import { EXCHANGES, type ExchangeCode, isExchangeCode } from './products.ts';

/** An exchange account of the venue's user. */
export interface ExchangeAccount {
  readonly sequence: number;
  readonly id: string;
  readonly exchangeCode: ExchangeCode;
  readonly name: string;
  readonly apiKey: string;
  readonly createdAt: Millis;
  readonly validatedAt: Millis;
  /** Of the last change. */
  readonly eventTime: Millis;
  /** Whether the account may trade spot products, and futures. */
  readonly spot: 0 | 1;
  readonly futures: 0 | 1;
}

/** An account that has to be there; what is left out is chosen. */
export interface WantedAccount {
  readonly id?: string;
  /** Default: BYB. */
  readonly exchangeCode?: string;
  /** Default: the name of its exchange. It need not be unique. */
  readonly name?: string;
}

type NewAccount = Omit<ExchangeAccount, 'sequence' | 'spot' | 'futures'>;

const at = (text: string): Millis => Date.parse(text);
const SEEDED: readonly NewAccount[] = [
  {
    id: '99998',
    exchangeCode: 'BYB',
    name: 'Bybit',
    apiKey: 'nt2jRz4sDBXINYNsAb8H',
    createdAt: at('2024-08-19T16:32:03.900Z'),
    validatedAt: at('2025-01-17T07:26:16.466Z'),
    eventTime: at('2025-09-22T12:54:25.732Z'),
  },
  {
    id: '99999',
    exchangeCode: 'BIN',
    name: 'Binance',
    apiKey: 'rFTZsjDdrt07NFsHQLCx',
    createdAt: at('2024-10-30T10:09:16.536Z'),
    validatedAt: at('2025-01-17T07:26:21.984Z'),
    eventTime: at('2025-09-22T12:54:25.732Z'),
  },
];

export const listAccounts = (store: Store): readonly ExchangeAccount[] =>
  store.all<ExchangeAccount>('SELECT * FROM volvenAccounts ORDER BY sequence');

export const accountById = (store: Store, id: string): ExchangeAccount | undefined =>
  store.one<ExchangeAccount>('SELECT * FROM volvenAccounts WHERE id = ?', id);

function insert(store: Store, account: NewAccount): void {
  const { id, exchangeCode, name, apiKey, createdAt, validatedAt, eventTime } = account;
  store.run(
    `INSERT OR IGNORE INTO volvenAccounts (id, exchangeCode, name, apiKey, createdAt, validatedAt, eventTime, spot, futures)
     VALUES (?, ?, ?, ?, ?, ?, ?, 1, 1)`,
    ...[id, exchangeCode, name, apiKey, createdAt, validatedAt, eventTime],
  );
}

function freeId(store: Store): string {
  let id: number;
  do id = 100_000 + store.count('volvenAccounts');
  while (accountById(store, String(id)));
  return String(id);
}

const completed = ({ id, exchangeCode = 'BYB', name }: WantedAccount) => {
  if (!isExchangeCode(exchangeCode)) throw new TypeError(`no such exchange: ${exchangeCode}`);
  return { id, exchangeCode, name: name ?? EXCHANGES[exchangeCode] };
};

/** Adds an account, both markets active. */
export function addAccount(store: Store, wanted: WantedAccount, now: Millis): ExchangeAccount {
  const { id = freeId(store), exchangeCode, name } = completed(wanted);
  const digest = createHash('sha256')
    .update(`${store.fact('epoch')}/account/${id}`)
    .digest('base64');
  const apiKey = digest.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 20);
  insert(store, { id, exchangeCode, name, apiKey, createdAt: now, validatedAt: now, eventTime: now });
  const added = accountById(store, id);
  if (!added) throw new TypeError('the account was not stored');
  return added;
}

/** The accounts of the seed and those that are wanted are there: by id, or by exchange and name. */
export function provideAccounts(store: Store, wanted: readonly WantedAccount[], now: Millis): void {
  for (const account of SEEDED) insert(store, account);
  for (const account of wanted) {
    // An exchange that the venue doesn't know can have no accounts: who asks for one is told that there is none.
    if (!isExchangeCode(account.exchangeCode ?? 'BYB')) continue;
    const { id, exchangeCode, name } = completed(account);
    const exists = listAccounts(store).some((each) =>
      id === undefined ? each.exchangeCode === exchangeCode && each.name === name : each.id === id,
    );
    if (!exists) addAccount(store, account, now);
  }
}

export function setActivity(
  store: Store,
  account: ExchangeAccount,
  active: Pick<ExchangeAccount, 'spot' | 'futures'>,
  now: Millis,
): void {
  store.run(
    'UPDATE volvenAccounts SET spot = ?, futures = ?, eventTime = ? WHERE id = ?',
    ...[active.spot, active.futures, now, account.id],
  );
}

const instant = (millis: Millis): string => new Date(millis).toISOString();

/** An account in the members of the seed and their order. What `permissions` holds is invented: the seed leaves it out. */
export const accountRow = (account: ExchangeAccount): unknown => ({
  id: account.id,
  createdAt: instant(account.createdAt),
  userId: USER_ID,
  name: account.name,
  exchangeCode: account.exchangeCode,
  exchange: account.exchangeCode,
  description: account.name,
  apiKey: account.apiKey,
  validatedAt: instant(account.validatedAt),
  spot: { isActive: account.spot === 1 },
  futures: { isActive: account.futures === 1, settings: {} },
  isMain: true,
  eventTime: instant(account.eventTime),
  accountType: 'SUB_ACCOUNT',
  whitelistedIps: [''],
  permissions: ['READ', 'TRADE'],
});
