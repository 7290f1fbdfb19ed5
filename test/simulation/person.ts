import { type Attempt, mayBeLive } from '../../src/model/history.ts';
import type { EventDraft } from '../../src/model/event.ts';
import { type AccountName, type Key, type VenueOrderId, orderKey } from '../../src/model/ids.ts';
import type { Entry } from '../../src/model/order.ts';
import type { OrderTerms } from '../../src/model/terms.ts';
import type { Decimal } from '../../src/model/decimal.ts';
import type { SimulatedDesk } from './desk.ts';
import type { Judge } from './judge.ts';
import type { World } from './world/world.ts';

/*
 * The people around the desk: one writes and edits the files, one decides what is in doubt. They make every sort of edit; what
 * they say of an order is true, as far as anybody can know: nobody settles a doubt while a request is on its way.
 */

const STRATEGIES = ['GTC', 'GTC', 'GTC', 'GTC', 'LIMIT', 'FOK', 'MARKET', 'RFQ'] as const;
const amount = (text: string): Decimal => text as Decimal;

/** Of the codes of limits, those that an entry may be excepted from here. */
const EXCEPTED = [
  'TF-L03',
  'TF-L04',
  'TF-L05',
  'TF-L06',
  'TF-L07',
  'TF-L08',
  'TF-L09',
  'TF-L12',
  'TF-L13',
  'TF-L17',
] as const;

export interface PersonOptions {
  readonly world: World;
  readonly judge: Judge;
  readonly accounts: readonly AccountName[];
  readonly isLimited: boolean;
  /** How likely it is, where there are limits, that an entry is excepted from one. */
  readonly exceptions: number;
}

export class Person {
  entries: readonly Entry[] = [];
  readonly #world: World;
  readonly #judge: Judge;
  readonly #accounts: readonly AccountName[];
  readonly #isLimited: boolean;
  readonly #exceptions: number;
  /** Names that are out of the files, and may come back. */
  readonly #removed: Entry[] = [];
  #named = 0;

  constructor({ world, judge, accounts, isLimited, exceptions }: PersonOptions) {
    this.#world = world;
    this.#accounts = accounts;
    this.#judge = judge;
    this.#isLimited = isLimited;
    this.#exceptions = exceptions;
  }

  /** All names that there ever were, for a rebuild. */
  get names(): readonly Key[] {
    return Array.from({ length: this.#named }, (_, n) => orderKey(`dip-${n + 1}`));
  }

  #fresh(): Key {
    return orderKey(`dip-${++this.#named}`);
  }

  #quantity(): Decimal {
    return amount(`0.${this.#world.dice.whole(2, 9)}0`);
  }

  #price(side: 'buy' | 'sell'): Decimal {
    const { dice } = this.#world;
    // Beyond the market, and beyond what others of the desk rest at: for priceCollar and selfCross.
    if (this.#isLimited && dice.chance(0.2))
      return amount(`${side === 'buy' ? dice.whole(640, 700) : dice.whole(600, 640)}00.00`);
    return amount(`${side === 'buy' ? dice.whole(600, 620) : dice.whole(680, 700)}00.00`);
  }

  #terms(): OrderTerms {
    const { dice } = this.#world;
    const [strategy, side] = [dice.pick(STRATEGIES), dice.pick(['buy', 'sell'] as const)];
    const quantity =
      side === 'buy' ? { receiveQuantity: this.#quantity() } : { deliverQuantity: this.#quantity() };
    const base = { strategy, ticker: 'BTC-USD', side, ...quantity };
    if (strategy === 'FOK') return { ...base, tradePrice: this.#price(side) };
    if (strategy === 'MARKET')
      return { ...base, priceGuard: amount(side === 'buy' ? '65000.00' : '63000.00') };
    if (strategy === 'RFQ') return { ...base, priceLimit: amount(side === 'buy' ? '64050.00' : '63950.00') };
    return { ...base, priceLimit: this.#price(side) };
  }

  #exception(): Pick<Entry, 'overrides'> {
    const { dice } = this.#world;
    if (!this.#isLimited || !dice.chance(this.#exceptions)) return {};
    this.#world.hit('exception from a limit');
    return { overrides: [{ limit: dice.pick(EXCEPTED), reason: `agreed on order ${this.#named}` }] };
  }

  add(): void {
    const { dice } = this.#world;
    const key = this.#fresh();
    this.#judge.names.give(key);
    // Equal terms are common: a ladder of the same order, or one by mistake.
    const like = dice.chance(0.4) ? this.entries.at(-1)?.terms : undefined;
    const entry: Entry = {
      key,
      account: dice.pick(this.#accounts) ?? ('' as AccountName),
      terms: like ?? this.#terms(),
      ...{ generation: 1, formerly: [], protect: false, labels: {} },
      place: { file: 'orders.yaml', line: this.#named, column: 1 },
      ...this.#exception(),
    };
    this.entries = [...this.entries, entry];
  }

  /** One edit of the files, of any sort. */
  edit(): void {
    const { dice } = this.#world;
    const entry = dice.pick(this.entries);
    if (entry === undefined || dice.chance(0.2)) {
      this.#world.hit('entry added');
      const back = dice.chance(0.3) ? this.#removed.pop() : undefined;
      if (back === undefined) this.add();
      else this.entries = [...this.entries, back];
      return;
    }
    const throws = dice.next();
    if (throws < 0.4) this.#change(entry, this.#edited(entry), 'edit');
    else if (throws < 0.6)
      this.#change(entry, { ...entry, generation: entry.generation + 1 }, 'higher generation');
    else if (throws < 0.75) this.#rename(entry);
    else {
      this.#world.hit('entry removed');
      this.entries = this.entries.filter((one) => one !== entry);
      this.#removed.push(entry);
    }
  }

  #change(entry: Entry, changed: Entry, what: 'edit' | 'higher generation' | 'rename'): void {
    this.#world.hit(what);
    this.entries = this.entries.map((one) => (one === entry ? changed : one));
  }

  #edited(entry: Entry): Entry {
    const terms = entry.terms as OrderTerms;
    const { strategy, side } = terms;
    if (!['GTC', 'LIMIT'].includes(strategy) || this.#world.dice.chance(0.3)) {
      const quantity =
        side === 'buy' ? { receiveQuantity: this.#quantity() } : { deliverQuantity: this.#quantity() };
      return { ...entry, terms: { ...terms, ...quantity } };
    }
    return { ...entry, terms: { ...terms, priceLimit: this.#price(side) } };
  }

  #rename(entry: Entry): void {
    const key = this.#fresh();
    this.#judge.names.give(key, this.#judge.names.of(entry.key));
    this.#change(entry, { ...entry, key, formerly: [...entry.formerly, entry.key] }, 'rename');
  }
}

const subjectOf = ({ account, accountId, key, generation, attempt }: Attempt) => ({
  ...{ account, accountId, key, generation, attempt },
});

/** What of an attempt a person can settle truthfully now, knowing the ledger; undefined: nothing. */
function decisionOn(world: World, attempt: Attempt): EventDraft | undefined {
  const { tag, state, cameBack, vanished } = attempt;
  if (state !== 'in-doubt' && cameBack === undefined && vanished === undefined) return undefined;
  const [order, second] = world.exchange.orders.filter((one) => one.isOurs && one.tag?.tag === tag);
  const subject = subjectOf(attempt);
  if (order === undefined)
    return {
      type: 'resolved',
      subject,
      data: { outcome: 'not-executed', reason: 'the venue says that it never had it' },
    };
  if (second === undefined) return undefined;
  const orderId = order.id as VenueOrderId;
  return {
    type: 'resolved',
    subject,
    data: { outcome: 'executed', orderId, reason: 'the other one was cancelled' },
  };
}

/** Of two orders that the venue made of one request, a person cancels the second at the venue. */
async function endEchoes({ exchange, time }: World): Promise<void> {
  const echoes = exchange.orders.filter((one) => one.isEcho && one.isLive);
  for (const tag of new Set(echoes.map((one) => one.tag?.tag)))
    for (const order of echoes.filter((one) => one.tag?.tag === tag).slice(1))
      exchange.cancel(order, 'a person', 'works');
  if (echoes.length > 0) await time.pass(exchange.cancelDelay + exchange.lag + 1_000);
}

/** Settles what is in doubt, once nothing is on its way any more. */
export async function settleDoubts(desk: SimulatedDesk): Promise<void> {
  const { world } = desk;
  await endEchoes(world);
  for (const attempts of desk.history().keys.values())
    for (const attempt of attempts) {
      const decision = mayBeLive(attempt) ? decisionOn(world, attempt) : undefined;
      if (decision === undefined) continue;
      // A run that began meanwhile may be sending it.
      if (!world.isQuiet) return;
      world.hit('resolved by a person');
      world.launch('resolve', (process) => desk.note(process, decision));
      await world.untilOver();
    }
}

export const liftHalts = async (desk: SimulatedDesk): Promise<void> => {
  if (desk.history().halts.length === 0) return;
  const draft = { type: 'unhalted', data: { scope: { kind: 'all' }, approver: 'grace' } } as const;
  desk.world.launch('unhalt', (process) => desk.note(process, draft));
  await desk.world.untilOver();
};
