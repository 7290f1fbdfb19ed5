import { type Decimal, ZERO, compare, decimal } from '../../../model/decimal.ts';
import type { Millis } from '../../../model/ids.ts';
import type { Call } from '../call.ts';
import type { Moment } from '../moment.ts';
import type { Reply } from '../reply.ts';
import { requestAction } from './actions.ts';
import { USER_ID } from './credentials.ts';
import { JsonNumber, fieldOf, readJsonBody } from './json-body.ts';
import { ApiProblem, type Violation } from './problem.ts';
import { amend, runStrategies } from './running.ts';
import { type Strategy, isEnded, strategyById } from './strategies.ts';
import { type Action, isLegal } from './transitions.ts';

/* `PUT /strategies/{strategyAppId}/action/…`: 202 without a body, and the effect later. */

const ACCEPTED: Reply = { status: 202, body: undefined };

const illegal = (strategy: Strategy, text: string): ApiProblem =>
  new ApiProblem(422, 'ILLEGAL_STATE', text, [
    { field: 'strategyAppId', description: text, rejected: strategy.strategyId },
  ]);

/** The strategy that a call is about, which must be the user's own. */
function strategyOf({ store, settings }: Moment, { path }: Call): Strategy {
  const id = path.split('/').at(-3) ?? '';
  const strategy = strategyById(store, id);
  if (!strategy) {
    const status = settings.unknownStrategy === '404' ? 404 : 422;
    throw new ApiProblem(status, 'NOT_FOUND', 'Strategy not found', [
      { field: 'strategyAppId', description: 'unknown strategy', rejected: id },
    ]);
  }
  if (strategy.userId !== USER_ID) throw new ApiProblem(403, 'FORBIDDEN', 'Access Denied');
  return strategy;
}

/** Asks a strategy to start, pause or stop. */
export const act =
  (action: Action) =>
  (moment: Moment, call: Call): Reply => {
    const { store, settings, now } = moment;
    const strategy = strategyOf(moment, call);
    if (!isLegal(action, strategy.status))
      throw illegal(strategy, `Cannot ${action} a strategy that is ${strategy.status}`);
    requestAction(store, {
      ...{ strategyId: strategy.strategyId, action, source: 'api', at: now },
      dueAt: now + settings.actionDelayMs,
      loses: call.fault?.fault === 'cancel-loses' ? 1 : 0,
    });
    runStrategies(moment);
    return ACCEPTED;
  };

const validationFailed = (violations: readonly Violation[]): ApiProblem =>
  new ApiProblem(400, 'VALIDATION_FAILED', 'Validation failed', violations);

const malformed = (): ApiProblem => new ApiProblem(400, 'MALFORMED_JSON', 'Malformed JSON request');

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function instantOf(value: unknown): Millis | undefined {
  const at = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** `schedule-opening-pause`: no order is sent between two instants. */
export function scheduleOpeningPause(moment: Moment, call: Call): Reply {
  const { store, now } = moment;
  const strategy = strategyOf(moment, call);
  const body = readJsonBody(call.body);
  if (!body) throw malformed();
  const [pauseFrom, pauseTo] = [instantOf(fieldOf(body, 'fromTime')), instantOf(fieldOf(body, 'toTime'))];
  const violations: Violation[] = [];
  if (pauseFrom === undefined) violations.push({ field: 'fromTime', description: 'must be a date-time' });
  if (pauseTo === undefined) violations.push({ field: 'toTime', description: 'must be a date-time' });
  else if (pauseTo <= now) violations.push({ field: 'toTime', description: 'must be in the future' });
  else if (pauseFrom !== undefined && pauseFrom >= pauseTo)
    violations.push({ field: 'fromTime', description: 'must be before toTime' });
  if (pauseFrom === undefined || pauseTo === undefined || violations.length > 0)
    throw validationFailed(violations);
  if (isEnded(strategy.status)) throw illegal(strategy, `The strategy is ${strategy.status}`);
  const action = 'schedule-opening-pause';
  requestAction(store, {
    ...{ strategyId: strategy.strategyId, action, source: 'api', at: now, dueAt: now, loses: 0 },
  });
  amend(moment, strategy, { pauseFrom, pauseTo });
  runStrategies(moment);
  return ACCEPTED;
}

const HUNDRED: Decimal = decimal('100');
const PERCENTAGES = ['longPositionTargetPercentage', 'shortPositionTargetPercentage'];

/** `flush`: for trend market making alone, so an SMO refuses it. */
export function flush(moment: Moment, call: Call): Reply {
  const strategy = strategyOf(moment, call);
  const body = readJsonBody(call.body);
  if (!body) throw malformed();
  const wrong = PERCENTAGES.filter((name) => {
    const value = fieldOf(body, name);
    const amount = value instanceof JsonNumber ? value.decimal : undefined;
    return amount === undefined || compare(amount, ZERO) < 0 || compare(amount, HUNDRED) > 0;
  });
  if (wrong.length > 0)
    throw validationFailed(wrong.map((field) => ({ field, description: 'must be between 0 and 100' })));
  throw illegal(strategy, 'Flush is only available for TMM');
}
