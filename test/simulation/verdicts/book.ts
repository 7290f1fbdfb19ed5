import type { Dice } from '../world/dice.ts';
import type { History } from '../../../src/model/history.ts';
import type { Entry } from '../../../src/model/order.ts';
import { type Past, type Told, attemptOf, entryOf, fillOf, historyOf } from '../../support/cases.ts';
import { row } from '../../contract/aquanow/desk.ts';

/* What is true at a venue, and what a journal knows of it: a few orders of ours in every state, and a few of others. */

export interface TrueOrder {
  readonly id: string;
  readonly tag: string | undefined;
  readonly isLive: boolean;
  readonly row: Readonly<Record<string, unknown>>;
}

export interface Ours {
  readonly told: Told;
  readonly entry: Entry;
  readonly isInDoubt: boolean;
  /** The venue's id, where the journal has it. */
  readonly linked: string | undefined;
}

export interface Book {
  readonly orders: readonly TrueOrder[];
  readonly ours: readonly Ours[];
  readonly history: History;
  /** An entry that nothing was sent of yet. */
  readonly fresh: Entry;
}

const MINUTE = 60_000;
const LIVE = ['AWAITING', 'AWAITING', 'CREATE', 'CANCEL_PENDING'] as const;
const ENDED = ['COMPLETE', 'CANCELLED', 'EXPIRED'] as const;
const TRADED = { fillPct: 1, fillQtyBase: 47500, fillQtyQuote: 0.5, tradePriceAvg: 95000 };

function orderOf(dice: Dice, id: string, tag: string | undefined, isLive: boolean): TrueOrder {
  const tradeStatus = dice.pick<string>(isLive ? LIVE : ENDED) ?? '';
  const known = { orderId: id, orderIdParent: id, usernameRef: tag ?? '-', tradeStatus };
  return { id, tag, isLive, row: row({ ...known, ...(tradeStatus === 'COMPLETE' ? TRADED : {}) }) };
}

type State = (told: Told, id: string) => { readonly past: readonly EventOf[]; readonly isThere: boolean };
type EventOf = Past[1];
const doubt = (told: Told): EventOf => told.about('in-doubt', { code: 'http-504', message: 'no answer' });

const STATES: readonly State[] = [
  (told) => ({ past: [told.intent()], isThere: true }),
  (told) => ({ past: [told.intent(), doubt(told)], isThere: true }),
  (told) => ({ past: [told.intent(), doubt(told)], isThere: false }),
  (told) => ({ past: [told.intent(), told.accepted()], isThere: true }),
  (told, id) => ({ past: [told.intent(), told.accepted(id)], isThere: true }),
  (told, id) => ({ past: [told.intent(), told.accepted(), told.linked(id)], isThere: true }),
  (told, id) => {
    const seen = told.observed('filled', fillOf('0.5', '47500'));
    return { past: [told.intent(), told.accepted(), told.linked(id), seen], isThere: true };
  },
];

export function makeBook(dice: Dice): Book {
  const orders: TrueOrder[] = [];
  const past: Past[] = [];
  const nextId = (): string => `o-${orders.length + 1}`;
  const ours = Array.from({ length: dice.whole(1, 4) }, (_, n): Ours => {
    const told = attemptOf(`dip-${n + 1}`);
    const id = nextId();
    const { past: events, isThere } = (dice.pick(STATES) as State)(told, id);
    past.push(...events.map((event): Past => [5 * MINUTE, event]));
    if (isThere) orders.push(orderOf(dice, id, told.tag, dice.chance(0.7)));
    const [last] = events.slice(-1);
    const isInDoubt = last?.type === 'intent' || last?.type === 'in-doubt';
    // The venue made two of one request.
    if (isThere && dice.chance(0.08)) orders.push(orderOf(dice, nextId(), told.tag, true));
    const isLinked = JSON.stringify(events).includes('"orderId"');
    return { told, entry: entryOf(`dip-${n + 1}`), isInDoubt, linked: isLinked ? id : undefined };
  });
  for (let n = dice.whole(0, 5); n > 0; n--) {
    const reference = dice.pick([undefined, 'desk7', `tf${'a'.repeat(19)}`]);
    orders.push(orderOf(dice, nextId(), reference, dice.chance(0.6)));
  }
  // As a venue lists them: in no order that anybody may lean on.
  for (let n = orders.length - 1; n > 0; n--) {
    const other = dice.whole(0, n);
    [orders[n], orders[other]] = [orders[other] as TrueOrder, orders[n] as TrueOrder];
  }
  return { orders, ours, history: historyOf(...past), fresh: entryOf('fresh') };
}
