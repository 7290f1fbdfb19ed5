import { type Planted, planted, swap } from './planted.ts';

/** Limits: what is counted, and who is excepted. */
export const LIMITS: readonly Planted[] = [
  planted(
    'an exception from one limit is one from all',
    ['exception from a limit'],
    swap('limits/exceptions.ts', `.filter(({ limit }) => limit === check.code);`, `;`),
  ),
  planted(
    'an exception holds for every generation',
    ['exception from a limit', 'higher generation'],
    swap('limits/exceptions.ts', `it.generation < generation && it.limit`, `it.generation < 0 && it.limit`),
  ),
  planted(
    'what a plan sends first does not count for the rest',
    [],
    swap('limits/restrain.ts', `if (!checks.some(isRefused)) standing.take(change, of);`, ``),
    swap('limits/check-change.ts', `  standing.take(change, questionOf(change, world, standing).of);`, ``),
  ),
  planted(
    'a place within the limits is taken only when it is used',
    ['exception from a limit', 'held back by a limit before a send'],
    swap(
      'execute/limit-gate.ts',
      `const submits = world.submits + this.#held;`,
      `const { submits } = world;`,
    ),
  ),
  planted(
    'what was sent today is forgotten with its end',
    ['fill'],
    swap(
      'limits/account-standing.ts',
      `const isToday = wasSent(attempt) &&`,
      `const isToday = wasSent(attempt) && isOpen &&`,
    ),
  ),
  planted(
    'one open order too many is allowed',
    [],
    swap('limits/rules/open.ts', `judged('TF-L06', open <= max,`, `judged('TF-L06', open <= max + 1,`),
  ),
  planted(
    'a price is held to the wrong side of its distance',
    [],
    swap(
      'limits/rules/price.ts',
      `judged('TF-L09', !(up ? isAbove : isBelow)(priced, bound),`,
      `judged('TF-L09', !(up ? isBelow : isAbove)(priced, bound),`,
    ),
  ),
  planted(
    'a price may be as costly as it likes',
    [],
    swap(
      'limits/rules/price.ts',
      `return [...within('priceCollar', buys), ...within('maxDistance', !buys)];`,
      `return within('maxDistance', !buys);`,
    ),
  ),
  planted(
    'only a buy looks for a sell of ours that it would meet',
    [],
    swap(
      'limits/rules/others.ts',
      `(wire.side === 'buy' ? meet(price, other.price) : meet(other.price, price));`,
      `wire.side === 'buy' && meet(price, other.price);`,
    ),
  ),
  planted(
    'the same order again is looked for under its own name alone',
    [],
    swap(
      'limits/twins.ts',
      `twin.key !== key && twin.at >= since);`,
      `twin.key === key && twin.at >= since);`,
    ),
  ),
];
