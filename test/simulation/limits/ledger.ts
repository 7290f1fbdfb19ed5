import type { Entry } from '../../../src/model/order.ts';
import { isStrategy } from '../../../src/model/terms.ts';
import { type Amount, amountOf, textOf, times } from '../world/amount.ts';
import { ASK, BID } from '../world/exchange-api.ts';
import type { Identity } from '../names.ts';
import type { VenueOrder } from '../world/exchange.ts';
import type { Caps, DeskLimits } from './desk-limits.ts';

/*
 * Limits as the ledger has them: each order against what was allowed when its run was approved, together with whatever of ours the venue
 * had accepted before it. Of the code under test nothing is asked but which exceptions an entry had.
 */

/** What trades at once rests nowhere. */
const RESTING: ReadonlySet<string> = new Set(['GTC', 'LIMIT']);
export const rests = ({ terms }: VenueOrder): boolean => RESTING.has(terms.strategy);
/** Worlds begin in the afternoon; what happens after midnight is another day's. */
const DAY_ENDS = 9 * 3_600_000;
const PERCENT = amountOf('0.01') ?? 0n;
const ONE = amountOf('1') ?? 0n;

const worthOf = ({ terms }: VenueOrder): Amount => times(terms.quantity, terms.price);
const sum = (orders: readonly VenueOrder[]): Amount =>
  orders.reduce((total, order) => total + worthOf(order), 0n);
const above = (amount: Amount | number, most: Amount | number | undefined): boolean =>
  most !== undefined && amount > most;

interface Broken {
  readonly code: string;
  readonly what: string;
}
interface Check extends Broken {
  readonly isBroken: boolean;
}

function isTooFar({ terms: { side, price } }: VenueOrder, most: Amount | undefined): boolean {
  if (most === undefined) return false;
  const by = times(most, PERCENT);
  return side === 'buy' ? price < times(BID, ONE - by) : price > times(ASK, ONE + by);
}

function isTooDear({ terms: { side, price } }: VenueOrder, most: Amount | undefined): boolean {
  if (most === undefined) return false;
  const by = times(most, PERCENT);
  return side === 'buy' ? price > times(ASK, ONE + by) : price < times(BID, ONE - by);
}

/** Whether two orders would trade with each other; a MARKET takes any price. */
function meet(a: VenueOrder, b: VenueOrder): boolean {
  if (a.terms.side === b.terms.side) return false;
  if (a.terms.strategy === 'MARKET') return true;
  const [buy, sell] = a.terms.side === 'buy' ? [a, b] : [b, a];
  return buy.terms.price >= sell.terms.price;
}

/** Clocks that jump, and answers that come late: orders may be so much further apart than their intents. */
const SLACK = 3 * 3_600_000;
/** What its entry asked for: the rest of a replace is another quantity. */
function askedOf({ terms: { ticker, side } }: VenueOrder, entry: Entry | undefined): string | undefined {
  if (entry === undefined || isStrategy(entry.terms)) return undefined;
  const { receiveQuantity, deliverQuantity, priceLimit, tradePrice, priceGuard } = entry.terms;
  const amounts = [receiveQuantity ?? deliverQuantity, priceLimit ?? tradePrice ?? priceGuard];
  return [ticker, side, ...amounts.map((text) => textOf(amountOf(text ?? '') ?? 0n))].join(' ');
}

/** What the ledger can't know. */
export interface Told {
  /** The entry that its run sent, and the limits that it was approved under. */
  readonly entry: Entry | undefined;
  readonly limits: DeskLimits;
  /** The order, whatever its entry is called today. */
  readonly identity: Identity | undefined;
  /** Orders of which a person was told that the journal can't count them. */
  readonly unclear: ReadonlySet<string>;
  /** A journal was lost: nobody knows which exceptions were used up. */
  readonly isForgetful: boolean;
}

export class LimitsLedger {
  readonly #accepted: VenueOrder[] = [];
  readonly #asked = new Map<
    VenueOrder,
    { readonly asked: string | undefined; readonly identity: Identity | undefined }
  >();
  /** The generation that an exception let out first. */
  readonly #used = new Map<string, number>();

  /** Counts an order, and says which limits it breaks that its entry is not excepted from. */
  take(order: VenueOrder, told: Told): readonly string[] {
    const before = this.#accepted.filter(({ id }) => !told.unclear.has(id));
    const { identity, entry } = told;
    this.#asked.set(order, { asked: askedOf(order, entry), identity });
    const broken = [...brokenBy(order, before, told.limits), ...this.#repeats(order, before, told)].filter(
      (one) => !this.#isExcepted(order, one, told),
    );
    this.#accepted.push(order);
    return broken.map(({ code, what }) => `${order.id} breaks ${code}: ${what}`);
  }

  /** The same again under another name; after a loss nobody knows what an order had asked for. */
  #repeats(order: VenueOrder, before: readonly VenueOrder[], told: Told): readonly Broken[] {
    const { account } = order.terms;
    const { duplicateWindow: window = 0 } = told.limits.accounts.get(account) ?? {};
    const own = this.#asked.get(order);
    if (told.isForgetful || own?.asked === undefined) return [];
    return before
      .filter((one) => {
        const other = this.#asked.get(one);
        const isSame = other?.asked === own.asked && other?.identity !== own.identity;
        const cameToNothing = !one.isLive && one.now.filled === 0n;
        const isYoung = order.acceptedAt - one.acceptedAt + SLACK <= window;
        return isSame && one.terms.account === account && isYoung && !cameToNothing;
      })
      .map(({ id }) => ({ code: 'TF-L12', what: `it is the same as ${id}` }));
  }

  /** An exception is for one generation, and nobody gives the same reason for two orders here. */
  #isExcepted({ tag }: VenueOrder, { code }: Broken, { entry, isForgetful }: Told): boolean {
    const exception = entry?.overrides?.find(({ limit }) => limit === code);
    if (exception === undefined || tag === undefined) return false;
    const first = this.#used.get(exception.reason) ?? tag.generation;
    this.#used.set(exception.reason, Math.min(first, tag.generation));
    return isForgetful || first >= tag.generation;
  }
}

/** In the same run, by the order in which they left: on their way they may overtake each other. */
const wentBefore = ({ origin }: VenueOrder, { origin: { sender, nonce } }: VenueOrder): boolean =>
  origin.sender === sender && Number(origin.nonce) < Number(nonce);

function brokenBy(
  order: VenueOrder,
  before: readonly VenueOrder[],
  { settings, accounts, maxSubmitsPerApply }: DeskLimits,
): readonly Broken[] {
  const caps = accounts.get(order.terms.account);
  if (caps === undefined)
    return settings.isPaper ? [] : [{ code: 'TF-L01', what: 'its account has no limits' }];
  const number = before.filter((one) => wentBefore(one, order)).length + 1;
  return [
    { code: 'TF-L17', isBroken: above(number, maxSubmitsPerApply), what: `it is order ${number} of its run` },
    ...alone(order, caps),
    ...together(
      order,
      before.filter(({ terms }) => terms.account === order.terms.account),
      caps,
    ),
  ].filter(({ isBroken }) => isBroken);
}

/** What is wrong with an order by itself. */
function alone(order: VenueOrder, caps: Caps): readonly Check[] {
  const { strategy, quantity, price } = order.terms;
  return [
    { code: 'TF-L03', isBroken: caps.allow?.includes(strategy) === false, what: strategy },
    { code: 'TF-L04', isBroken: above(quantity, caps.maxQuantity), what: textOf(quantity) },
    { code: 'TF-L05', isBroken: above(worthOf(order), caps.maxNotional), what: textOf(worthOf(order)) },
    { code: 'TF-L09', isBroken: isTooFar(order, caps.maxDistance), what: `at ${textOf(price)}` },
    { code: 'TF-L09', isBroken: isTooDear(order, caps.priceCollar), what: `it would pay ${textOf(price)}` },
  ];
}

/** With what its account had sent before it. */
function together(order: VenueOrder, before: readonly VenueOrder[], caps: Caps): readonly Check[] {
  const open = before.filter((one) => one.isLive && rests(one));
  const [today, worth] = [sum([...before, order]), sum([...open, order])];
  const crossed = caps.deniesSelfCross && open.find((one) => meet(order, one));
  return [
    {
      code: 'TF-L06',
      isBroken: rests(order) && above(open.length + 1, caps.maxOpenOrders),
      what: `it is open order ${open.length + 1}`,
    },
    {
      code: 'TF-L07',
      isBroken: rests(order) && above(worth, caps.maxOpenNotional),
      what: `with it, ${textOf(worth)} are open`,
    },
    {
      code: 'TF-L08',
      isBroken: order.acceptedAt < DAY_ENDS && above(today, caps.maxDailyNotional),
      what: `with it, ${textOf(today)} were sent today`,
    },
    { code: 'TF-L13', isBroken: crossed !== undefined, what: `it would trade with ${crossed?.id ?? ''}` },
  ];
}
