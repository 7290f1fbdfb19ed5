import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode, worst } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import type { AccountName } from '../model/ids.ts';
import type { Account } from '../model/order.ts';
import type { Product } from '../model/product.ts';
import type { Project } from '../model/project.ts';
import {
  type AccountFacts,
  type ProductFacts,
  renderAccounts,
  renderProducts,
} from '../report/lookup-text.ts';
import type { OpenVenues } from '../venues/registry.ts';
import type { AccountTrouble } from '../venues/venue.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';
import { projectOf, venuesOf } from './project.ts';

// What the venues offer, for people who write specs. Reads alone.

/** Who or what could not be read. */
interface Trouble extends AccountTrouble {
  readonly of: string;
}
interface Found<T> {
  readonly facts: T;
  readonly troubles: readonly Trouble[];
}

export async function atVenues<T>(
  inv: Invocation,
  work: (project: Project, venues: OpenVenues) => Promise<T>,
): Promise<T> {
  const project = await projectOf(inv, 'reads');
  const venues = await venuesOf(inv, project);
  try {
    return await work(project, venues);
  } finally {
    await venues.close();
  }
}

/** Shows what was found; what could not be read is told on stderr, and makes it an error. */
export function show(
  inv: Invocation,
  project: Project,
  facts: object,
  troubles: readonly Trouble[],
  text: () => string,
): ExitCode {
  const { environment, name } = project;
  if (inv.options.format === 'json')
    writeJson(inv.out, { format: 1, project: name, environment: environment.name, ...facts, troubles });
  else inv.out.write(`${environment.name.toUpperCase()}  ${safeText(name)}\n\n${text()}`);
  for (const { of, reason, remedy } of troubles)
    inv.err.write(`error: ${safeText(`${of}: ${reason}`)}\n  ${safeText(remedy)}\n`);
  return worst(troubles.map(({ invalid }) => (invalid === true ? EXIT.invalid : EXIT.error)));
}

async function accountsOf({
  accounts,
  byAccount,
  troubles,
}: OpenVenues): Promise<Found<readonly AccountFacts[]>> {
  const unknown: Trouble[] = [...troubles].map(([of, trouble]) => ({ of, ...trouble }));
  const named = [...accounts.values()].filter((account) => !troubles.has(account.name));
  const nameOf = (venue: string, id: string): Account | undefined =>
    named.find((account) => account.venue === venue && account.id === id);
  const venues = new Map([...byAccount].map(([name, venue]) => [venue, accounts.get(name)?.venue ?? '']));
  const found: AccountFacts[] = [];
  for (const [venue, at] of venues) {
    const offered = await venue.offeredAccounts?.();
    const { reason = '' } = offered?.state === 'unknown' ? offered : {};
    // Whose account could not be told has said so already.
    if (offered?.state === 'unknown' && !unknown.some((it) => it.reason === reason))
      unknown.push({ of: at, ...offered });
    const listed = offered?.state === 'known' ? offered.accounts : [];
    found.push(
      ...listed.map((account) => {
        const own = nameOf(at, account.id);
        return { ...account, venue: at, ...(own === undefined ? {} : { account: own.name }) };
      }),
    );
  }
  // A venue without such a list is known by what tradeform.yaml says.
  const rest = named
    .filter(({ venue, id }) => !found.some((one) => one.venue === venue && one.id === id))
    .map(({ name, venue, id }) => ({ venue, id, name: '', spot: true, futures: false, account: name }));
  return { facts: [...rest, ...found], troubles: unknown };
}

/** The accounts of tradeform.yaml, and those that their venues offer beside them. */
export const accounts = (inv: Invocation): Promise<ExitCode> =>
  atVenues(inv, async (project, venues) => {
    const { facts, troubles } = await accountsOf(venues);
    return show(inv, project, { accounts: facts }, troubles, () => renderAccounts(facts, layoutOf(inv.out)));
  });

export interface ProductOptions {
  readonly exchange?: string;
  readonly search?: string;
}

export const usage = (message: string, remedy: string): TradeformError =>
  new TradeformError('usage/lookup', message, { exitCode: EXIT.usage, remedy });

const matches = (product: Product, search: string): boolean =>
  [product.code, product.name ?? '', product.base, product.quote].some((text) =>
    text.toLowerCase().includes(search.toLowerCase()),
  );

/** The accounts of tradeform.yaml at an exchange; throws where none is there. */
function atExchange(
  offered: readonly AccountFacts[],
  code: string,
  isWhole: boolean,
): ReadonlySet<AccountName> {
  const own = offered.flatMap((one) => (one.account === undefined ? [] : [{ ...one, account: one.account }]));
  const there = own.filter(({ exchangeCode }) => exchangeCode === code.toUpperCase());
  const codes = [...new Set(own.flatMap(({ exchangeCode }) => exchangeCode ?? []))];
  if (there.length === 0 && isWhole)
    throw usage(
      `No account of tradeform.yaml is at exchange ${safeText(code)}.`,
      codes.length === 0
        ? 'None of them is at an exchange.'
        : `Exchanges of its accounts: ${codes.join(', ')}`,
    );
  return new Set(there.map(({ account }) => account));
}

async function productsOf(
  venues: OpenVenues,
  { exchange, search = '' }: ProductOptions,
): Promise<Found<ProductFacts>> {
  const { facts: offered, troubles } = await accountsOf(venues);
  const wanted = exchange === undefined ? undefined : atExchange(offered, exchange, troubles.length === 0);
  const [found, unlisted, unknown] = [
    [] as ProductFacts['products'][number][],
    [] as Account[],
    [...troubles],
  ];
  for (const [name, account] of venues.accounts) {
    if (venues.troubles.has(name) || wanted?.has(name) === false) continue;
    const answer = await venues.byAccount.get(name)?.reader.products(account);
    if (answer === undefined) continue;
    if (answer.state === 'unlisted') unlisted.push(account);
    else if (answer.state === 'unknown') unknown.push({ of: name, ...answer });
    else {
      const products = [...answer.products.values()].filter((it) => matches(it, search));
      found.push({ account: name, products });
    }
  }
  const facts = {
    search,
    products: found,
    unlisted: unlisted.map(({ name, venue }) => ({ account: name, venue })),
  };
  return { facts, troubles: unknown };
}

/** What may be traded, with its bounds: of each account, or of an exchange's. */
export const products = (inv: Invocation, options: ProductOptions): Promise<ExitCode> =>
  atVenues(inv, async (project, venues) => {
    const { facts, troubles } = await productsOf(venues, options);
    return show(inv, project, facts, troubles, () => renderProducts(facts, layoutOf(inv.out)));
  });
