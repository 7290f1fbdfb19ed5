import { type DecodedTag, decodeTag } from '../../../src/model/tag.ts';
import type { Amount } from './amount.ts';
import type { Dice } from './dice.ts';
import type { Trace } from './trace.ts';
import type { WorldTime } from './world-time.ts';

export type Status =
  | 'AWAITING'
  | 'RFQ_EXECUTE'
  | 'CANCEL_PENDING'
  | 'COMPLETE'
  | 'PARTIAL_COMPLETE'
  | 'CANCELLED'
  | 'EXPIRED';
const LIVE: ReadonlySet<Status> = new Set(['AWAITING', 'RFQ_EXECUTE', 'CANCEL_PENDING']);

/** What an order was at one time: lists that lag show it. */
interface Reading {
  readonly at: number;
  readonly status: Status;
  readonly filled: Amount;
}

/** A fill, and when the venue's books began to show it. */
interface Booking {
  readonly from: number;
  readonly filled: Amount;
}

export interface Terms {
  readonly account: string;
  readonly strategy: string;
  readonly ticker: string;
  readonly side: 'buy' | 'sell';
  /** In base currency, whatever the side. */
  readonly quantity: Amount;
  /** Of the order or of its quote; what it trades at. */
  readonly price: Amount;
  readonly reference?: string;
}

export interface Origin {
  /** The process that sent it; unset: somebody else placed it. */
  readonly sender?: string;
  readonly nonce?: string;
  readonly body?: string;
}

/** A row of the ledger: every order that was accepted, with all that it has been. */
export class VenueOrder {
  readonly sequence: number;
  readonly id: string;
  readonly terms: Terms;
  readonly origin: Origin;
  readonly acceptedAt: number;
  /** From when on lists may show it. */
  visibleAt: number;
  readonly past: Reading[];
  readonly #booked: Booking[] = [];
  /** The venue itself made two of one request. */
  isEcho = false;
  /** What its reference says, read once. */
  readonly tag: DecodedTag | undefined;

  constructor(sequence: number, terms: Terms, origin: Origin, at: number, status: Status, filled: Amount) {
    this.sequence = sequence;
    this.id = `o-${sequence}`;
    this.terms = terms;
    this.origin = origin;
    this.acceptedAt = at;
    this.visibleAt = at;
    this.past = [{ at, status, filled }];
    this.tag = decodeTag(terms.reference ?? '');
  }

  get now(): Reading {
    return this.past.at(-1) as Reading;
  }

  get isLive(): boolean {
    return LIVE.has(this.now.status);
  }

  get isOurs(): boolean {
    return this.origin.sender !== undefined;
  }

  /** As a list shows it that is as old as `at`; undefined where it does not show it. */
  asOf(at: number): Reading | undefined {
    if (this.visibleAt > at) return undefined;
    const reading = this.past.findLast((one) => one.at <= at);
    const late = this.#booked.find(
      ({ from, filled }) => from > at && reading !== undefined && filled <= reading.filled,
    );
    if (reading === undefined || late === undefined) return reading;
    const before = this.past.findLast((one) => one.filled < late.filled);
    return { ...reading, filled: before?.filled ?? 0n };
  }

  /** Its last fill stands in the lists only later. */
  bookLate(from: number): void {
    this.#booked.push({ from, filled: this.now.filled });
  }
}

export const isLiveStatus = (status: Status): boolean => LIVE.has(status);

export interface Quote {
  readonly id: string;
  readonly terms: Terms;
  readonly expiresAt: number;
  state: 'open' | 'executed' | 'expired';
}

/** Told of what matters to whoever judges. */
export interface Witness {
  accepted(order: VenueOrder): void;
  /** The venue made a second order of one request. */
  repeated(order: VenueOrder): void;
  /** Somebody asked for the cancel of an order. */
  cancelAsked(order: VenueOrder, by: string): void;
}

export interface ExchangeParts {
  readonly time: WorldTime;
  readonly dice: Dice;
  readonly trace: Trace;
  readonly witness: Witness;
}

/** How a cancel comes out. */
export type CancelEnd = 'works' | 'loses' | 'partly';

/** The venue's books, without a protocol: what it accepted, and what became of it. */
export class Exchange {
  readonly orders: VenueOrder[] = [];
  readonly quotes = new Map<string, Quote>();
  readonly nonces = new Set<string>();
  /** How late a list may be, at most. */
  lag = 0;
  /** How long a cancel takes, at most. */
  cancelDelay = 300;
  /** How late a fill that races a cancel may be booked. */
  booking = 0;
  /** How often a quote is a bad one, and an executed one slow. */
  moods = { badQuotes: 0.33, slowQuotes: 0.3 };
  /** How often a fill races a cancel, beside those that a fate sends. */
  racing = 0;
  readonly of: ExchangeParts;
  #quoted = 0;

  constructor(of: ExchangeParts) {
    this.of = of;
  }

  get time(): number {
    return this.of.time.now;
  }

  byId(id: string): VenueOrder | undefined {
    return this.orders.find((order) => order.id === id);
  }

  enter(terms: Terms, origin: Origin, status: Status = 'AWAITING', filled: Amount = 0n): VenueOrder {
    const order = new VenueOrder(this.orders.length + 1, terms, origin, this.time, status, filled);
    this.orders.push(order);
    this.of.trace.note(
      this.time,
      `accepted ${order.id} ${terms.reference ?? '-'} from ${origin.sender ?? 'others'}`,
    );
    this.of.witness.accepted(order);
    return order;
  }

  /** A second order of one request. */
  repeat(order: VenueOrder): void {
    const { status, filled } = order.now;
    if (status !== 'AWAITING') return;
    const echo = new VenueOrder(this.orders.length + 1, order.terms, order.origin, this.time, status, filled);
    echo.isEcho = true;
    order.isEcho = true;
    this.orders.push(echo);
    this.of.witness.repeated(echo);
    this.of.trace.note(this.time, `${echo.id} is accepted beside ${order.id}`);
  }

  quote(terms: Terms, expiresAt: number): Quote {
    const quote: Quote = { id: `q-${++this.#quoted}`, terms, expiresAt, state: 'open' };
    this.quotes.set(quote.id, quote);
    return quote;
  }

  become(order: VenueOrder, status: Status, filled: Amount = order.now.filled): void {
    if (!order.isLive) return;
    order.past.push({ at: this.time, status, filled });
    this.of.trace.note(this.time, `${order.id} becomes ${status}, filled ${filled}`);
  }

  /** Trades `share` of what is left, from 0 to 1. */
  fill(order: VenueOrder, share: number): void {
    const { quantity } = order.terms;
    const { status, filled } = order.now;
    const rest = quantity - filled;
    const part = share >= 1 ? rest : (rest * BigInt(Math.round(share * 100))) / 100n;
    const after = filled + part;
    this.become(order, after === quantity ? 'COMPLETE' : status, after);
  }

  /** Takes the order out of the book after a while; a fill may come first. */
  cancel(order: VenueOrder, by: string, end: CancelEnd): void {
    this.of.witness.cancelAsked(order, by);
    if (order.now.status === 'CANCEL_PENDING') return;
    this.become(order, 'CANCEL_PENDING');
    const { dice, time } = this.of;
    const delay = dice.whole(0, this.cancelDelay);
    if (end !== 'works')
      time.in(delay * dice.next(), () => {
        this.fill(order, end === 'loses' ? 1 : 0.5);
        if (end === 'partly' && this.booking > 0) order.bookLate(time.now + dice.whole(1, this.booking));
      });
    time.in(delay, () => this.#end(order));
  }

  /** How the next cancel comes out, where nothing else settles that. */
  race(): CancelEnd {
    const { dice } = this.of;
    return this.racing > 0 && dice.chance(this.racing) ? dice.pick(['loses', 'partly']) : 'works';
  }

  /** A restart: what was promised is kept, quotes are not. */
  restart(): void {
    for (const quote of this.quotes.values()) if (quote.state === 'open') quote.state = 'expired';
    this.of.trace.note(this.time, 'the venue restarts');
  }

  #end(order: VenueOrder): void {
    const { filled } = order.now;
    this.become(order, filled > 0n && this.of.dice.chance(0.5) ? 'PARTIAL_COMPLETE' : 'CANCELLED');
  }
}
