import type { Decimal } from '../model/decimal.ts';
import type { AccountLimits, LimitCheck } from '../model/limits.ts';
import type { Entry } from '../model/order.ts';
import { type OrderTerms, type Terms, instrumentOf, isStrategy } from '../model/terms.ts';
import type { AccountStanding } from './account-standing.ts';
import { type Market, marketOf, pricesOn } from './market.ts';
import { type Measure, measure } from './measure.ts';
import { NO_ACCOUNT_LIMITS, type Standing } from './standing.ts';
import type { Change, LimitWorld } from './world.ts';

/** All that a rule looks at. */
export interface Question {
  readonly change: Change;
  readonly world: LimitWorld;
  /** Limits of the account; of one that has none, nothing. */
  readonly own: AccountLimits;
  readonly denies: boolean;
  readonly standing: AccountStanding;
  /** Orders that this apply has sent, or this plan sends, before it. */
  readonly sent: number;
  readonly entry: Entry | undefined;
  readonly market: Market;
  /** What the order comes to. */
  readonly of: Measure;
}

/** One limit: what it says of an order, or nothing where it isn't set. */
export type Rule = (question: Question) => readonly LimitCheck[];

export function questionOf(change: Change, world: LimitWorld, counters: Standing): Question {
  const { account, wire, quote } = change;
  const standing = counters.of(account);
  const price = pricesOn(world, account)(instrumentOf(wire), wire.side);
  return {
    ...{ change, world, standing },
    own: world.limits.accounts.get(account) ?? NO_ACCOUNT_LIMITS,
    denies: world.denyByDefault(account),
    sent: world.submits + counters.taken,
    entry: world.entries.get(change.key),
    market: marketOf(world, account, instrumentOf(wire)),
    of: measure(wire, standing.pairOf(wire), price, quote),
  };
}

// Names of fields, as the files have them.

export const instrumentField = (terms: Terms): string => (isStrategy(terms) ? 'productCode' : 'ticker');
export const strategyField = (terms: Terms): string => (isStrategy(terms) ? 'type' : 'strategy');

export function quantityField(terms: Terms): string {
  if (isStrategy(terms)) return 'size';
  return terms.receiveQuantity === undefined ? 'deliverQuantity' : 'receiveQuantity';
}

/** The price that is named, and its field; a strategy has but one. */
export function ownPrice(terms: Terms): { readonly field: string; readonly price: Decimal } | undefined {
  // Only `priceLimit` is a field of both kinds.
  const named = terms as Partial<OrderTerms>;
  for (const field of ['priceLimit', 'tradePrice', 'priceGuard'] as const) {
    const price = named[field];
    if (price !== undefined) return { field, price };
  }
  return undefined;
}

/** Undefined where no price is named. */
export const priceField = (terms: Terms): string | undefined => ownPrice(terms)?.field;
