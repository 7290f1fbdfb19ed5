import { type Decimal, compare, decimal, mul } from '../../../model/decimal.ts';
import type { Millis } from '../../../model/ids.ts';
import { type Moment, newId } from '../moment.ts';
import { type Draft, Violations, parametersOf, readDraft } from './create-request.ts';
import { started, worked } from './engine.ts';
import { type JsonBody, fieldOf, readJsonBody } from './json-body.ts';
import { Market } from './market.ts';
import { ApiProblem, type Violation } from './problem.ts';
import { checkAgainstProduct } from './product-rules.ts';
import type { Product } from './products.ts';
import { keep, worldOf } from './running.ts';
import { type Strategy, type StrategyTerms, enterStrategy } from './strategies.ts';

/** Where a strategy came from. */
export interface Origin {
  readonly source: 'api' | 'control';
  readonly userId: string;
  readonly request: string;
  /** How long it stays unlisted. */
  readonly hiddenFor: Millis;
}

/** The seed's errors name the typed path, whichever path was called. */
function typedPath(body: JsonBody | undefined): string {
  const type = body && fieldOf(body, 'strategyType');
  const word = typeof type === 'string' && /^[A-Za-z]{1,16}$/.test(type) ? type : 'SMO';
  return `/strategy-orchestrator/strategies/${word}/action/create`;
}

const FAR_BUY = decimal('1.05');
const FAR_SELL = decimal('0.95');

/** The one warning, which is invented: a limit so far through the market that it protects from nothing. */
function warningsOf(moment: Moment, draft: Draft, { follows }: Product): readonly Violation[] {
  const { priceLimit, side } = draft;
  if (priceLimit === undefined) return [];
  const { bid, ask } = new Market(moment).quoteAt(follows, moment.now);
  const far =
    side === 'BUY' ? compare(priceLimit, mul(ask, FAR_BUY)) > 0 : compare(priceLimit, mul(bid, FAR_SELL)) < 0;
  const description = 'is more than 5 % through the market; set ignoreWarnings to go ahead';
  return far ? [{ field: 'priceLimit', description, rejected: priceLimit }] : [];
}

const flag = (value: boolean | undefined): 0 | 1 => (value === true ? 1 : 0);
const HALFWAY: Decimal = decimal('0.5');

/** The terms of a request without violations: what was left out takes the reference's assumed default. */
function termsOf(draft: Draft, { exchangeCode, productCode }: Product): StrategyTerms {
  const { accountId, size, side } = draft;
  if (accountId === undefined || size === undefined || side === undefined)
    throw new TypeError('a required field is missing and was not noticed');
  return {
    strategyType: 'SMO',
    ...{ accountId, exchangeCode, productCode, size },
    side: side === 'BUY' ? 'BUY' : 'SELL',
    priceLimit: draft.priceLimit ?? null,
    orderMaxSize: draft.orderMaxSize ?? null,
    aggressiveness: draft.aggressiveness ?? HALFWAY,
    triggerPrice: draft.triggerPrice ?? null,
    useSpikeProtection: flag(draft.useSpikeProtection),
    alwaysPassive: flag(draft.alwaysPassive),
    autoRun: flag(draft.autoRun),
    ignoreWarnings: flag(draft.ignoreWarnings),
  };
}

function checked(moment: Moment, body: JsonBody, path: string): StrategyTerms {
  const violations = new Violations(body);
  const draft = readDraft(body, moment.settings.unknownFields, violations);
  const product = checkAgainstProduct(moment, draft, violations);
  if (violations.list.length > 0 || !product)
    throw new ApiProblem(400, 'VALIDATION_FAILED', 'Validation failed', violations.list, path);
  const warnings = draft.ignoreWarnings === true ? [] : warningsOf(moment, draft, product);
  if (warnings.length > 0) throw new ApiProblem(422, 'WARNINGS', 'Not confirmed warnings', warnings, path);
  return termsOf(draft, product);
}

/** Accepts a strategy, or throws an {@link ApiProblem}. With `autoRun` it starts at once. */
export function createStrategy(moment: Moment, { hiddenFor, ...origin }: Origin): Strategy {
  const { store, now } = moment;
  const body = readJsonBody(origin.request);
  const path = typedPath(body);
  if (!body) throw new ApiProblem(400, 'MALFORMED_JSON', 'Malformed JSON request', [], path);
  const terms = checked(moment, body, path);
  const created = enterStrategy(store, {
    ...terms,
    ...origin,
    strategyId: newId(store),
    params: JSON.stringify(parametersOf(body)),
    createdAt: now,
    visibleAt: now + hiddenFor,
  });
  if (created.autoRun === 0) return created;
  const world = worldOf(moment);
  const life = worked(started(created, world, now), world, now, now);
  keep(moment, created, life.strategy, life.fills);
  return life.strategy;
}
