import { ZERO, add, compare, eq, mul } from '../../../model/decimal.ts';
import type { Millis } from '../../../model/ids.ts';
import type { Settings } from '../settings.ts';
import { nextClip } from './clips.ts';
import type { Market } from './market.ts';
import { isAtBest, lastPrice, workingPrice, wouldCross } from './pegging.ts';
import { type Product, knownProduct } from './products.ts';
import type { Fill, Strategy, StrategyProgress } from './strategies.ts';

/*
 * The life of an SMO between two requests, as a pure function: a strategy, the prices and a span of time give the strategy
 * at the end of it and its fills. Nothing depends on how often one looks: the same span in one piece or in many gives the
 * same events at the same instants.
 *
 * An SMO first waits for its trigger price. Then it sends one order after another: each is pegged to the best price of its
 * side, never beyond the limit, and trades once it has been at the best for `smoClipMs` without a break. A post-only order
 * may be rejected; it is sent again after 1 s, 2 s, 4 s …, and the ninth reject in a row pauses the strategy.
 */

export interface World {
  readonly market: Market;
  readonly settings: Settings;
}

/** A strategy at an instant, with the trade that brought it there. */
interface Life {
  readonly strategy: Strategy;
  readonly at: Millis;
  readonly fill?: Fill;
}

const REJECTS_TO_PAUSE = 9;
const FIRST_RETRY: Millis = 1000;
const IDLE = { clip: null, placeAt: null, workingSince: null } as const;

/** An event: another version of the strategy. */
export const changed = (strategy: Strategy, change: Partial<StrategyProgress>, at: Millis): Strategy => ({
  ...strategy,
  ...change,
  version: strategy.version + 1,
  updatedAt: at,
});

/** What `start` does, and `autoRun` at the creation: to wait for the trigger price, or to run. */
export function started(strategy: Strategy, { market }: World, at: Millis): Strategy {
  const product = knownProduct(strategy);
  const running = { status: 'RUNNING', reason: null, rejects: 0, armed: null, ...IDLE, placeAt: at } as const;
  const { triggerPrice, triggered } = strategy;
  if (triggerPrice === null || triggered === 1) return changed(strategy, running, at);
  const side = compare(lastPrice(market.quoteAt(product.follows, at), product), triggerPrice);
  // From the price itself either side fires at once.
  const armed = side < 0 ? 'below' : 'above';
  return changed(strategy, { ...running, status: 'WAITING_TRIGGER', armed, placeAt: null }, at);
}

/** Pausing and stopping take the order back from the exchange; what it has traded stays. */
export const halted = (strategy: Strategy, status: 'PAUSED' | 'STOPPED', at: Millis): Strategy =>
  changed(strategy, { status, reason: null, armed: null, ...IDLE }, at);

/** Books a trade; all that remains of an order in work is sent again. */
export function traded(strategy: Strategy, { at, size, price }: Fill): Strategy {
  const filledSize = add(strategy.filledSize, size);
  const whole = eq(filledSize, strategy.size);
  const running = strategy.status === 'RUNNING' && !whole;
  const finished =
    whole && strategy.status !== 'STOPPED' ? ({ status: 'FINISHED', armed: null } as const) : {};
  const order = running ? { ...IDLE, placeAt: at } : whole ? IDLE : {};
  return changed(
    strategy,
    { filledSize, worth: add(strategy.worth, mul(size, price)), ...order, ...finished },
    at,
  );
}

/** The trade of the order that is at the exchange, as a whole. */
export function clipFill(strategy: Strategy, { market }: World, at: Millis): Fill {
  const product = knownProduct(strategy);
  const price = workingPrice(strategy, market.quoteAt(product.follows, at), product);
  return { at, size: strategy.clip ?? ZERO, price, source: 'market' };
}

function awaitTrigger(life: Life, { market }: World, product: Product, until: Millis): Life | undefined {
  const { strategy, at } = life;
  const trigger = strategy.triggerPrice ?? ZERO;
  const up = strategy.armed === 'below';
  const reached = market.first(product.follows, [at, until], up ? 1 : -1, (quote) => {
    const distance = compare(lastPrice(quote, product), trigger);
    return up ? distance >= 0 : distance <= 0;
  });
  if (reached === undefined) return undefined;
  const fired = { status: 'RUNNING', triggered: 1, armed: null, placeAt: reached } as const;
  return { strategy: changed(strategy, fired, reached), at: reached };
}

/** When the next order may be sent: a scheduled pause puts it off to its end. */
function sendingTime({ placeAt, pauseFrom, pauseTo }: Strategy, at: Millis): Millis {
  const due = Math.max(at, placeAt ?? at);
  return pauseFrom !== null && pauseTo !== null && due >= pauseFrom && due < pauseTo ? pauseTo : due;
}

function rejected(strategy: Strategy, at: Millis): Strategy {
  const rejects = strategy.rejects + 1;
  if (rejects >= REJECTS_TO_PAUSE)
    return changed(strategy, { ...IDLE, rejects, status: 'PAUSED', reason: 'PASSIVE_REJECTS' }, at);
  return changed(strategy, { rejects, placeAt: at + FIRST_RETRY * 2 ** (rejects - 1) }, at);
}

function sendOrder(
  life: Life,
  { market, settings }: World,
  product: Product,
  until: Millis,
): Life | undefined {
  const { strategy } = life;
  const at = sendingTime(strategy, life.at);
  if (at > until) return undefined;
  const quote = market.quoteAt(product.follows, at);
  const clip = nextClip(strategy, product, workingPrice(strategy, quote, product));
  if (clip === undefined) {
    const ended = { ...IDLE, status: 'FINISHED', reason: 'REMAINDER_TOO_SMALL' } as const;
    return { strategy: changed(strategy, ended, at), at };
  }
  const refused = strategy.rejects < settings.passiveRejects || wouldCross(strategy, quote, product);
  if (strategy.alwaysPassive === 1 && refused) return { strategy: rejected(strategy, at), at };
  const sent = { clip, rejects: 0, placeAt: null, workingSince: null };
  return { strategy: changed(strategy, sent, at), at };
}

/** The next thing that happens to the order at the exchange: it comes to the best price, leaves it, or trades. */
function workOrder(life: Life, world: World, product: Product, until: Millis): Life | undefined {
  const { market, settings } = world;
  const { strategy, at } = life;
  const firstAtBest = (holds: boolean, to: Millis): Millis | undefined =>
    market.first(
      product.follows,
      [at, to],
      (strategy.side === 'BUY') === holds ? -1 : 1,
      (quote) => isAtBest(strategy, quote, product) === holds,
    );
  if (strategy.workingSince === null) {
    const since = firstAtBest(true, until);
    return since === undefined ? undefined : { strategy: { ...strategy, workingSince: since }, at: since };
  }
  const due = strategy.workingSince + settings.smoClipMs;
  const left = firstAtBest(false, Math.max(at, Math.min(due, until)));
  if (left !== undefined) return { strategy: { ...strategy, workingSince: null }, at: left };
  if (due > until) return undefined;
  const fill = clipFill(strategy, world, Math.max(due, at));
  return { strategy: traded(strategy, fill), at: fill.at, fill };
}

function next(life: Life, world: World, until: Millis): Life | undefined {
  const product = knownProduct(life.strategy);
  switch (life.strategy.status) {
    case 'WAITING_TRIGGER':
      return awaitTrigger(life, world, product, until);
    case 'RUNNING':
      return life.strategy.clip === null
        ? sendOrder(life, world, product, until)
        : workOrder(life, world, product, until);
    case 'CREATED':
    case 'PAUSED':
    case 'STOPPED':
    case 'FINISHED':
      return undefined;
  }
}

/** What happens to a strategy by itself from one instant to another. */
export function worked(
  strategy: Strategy,
  world: World,
  from: Millis,
  until: Millis,
): { readonly strategy: Strategy; readonly fills: readonly Fill[] } {
  const fills: Fill[] = [];
  let life: Life = { strategy, at: from };
  for (let after = next(life, world, until); after; after = next(life, world, until)) {
    life = after;
    if (after.fill) fills.push(after.fill);
  }
  return { strategy: life.strategy, fills };
}
