import { ORDER_STRATEGIES, type OrderStrategy } from '../../../src/model/terms.ts';
import { QUOTE } from '../../contract/aquanow/fuzz-judge.ts';
import { EXAMPLES } from '../../contract/aquanow/seed-examples.ts';
import type { Dice } from '../world/dice.ts';
import { type Fields, altered, cut } from './alter.ts';

/* Random answers to a submission: the examples of the venue's own page, and what can become of them on the way. */

export interface RandomAnswer {
  readonly strategy: OrderStrategy;
  readonly status: number;
  readonly text: string;
}

const STATUSES = [200, 200, 200, 400, 401, 403, 404, 408, 422, 429, 500, 502, 503, 504] as const;
const NAMES = [
  'orderId',
  'quoteId',
  'receiveQuantity',
  'deliverQuantity',
  'tradeStatus',
  'accountId',
  'symbol',
  'fee',
] as const;
const VALUES: readonly unknown[] = [
  ...['', '-', 'o-1', QUOTE, '0', '0.00', '0.50', 'COMPLETE', 'CANCELLED', 'BTC-USD', 'CA1264810R', 'x'],
  ...[0, 1, 0.5, -1, 1e-7, null, true, [], {}],
];
const TYPES = [
  'rfqExecuteQuoteAck',
  'marketOrderSubmitAck',
  'parentOrderSubmitAck',
  'gtcOrderAck',
  'rfqCreateQuoteAck',
] as const;
const WORDS = [
  'User not authorized for GTC',
  'User not authorized for gtc',
  'Insufficient Trade Credit',
  'Insufficient Trade Credit.',
  'The quote has already expired',
  'quoteId: q has alreaady been processed',
  'Access Denied',
  'Endpoint request timed out',
  '',
] as const;

function randomData(dice: Dice): Fields {
  const data: Fields = {};
  for (let n = dice.whole(0, 6); n > 0; n--) data[dice.pick(NAMES)] = dice.pick(VALUES);
  return data;
}

const randomError = (dice: Dice): Fields => ({
  ...(dice.chance(0.9) ? { id: dice.pick(['a', '', '-', 7]) } : {}),
  ...(dice.chance(0.95) ? { message: dice.pick(WORDS) } : {}),
  ...(dice.chance(0.05) ? { orderId: 'o-1' } : {}),
});

function randomBody(dice: Dice): unknown {
  const errors = Array.from({ length: dice.pick([0, 1, 1, 1, 2]) }, () => randomError(dice));
  switch (dice.whole(0, 7)) {
    case 0:
    case 1:
      return { type: dice.pick(TYPES), data: randomData(dice) };
    case 2:
      return { type: dice.pick(TYPES), data: randomData(dice), error: { message: dice.pick(WORDS) } };
    case 3:
      return { errors };
    case 4:
      return { errors, data: randomData(dice) };
    case 5:
      return { message: dice.pick(WORDS) };
    case 6:
      return { data: [randomData(dice)] };
    default:
      return dice.pick(VALUES);
  }
}

/** The examples as they are printed; one of them is no JSON there. */
const PRINTED = EXAMPLES.map(({ answer, status }) => ({ text: compact(answer), status }));

function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

export function randomAnswer(dice: Dice): RandomAnswer {
  const strategy = dice.pick(ORDER_STRATEGIES) ?? 'GTC';
  const example = dice.chance(0.5) ? dice.pick(PRINTED) : undefined;
  const whole = example === undefined ? JSON.stringify(randomBody(dice)) : example.text;
  const status = example !== undefined && dice.chance(0.6) ? example.status : dice.pick(STATUSES);
  const isAltered = example !== undefined && dice.chance(0.35);
  return { strategy, status, text: cut(dice, isAltered ? altered(dice, whole, NAMES, VALUES) : whole) };
}
