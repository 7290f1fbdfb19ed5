import { type Decimal, ZERO, compare } from '../../model/decimal.ts';
import type { Account } from '../../model/order.ts';
import type { Parameter, Run, StrategyTerms } from '../../model/terms.ts';

/** Fields of an SMO in the order in which the seed's sample has them; others follow by name. */
const SMO_ORDER = ['orderMaxSize', 'aggressiveness', 'triggerPrice', 'useSpikeProtection', 'alwaysPassive'];
/** What the terms say by themselves. */
const OWN = new Set(['strategyType', 'productCode', 'accountId', 'side', 'size', 'priceLimit', 'autoRun']);

/** Numbers are JSON numbers here, with every digit of the file. */
const exact = (amount: Decimal): unknown => JSON.rawJSON(amount);

function valueOf(parameter: Parameter): unknown {
  if (typeof parameter === 'string') return exact(parameter);
  return typeof parameter === 'boolean' ? parameter : parameter.text;
}

function positionOf(name: string): number {
  const at = SMO_ORDER.indexOf(name);
  return at < 0 ? SMO_ORDER.length : at;
}

/** The body of a creation: compact, fields in the seed's order. `autoRun` starts it at once (INFERRED from its name). */
export function createBody(account: Account, terms: StrategyTerms, run: Run): string {
  const { strategyType, productCode, side, size, priceLimit, parameters } = terms;
  if (account.id === '') throw new TypeError(`bug: account ${account.name} was not looked up`);
  for (const amount of [size, ...(priceLimit === undefined ? [] : [priceLimit])])
    if (compare(amount, ZERO) <= 0) throw new TypeError(`bug: ${amount} is not above zero`);
  const names = Object.keys(parameters).sort((a, b) => positionOf(a) - positionOf(b) || (a < b ? -1 : 1));
  const twice = names.find((name) => OWN.has(name));
  if (twice !== undefined) throw new TypeError(`bug: ${twice} as a parameter`);
  return JSON.stringify({
    ...{ strategyType, productCode, accountId: account.id, side: side.toUpperCase(), size: exact(size) },
    ...(priceLimit === undefined ? {} : { priceLimit: exact(priceLimit) }),
    ...Object.fromEntries(names.map((name) => [name, valueOf(parameters[name] as Parameter)])),
    autoRun: run === 'started',
  });
}
