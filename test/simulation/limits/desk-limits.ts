import type { LimitSettings } from '../../../src/execute/limits.ts';
import { NO_LIMITS } from '../../../src/model/limits.ts';
import type { Account } from '../../../src/model/order.ts';
import { limitsOf } from '../../../src/specs/limits.ts';
import { type Amount, amountOf } from '../world/amount.ts';
import type { Dice } from '../world/dice.ts';

/*
 * What a desk allows itself, in one of three steps from tight to loose: as the file says it, which the code under test reads, and as
 * the judge counts it.
 */

const STEPS = {
  maxQuantity: ['0.4', '0.7', '0.9'],
  maxNotional: ['26000', '45000', '60000'],
  maxOpenNotional: ['40000', '70000', '120000'],
  maxDailyNotional: ['60000', '120000', '250000'],
  maxOpenOrders: ['1', '2', '4'],
  maxDistance: ['4%', '6%', '8%'],
  priceCollar: ['1%', '3%', '6%'],
  duplicateWindow: ['24h', '18h', '12h'],
  maxSubmitsPerApply: ['1', '2', '3'],
} as const;
const STRATEGIES = [
  ['GTC', 'RFQ'],
  ['GTC', 'RFQ', 'LIMIT', 'MARKET'],
  ['GTC', 'RFQ', 'LIMIT', 'MARKET', 'FOK'],
] as const;
type LimitName = keyof typeof STEPS | 'allow' | 'selfCross';
const NAMES = [...Object.keys(STEPS), 'allow', 'selfCross'] as readonly LimitName[];
/** They hold back much of what a small desk sends: the others are to have their turn. */
const SELDOM: ReadonlySet<LimitName> = new Set(['duplicateWindow', 'selfCross']);
const HOUR = 3_600_000;
/** Outside a paper venue an account without these takes no order. */
const REQUIRED: ReadonlySet<LimitName> = new Set(['allow', 'maxQuantity', 'maxNotional']);

/** The limits of one account as the judge counts them; `undefined`: not limited. */
export interface Caps {
  readonly maxQuantity?: Amount;
  readonly maxNotional?: Amount;
  readonly maxOpenNotional?: Amount;
  readonly maxDailyNotional?: Amount;
  readonly maxOpenOrders?: number;
  /** Percent. */
  readonly maxDistance?: Amount;
  /** Percent. */
  readonly priceCollar?: Amount;
  /** Milliseconds. */
  readonly duplicateWindow?: number;
  readonly deniesSelfCross?: true;
  readonly allow?: readonly string[];
}

export interface DeskLimits {
  readonly settings: LimitSettings;
  /** By the venue's id of the account. */
  readonly accounts: ReadonlyMap<string, Caps>;
  readonly maxSubmitsPerApply?: number;
}

export const UNLIMITED: DeskLimits = {
  settings: { limits: NO_LIMITS, isPaper: true },
  accounts: new Map(),
};

/** What a desk limits, which stays as it is, and how tightly, which changes from day to day. */
export class LimitsFile {
  readonly #set: ReadonlySet<LimitName>;
  readonly #isPaper: boolean;
  readonly #haltsOnFailures: boolean;
  readonly #accounts: readonly Account[];
  #step: number;

  constructor(dice: Dice, accounts: readonly Account[]) {
    this.#isPaper = dice.chance(0.5);
    const isSet = (name: LimitName): boolean =>
      dice.chance(SELDOM.has(name) ? 0.25 : 0.5) || (!this.#isPaper && REQUIRED.has(name));
    this.#set = new Set(NAMES.filter(isSet));
    this.#haltsOnFailures = dice.chance(0.2);
    this.#accounts = accounts.filter((_, n) => n === 0 || dice.chance(0.7));
    this.#step = dice.whole(0, 2);
  }

  /** Another step; tells which way. */
  edit(dice: Dice): 'limits loosened' | 'limits tightened' {
    const before = this.#step;
    this.#step = (before + dice.whole(1, 2)) % 3;
    return this.#step > before ? 'limits loosened' : 'limits tightened';
  }

  #text(name: keyof typeof STEPS): string | undefined {
    return this.#set.has(name) ? STEPS[name][this.#step] : undefined;
  }

  #amount(name: keyof typeof STEPS): Amount | undefined {
    return amountOf(this.#text(name)?.replace('%', '') ?? '');
  }

  #given<Value>(name: LimitName, value: Value | undefined): { readonly [name: string]: Value } {
    return value === undefined || !this.#set.has(name) ? {} : { [name]: value };
  }

  #account(): object {
    const by = (currency: string, name: keyof typeof STEPS): object => {
      const text = this.#text(name);
      return text === undefined ? {} : { [name]: { [currency]: text } };
    };
    return {
      ...this.#given('allow', { instruments: ['BTC-USD'], strategies: [...(STRATEGIES[this.#step] ?? [])] }),
      ...by('BTC', 'maxQuantity'),
      ...by('USD', 'maxNotional'),
      ...by('USD', 'maxOpenNotional'),
      ...by('USD', 'maxDailyNotional'),
      ...this.#given('maxOpenOrders', this.#text('maxOpenOrders')),
      ...this.#given('maxDistance', this.#text('maxDistance')),
      ...this.#given('priceCollar', this.#text('priceCollar')),
      ...this.#given('duplicateWindow', this.#text('duplicateWindow')),
      ...this.#given('selfCross', 'deny'),
      allowUnboundedMarket: 'true',
    };
  }

  /** As it stands now. */
  read(): DeskLimits {
    const limits = limitsOf({
      ...this.#given('maxSubmitsPerApply', this.#text('maxSubmitsPerApply')),
      ...(this.#haltsOnFailures ? { consecutiveFailures: '3' } : {}),
      accounts: Object.fromEntries(this.#accounts.map(({ name }) => [name, this.#account()])),
    });
    const count = (name: keyof typeof STEPS): object => this.#given(name, Number(this.#text(name)));
    const caps: Caps = {
      ...this.#given('maxQuantity', this.#amount('maxQuantity')),
      ...this.#given('maxNotional', this.#amount('maxNotional')),
      ...this.#given('maxOpenNotional', this.#amount('maxOpenNotional')),
      ...this.#given('maxDailyNotional', this.#amount('maxDailyNotional')),
      ...this.#given('maxDistance', this.#amount('maxDistance')),
      ...this.#given('priceCollar', this.#amount('priceCollar')),
      ...this.#given('duplicateWindow', parseInt(this.#text('duplicateWindow') ?? '0', 10) * HOUR),
      ...(this.#set.has('selfCross') ? { deniesSelfCross: true } : {}),
      ...this.#given('allow', STRATEGIES[this.#step]),
      ...count('maxOpenOrders'),
    };
    return {
      settings: { limits, isPaper: this.#isPaper },
      accounts: new Map(this.#accounts.map(({ id }) => [id, caps])),
      ...count('maxSubmitsPerApply'),
    };
  }
}
