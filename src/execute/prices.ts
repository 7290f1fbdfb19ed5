import type { NeededPrice } from '../limits/market.ts';
import { referenceKey } from '../limits/world.ts';
import type { Decimal } from '../model/decimal.ts';
import type { AccountName, Key } from '../model/ids.ts';
import { type PlanLine, type PlanQuote, isChange } from '../model/plan.ts';
import type { Reference } from '../model/snapshot.ts';
import { type Terms, instrumentOf, isStrategy } from '../model/terms.ts';
import type { Survey } from './survey.ts';

/** What the market asks for what a plan would send: shown, weighed, and no part of what is approved. */
export interface Prices {
  /** By {@link referenceKey}: two accounts may take the price of one instrument from different places. */
  readonly references: ReadonlyMap<string, Reference>;
  readonly quotes: ReadonlyMap<Key, PlanQuote>;
  /** What is free, where limits ask for it. */
  readonly balances: ReadonlyMap<AccountName, ReadonlyMap<string, Decimal>>;
}

const isQuoted = (terms: Terms): boolean =>
  !isStrategy(terms) && (terms.strategy === 'RFQ' || terms.strategy === 'MARKET');

async function quoteFor({ readers, accounts, signal }: Survey, line: PlanLine): Promise<[Key, PlanQuote][]> {
  const { key, submission } = line;
  const [reader, account] = [readers.get(line.account), accounts.get(line.account)];
  if (key === undefined || submission === undefined || reader === undefined || account === undefined)
    return [];
  if (line.action !== 'submit' || !isQuoted(submission.wire)) return [];
  const answer = await reader.quote(account, submission.wire, signal);
  if (answer.kind !== 'quote') return [[key, { unknown: answer.message }]];
  const { price, receiveQuantity, deliverQuantity, expiresAt } = answer.quote;
  return [[key, { price, receiveQuantity, deliverQuantity, expiresAt }]];
}

/** Prices that only the reader of the plan asks for: of every pair that an order would be sent for. */
const shownIn = (lines: readonly PlanLine[]): readonly NeededPrice[] =>
  lines.flatMap(({ account, submission, action }) =>
    action === 'none' || submission === undefined || isStrategy(submission.wire)
      ? []
      : [{ account, instrument: instrumentOf(submission.wire) }],
  );

/** The reader that tells a price: the account's own, or that of any account at the venue which the desk names. */
function readerOf({ readers, accounts }: Survey, { account, source }: NeededPrice) {
  if (source === undefined) return readers.get(account);
  const other = [...accounts.values()].find(({ venue }) => venue === source.venue);
  return other && readers.get(other.name);
}

/** Prices by {@link referenceKey}, each asked for once of each venue. */
export async function referencesFor(
  of: Survey,
  needed: readonly NeededPrice[],
): Promise<ReadonlyMap<string, Reference>> {
  const wanted = new Map(needed.map((price) => [referenceKey(price.account, price.instrument), price]));
  const asked = new Map<unknown, Map<string, Promise<Reference | undefined>>>();
  const ask = (price: NeededPrice): Promise<Reference | undefined> | undefined => {
    const reader = readerOf(of, price);
    if (reader === undefined) return undefined;
    const ticker = price.source?.ticker ?? price.instrument;
    const prices = asked.get(reader) ?? new Map<string, Promise<Reference | undefined>>();
    asked.set(reader, prices);
    const found = prices.get(ticker) ?? reader.reference(ticker, of.signal);
    prices.set(ticker, found);
    return found;
  };
  const found = await Promise.all([...wanted].map(async ([key, price]) => [key, await ask(price)] as const));
  return new Map(found.flatMap(([key, reference]) => (reference === undefined ? [] : [[key, reference]])));
}

/** What accounts have free, as far as their venues tell it. */
export async function balancesOf(of: Survey, names: readonly AccountName[]): Promise<Prices['balances']> {
  const read = names.map(async (name) => {
    const account = of.accounts.get(name);
    const free = account && (await of.readers.get(name)?.balances(account, of.signal));
    return free === undefined ? [] : [[name, free] as const];
  });
  return new Map((await Promise.all(read)).flat());
}

/**
 * Best prices, indicative quotes and balances for the changes among lines, as far as their venues tell them. `needed`: what limits ask
 * for beside what the plan shows; `balanced`: accounts whose balances they check.
 */
export async function pricesFor(
  of: Survey,
  lines: readonly PlanLine[],
  needed: readonly NeededPrice[],
  balanced: readonly AccountName[],
): Promise<Prices> {
  const [references, quotes, balances] = await Promise.all([
    // What limits need comes last: where the desk names another source, that one counts.
    referencesFor(of, [...shownIn(lines), ...needed]),
    Promise.all(lines.filter(isChange).map((line) => quoteFor(of, line))),
    balancesOf(of, balanced),
  ]);
  return { references, quotes: new Map(quotes.flat()), balances };
}
