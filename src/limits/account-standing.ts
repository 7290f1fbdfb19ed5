import { type Decimal, ZERO, add, compare, isZero, mul, sub } from '../model/decimal.ts';
import { type Attempt, mayBeLive } from '../model/history.ts';
import { type Key, type Millis, nameOfKey } from '../model/ids.ts';
import type { AccountLimits } from '../model/limits.ts';
import { NO_FILL, type OrderRow, filledOn } from '../model/order.ts';
import { type Tag, decodeTag } from '../model/tag.ts';
import { type Pair, type Side, type Terms, instrumentOf, isImmediate, quantityOf } from '../model/terms.ts';
import { OwnSide } from './crossings.ts';
import { startOfDay } from './local-time.ts';
import { type Measure, boundOf, delivered } from './measure.ts';
import { type Twin, Twins, signatureOf, signatureOfRow } from './twins.ts';
import { type PriceOf, type Total, type Worth, Worths, worthOf } from './worth.ts';
import type { Change } from './world.ts';

const NEVER: ReadonlySet<Attempt['state']> = new Set(['rejected', 'not-sent', 'not-executed', 'lapsed']);
/** Whether it was sent, or may have been. */
const wasSent = ({ state, cameBack }: Attempt): boolean => !NEVER.has(state) || cameBack !== undefined;

/** What is over with its answer rests nowhere, but where nobody knows that answer. */
const rests = (attempt: Attempt): boolean =>
  mayBeLive(attempt) &&
  (!isImmediate(attempt.wire) || attempt.state === 'in-doubt' || attempt.cameBack !== undefined);

/** It ended without a trade: nothing of it can happen twice. */
const cameToNothing = ({ final, state }: Attempt): boolean =>
  state === 'final' && final !== undefined && isZero(final.fill.received) && isZero(final.fill.delivered);

export interface AccountFacts {
  readonly own: AccountLimits;
  readonly attempts: readonly Attempt[];
  /** Every live order that the venue shows, ours and others'. */
  readonly rows: readonly OrderRow[];
  readonly now: Millis;
  /** The currencies of an order, as far as anybody tells them. */
  readonly pairOf: (terms: Terms) => Pair | undefined;
}

/** What one attempt adds to the counters. */
interface Share {
  readonly attempt: Attempt;
  readonly worth: Worth;
  readonly isOpen: boolean;
  readonly isToday: boolean;
}

/** The counters of one account: what is open, what was sent today, what rests where, and what it takes to pay for it all. */
export class AccountStanding {
  readonly pairOf: AccountFacts['pairOf'];
  readonly #now: Millis;
  /** Older orders are no duplicates. */
  readonly #youngSince: Millis;
  readonly #shares = new Map<Tag, Share>();
  readonly #open = new Worths();
  readonly #today = new Worths();
  readonly #sides = new Map<string, OwnSide>();
  readonly #twins = new Twins();
  readonly #needed = new Map<string, Decimal>();
  #count = 0;

  constructor({ own, attempts, rows, now, pairOf }: AccountFacts) {
    this.pairOf = pairOf;
    this.#now = now;
    this.#youngSince = own.duplicateWindow === undefined ? Infinity : now - own.duplicateWindow;
    const midnight = startOfDay(now, own.timezone);
    for (const attempt of attempts) this.#learn(attempt, midnight);
    if (own.duplicateWindow !== undefined) this.#learnRows(rows, attempts);
  }

  #learn(attempt: Attempt, midnight: Millis): void {
    const { wire, tag, key, intentAt, createdAt: at = intentAt, startedAt = at } = attempt;
    const isOpen = rests(attempt);
    const isToday = wasSent(attempt) && Math.max(at, startedAt) >= midnight;
    if (at >= this.#youngSince && wasSent(attempt) && !cameToNothing(attempt))
      this.#twins.add(signatureOf(attempt.target), { key, at, name: nameOfKey(key) });
    if (!isOpen && !isToday) return;
    const worth = worthOf(attempt, this.pairOf(wire));
    this.#shares.set(tag, { attempt, worth, isOpen, isToday });
    if (isToday) this.#today.add(worth);
    if (!isOpen) return;
    this.#open.add(worth);
    this.#count += 1;
    this.#sideOf(wire, wire.side).rest({ tag, name: nameOfKey(key), price: boundOf(wire) });
  }

  /** Orders of others: of those that may be of any age, nobody can say that they are old. */
  #learnRows(rows: readonly OrderRow[], attempts: readonly Attempt[]): void {
    const ours = new Set<string>(attempts.flatMap(({ tag, orderId = tag }) => [tag, orderId]));
    for (const row of rows) {
      const tag = row.reference === undefined ? undefined : decodeTag(row.reference)?.tag;
      const signature = signatureOfRow(row);
      if (signature === undefined || ours.has(row.id) || (tag !== undefined && ours.has(tag))) continue;
      this.#twins.add(signature, { at: row.createdAt ?? this.#now, name: row.id });
    }
  }

  #sideOf(terms: Terms, side: Side): OwnSide {
    const name = `${instrumentOf(terms)} ${side}`;
    const known = this.#sides.get(name) ?? new OwnSide(side);
    this.#sides.set(name, known);
    return known;
  }

  #shareOf(tag: Tag | undefined): Share | undefined {
    return tag === undefined ? undefined : this.#shares.get(tag);
  }

  /** Open orders, but for one that makes room. */
  openOrders(except?: Tag): number {
    return this.#count - (this.#shareOf(except)?.isOpen === true ? 1 : 0);
  }

  /** Worth of all open orders in one quote currency, but for one that makes room. */
  openWorth(currency: string, price: PriceOf, except?: Tag): Total {
    const share = this.#shareOf(except);
    return this.#open.total(currency, price, share?.isOpen === true ? share.worth : undefined);
  }

  /** Worth of all that was sent since midnight, but for one that is counted anew. */
  worthToday(currency: string, price: PriceOf, except?: Tag): Total {
    const share = this.#shareOf(except);
    return this.#today.total(currency, price, share?.isToday === true ? share.worth : undefined);
  }

  /** Instruments without whose price nobody can tell what is open, or was sent today. */
  get unpriced(): { readonly open: readonly string[]; readonly today: readonly string[] } {
    return { open: this.#open.needs, today: this.#today.needs };
  }

  /** What this plan's earlier orders take from the account. */
  needed(currency: string): Decimal {
    return this.#needed.get(currency) ?? ZERO;
  }

  /** What an order that makes room holds of what the next one delivers; zero where that can't be told exactly. */
  held(except: Tag | undefined): Decimal {
    const { attempt } = this.#shareOf(except) ?? {};
    if (attempt?.state !== 'accepted') return ZERO;
    const { leg, amount } = quantityOf(attempt.wire);
    const left = sub(amount, filledOn(attempt.observed?.fill ?? NO_FILL, leg));
    if (leg === 'deliver') return left;
    const price = boundOf(attempt.wire);
    return attempt.wire.side === 'buy' && price !== undefined ? mul(left, price) : ZERO;
  }

  /** The latest order on the same terms under another name. */
  twinOf(terms: Terms, key: Key): Twin | undefined {
    return this.#twins.find(signatureOf(terms), key, this.#youngSince);
  }

  /** The order of ours on the other side that would be the first to trade with these terms, whatever their price. */
  opposite(terms: Terms, except?: Tag): ReturnType<OwnSide['best']> {
    return this.#sideOf(terms, terms.side === 'buy' ? 'sell' : 'buy').best(except);
  }

  /** An order is going to be cancelled: it makes room. */
  free(tag: Tag): void {
    const share = this.#shares.get(tag);
    if (share?.isOpen !== true) return;
    this.#shares.set(tag, { ...share, isOpen: false });
    this.#open.remove(share.worth);
    this.#count -= 1;
    this.#sideOf(share.attempt.wire, share.attempt.wire.side).remove(tag);
  }

  /** An order is going to be sent: it counts, and the one that it takes the place of does no more. */
  take(change: Change, of: Measure): void {
    const { wire, target, key, replaces, kind } = change;
    this.#need(change, of);
    const share = this.#shareOf(replaces);
    if (replaces !== undefined) this.free(replaces);
    // Started today is sent today, once.
    if (kind === 'start' && share?.isToday === true) this.#today.remove(share.worth);
    const worth = worthOfChange(change, of);
    const name = nameOfKey(key);
    this.#today.add(worth);
    if (kind === 'submit') this.#twins.add(signatureOf(target), { key, at: this.#now, name });
    if (isImmediate(wire)) return;
    this.#open.add(worth);
    this.#count += 1;
    this.#sideOf(wire, wire.side).add({ name, price: boundOf(wire) });
  }

  #need({ wire, replaces, kind }: Change, of: Measure): void {
    const need = delivered(wire, of);
    if (need?.amount === undefined) return;
    const more = sub(need.amount, kind === 'submit' ? this.held(replaces) : ZERO);
    if (compare(more, ZERO) > 0) this.#needed.set(need.currency, add(this.needed(need.currency), more));
  }
}

function worthOfChange({ wire, key }: Change, { pair, notional }: Measure): Worth {
  if (pair === undefined) return { kind: 'unknown', name: nameOfKey(key) };
  const currency = pair.quote;
  if (notional !== undefined) return { kind: 'priced', currency, amount: notional };
  const { amount: size } = quantityOf(wire);
  return { kind: 'unpriced', currency, instrument: instrumentOf(wire), side: wire.side, size };
}
