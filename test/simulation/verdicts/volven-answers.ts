import { CREATED, VALIDATION_FAILED } from '../../contract/volven/seed-examples.ts';
import type { Dice } from '../world/dice.ts';
import { type Fields, altered, cut } from './alter.ts';

/* Random answers to the creation of a strategy: the page's two, the body that the API's description has, and what can become of them. */

const STATUSES = [
  200, 201, 201, 202, 400, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504,
] as const;
const NAMES = ['strategyId', 'status', 'error', 'message', 'errorCode', 'errors', 'path', 'data'] as const;
const VALUES: readonly unknown[] = [
  ...[
    '',
    '-',
    's-1',
    '400',
    '422',
    'Bad Request',
    0,
    7,
    400,
    1e-7,
    null,
    true,
    [],
    {},
    { strategyId: 's-1' },
  ],
  ...[
    [{ field: 'size', description: 'too small' }],
    [{ field: 'size' }],
    [{ fields: [], description: 'x' }],
    ['x'],
  ],
];
const ERRORS: readonly unknown[] = [
  [],
  null,
  [{ field: 'size', description: 'too small' }],
  [{ fields: ['size', 'priceLimit'], description: 'too much', rejectedValue: '9', firstField: 'size' }],
  [{ field: 'size', description: 'too small', strategyId: 's-1' }],
];

const refusal = (dice: Dice, status: number): Fields => ({
  timestamp: '2025-09-15T14:56:35.228+00:00',
  status: dice.pick<unknown>([status, String(status), status, String(status), 400]),
  error: 'Unprocessable Entity',
  path: '/strategy-orchestrator/strategies/SMO/action/create',
  ...(dice.chance(0.5) ? { message: 'Validation failed' } : { errorCode: 'X_1' }),
  ...(dice.chance(0.8) ? { errors: dice.pick(ERRORS) } : {}),
});

function bodyOf(dice: Dice, status: number): string {
  switch (dice.whole(0, 5)) {
    case 0:
      return JSON.stringify(JSON.parse(CREATED));
    case 1:
      return JSON.stringify(JSON.parse(VALIDATION_FAILED));
    case 2:
    case 3:
      return JSON.stringify(refusal(dice, status));
    case 4:
      return JSON.stringify({ [dice.pick(NAMES)]: dice.pick(VALUES), [dice.pick(NAMES)]: dice.pick(VALUES) });
    default:
      return JSON.stringify(dice.pick(VALUES));
  }
}

export function randomCreation(dice: Dice): { readonly status: number; readonly text: string } {
  const status = dice.pick(STATUSES);
  const text = bodyOf(dice, status);
  return { status, text: cut(dice, dice.chance(0.35) ? altered(dice, text, NAMES, VALUES) : text) };
}
