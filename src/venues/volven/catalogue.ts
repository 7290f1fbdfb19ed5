import type { AccountId } from '../../model/ids.ts';
import type { Account } from '../../model/order.ts';
import type { Trouble } from '../http/identity.ts';
import type { Outcome } from '../http/outcome.ts';
import type { FoundAccount, OfferedAccounts, Products } from '../venue.ts';
import { type AccountRow, accountsOf, chooseAccount } from './accounts.ts';
import { NOT_UNDERSTOOD, isTrouble, troubleWith } from './advice.ts';
import { EXCHANGES, productsFor, productsOf } from './products.ts';
import type { Read } from './reads.ts';
import { ACCOUNTS, PRODUCTS } from './routes.ts';

/** The user's accounts and what they may trade: read once, as neither changes within a run. */
export interface Catalogue {
  findAccount(account: Account, signal?: AbortSignal): Promise<FoundAccount>;
  products(account: AccountId, signal?: AbortSignal): Promise<Products>;
  /** Every account of the user. */
  offered(signal?: AbortSignal): Promise<OfferedAccounts>;
}

type Reading<T> = (signal?: AbortSignal) => Promise<T | Trouble>;

/** Keeps what was read; a failure is forgotten. */
function once<T extends object>(read: Reading<T>): Reading<T> {
  let known: Promise<T | Trouble> | undefined;
  const attempt = async (signal?: AbortSignal): Promise<T | Trouble> => {
    let isWhole = false;
    try {
      const result = await read(signal);
      isWhole = !isTrouble(result);
      return result;
    } finally {
      if (!isWhole) known = undefined;
    }
  };
  return (signal) => (known ??= attempt(signal));
}

export function createCatalogue(read: Read, host: string): Catalogue {
  async function list<T>(
    what: string,
    outcome: Outcome,
    parse: (body: unknown) => T | undefined,
  ): Promise<T | Trouble> {
    if (outcome.kind !== 'answer' || outcome.status !== 200) return troubleWith(what, outcome, host);
    return (
      parse(outcome.body) ?? {
        reason: `${what}: ${host} answered with something else than such a list`,
        remedy: NOT_UNDERSTOOD,
      }
    );
  }
  const accounts = once(async (signal) =>
    list('the list of accounts', await read(ACCOUNTS, {}, signal), accountsOf),
  );
  const readProducts = (exchange: string): Reading<NonNullable<ReturnType<typeof productsOf>>> =>
    once(async (signal) => {
      const query = (EXCHANGES as readonly string[]).includes(exchange) ? { exchangeCode: exchange } : {};
      return list('the list of products', await read(PRODUCTS, query, signal), productsOf);
    });
  const byExchange = new Map<string, ReturnType<typeof readProducts>>();
  function productsAt(exchange: string): ReturnType<typeof readProducts> {
    const known = byExchange.get(exchange) ?? readProducts(exchange);
    byExchange.set(exchange, known);
    return known;
  }

  function onlyOne(rows: readonly AccountRow[], id: AccountId): Required<AccountRow> | Trouble {
    const [row, second] = rows.filter((one) => one.id === id);
    const { exchangeCode } = row ?? {};
    if (row !== undefined && second === undefined && exchangeCode !== undefined)
      return { ...row, exchangeCode };
    const why = row === undefined ? 'is not among this user’s' : 'is not told with one exchange';
    return {
      reason: `the list of products: account ${id} ${why} at ${host}`,
      remedy: 'Check the account in tradeform.yaml.',
    };
  }

  return {
    async findAccount(account, signal) {
      const rows = await accounts(signal);
      return isTrouble(rows) ? { kind: 'unknown', ...rows } : chooseAccount(rows, account);
    },

    async offered(signal) {
      const rows = await accounts(signal);
      return isTrouble(rows) ? { state: 'unknown', ...rows } : { state: 'known', accounts: rows };
    },

    async products(account, signal) {
      const rows = await accounts(signal);
      const row = isTrouble(rows) ? rows : onlyOne(rows, account);
      if (isTrouble(row)) return { state: 'unknown', ...row };
      const all = await productsAt(row.exchangeCode)(signal);
      if (isTrouble(all)) return { state: 'unknown', ...all };
      return { state: 'known', products: productsFor(row, all) };
    },
  };
}
