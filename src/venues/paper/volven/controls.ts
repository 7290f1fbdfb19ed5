import { compare, isZero } from '../../../model/decimal.ts';
import type { Call } from '../call.ts';
import { type ControlInput, ControlProblem } from '../control-input.ts';
import type { Control } from '../controls.ts';
import type { Moment } from '../moment.ts';
import { type Reply, ok } from '../reply.ts';
import { accountById, accountRow, addAccount, setActivity } from './accounts.ts';
import { requestAction } from './actions.ts';
import { createStrategy } from './creating.ts';
import { USER_ID } from './credentials.ts';
import { traded, worked } from './engine.ts';
import { Market } from './market.ts';
import { workingPrice } from './pegging.ts';
import { ApiProblem } from './problem.ts';
import { EXCHANGES, knownProduct } from './products.ts';
import { keep, runStrategies, worldOf } from './running.ts';
import { type Fill, type Strategy, isEnded, remainingOf, strategyById } from './strategies.ts';
import { isLegal } from './transitions.ts';

const shown = ({ strategyId, accountId, status, filledSize, reason }: Strategy): unknown => ({
  strategyId,
  accountId,
  status,
  reason,
  filledSize,
});

function named({ store }: Moment, input: ControlInput): Strategy {
  const strategyId = input.text('strategyId');
  const strategy = strategyById(store, strategyId);
  if (!strategy) throw new ControlProblem(`no strategy has the strategyId ${strategyId}`);
  return strategy;
}

/** `POST /paper/strategy?userId=`: somebody else creates a strategy; the body is that of the venue's own call. */
function createForeign(moment: Moment, _: ControlInput, { body, query }: Call): Reply {
  const userId = query.get('userId') ?? USER_ID;
  try {
    return ok(shown(createStrategy(moment, { source: 'control', userId, request: body, hiddenFor: 0 })));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const fields = error.violations.map(({ field, description }) => `${field} ${description}`);
    throw new ControlProblem([error.message, ...fields].join('; '));
  }
}

/** `POST /paper/strategy/fill`: trades a part of a strategy, or all that remains of it. */
function fillStrategy(moment: Moment, input: ControlInput): Reply {
  input.only('strategyId', 'size', 'price', 'late');
  const strategy = named(moment, input);
  const { status, strategyId } = strategy;
  const late = input.has('late') && input.flag('late');
  if (!late && (isEnded(status) || status === 'PAUSED'))
    throw new ControlProblem(`strategy ${strategyId} is ${status}; "late": true fills it all the same`);
  const remaining = remainingOf(strategy);
  const size = input.has('size') ? input.amount('size') : remaining;
  if (isZero(size) || compare(size, remaining) > 0)
    throw new ControlProblem(`size must be above 0 and at most ${remaining}, which is what remains`);
  const product = knownProduct(strategy);
  const quote = new Market(moment).quoteAt(product.follows, moment.now);
  const price = input.has('price') ? input.amount('price') : workingPrice(strategy, quote, product);
  if (isZero(price)) throw new ControlProblem('price must be above 0');
  const fill: Fill = { at: moment.now, size, price, source: 'control' };
  const life = worked(traded(strategy, fill), worldOf(moment), moment.now, moment.now);
  keep(moment, strategy, life.strategy, [fill, ...life.fills]);
  return ok(shown(life.strategy));
}

/** `POST /paper/strategy/action`: somebody at the venue's own pages starts, pauses or stops it, at once. */
function actFromOutside(moment: Moment, input: ControlInput): Reply {
  input.only('strategyId', 'action');
  const { store, now } = moment;
  const { strategyId, status } = named(moment, input);
  const action = input.choice('action', ['start', 'pause', 'stop']);
  if (!isLegal(action, status)) throw new ControlProblem(`can't ${action} a strategy that is ${status}`);
  requestAction(store, { strategyId, action, source: 'control', at: now, dueAt: now, loses: 0 });
  runStrategies(moment);
  return ok(shown(named(moment, input)));
}

const bit = (asked: boolean | undefined, before: 0 | 1): 0 | 1 =>
  asked === undefined ? before : asked ? 1 : 0;

/** `POST /paper/volven/account`: adds an account, or changes which markets of one are active. */
function setAccount({ store, now }: Moment, input: ControlInput): Reply {
  input.only('id', 'exchangeCode', 'name', 'spot', 'futures');
  const id = input.optionalText('id');
  const known = id === undefined ? undefined : accountById(store, id);
  if (known && (input.has('exchangeCode') || input.has('name')))
    throw new ControlProblem(`account ${known.id} exists: only spot and futures of it can change`);
  const flag = (market: 'spot' | 'futures'): boolean | undefined =>
    input.has(market) ? input.flag(market) : undefined;
  // All is read before anything is changed: a mistake changes nothing.
  const [spot, futures, wanted] = [flag('spot'), flag('futures'), wantedAccount(input, id)];
  const account = known ?? addAccount(store, wanted, now);
  const active = { spot: bit(spot, account.spot), futures: bit(futures, account.futures) };
  setActivity(store, account, active, now);
  return ok(accountRow(accountById(store, account.id) ?? account));
}

function wantedAccount(input: ControlInput, id: string | undefined) {
  const name = input.optionalText('name');
  const exchangeCode = input.has('exchangeCode')
    ? input.choice('exchangeCode', Object.keys(EXCHANGES))
    : undefined;
  return {
    ...(id === undefined ? {} : { id }),
    ...(exchangeCode === undefined ? {} : { exchangeCode }),
    ...(name === undefined ? {} : { name }),
  };
}

export const VOLVEN_CONTROLS: readonly Control[] = [
  { method: 'POST', path: '/paper/strategy', act: createForeign },
  { method: 'POST', path: '/paper/strategy/fill', act: fillStrategy },
  { method: 'POST', path: '/paper/strategy/action', act: actFromOutside },
  { method: 'POST', path: '/paper/volven/account', act: setAccount },
];
