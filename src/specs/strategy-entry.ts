import { type Decimal, decimal } from '../model/decimal.ts';
import type { Problem } from '../model/problem.ts';
import { ORDER_STRATEGIES, type Parameter, type StrategyTerms } from '../model/terms.ts';
import type { Desk } from './desk.ts';
import { type Check, type Draft, checkAccount, checkTime, problemOf, textOf } from './entry-checks.ts';
import { validateAnyStrategy } from './generated/validators.gen.js';
import type { FieldKind } from './types/combine.ts';
import type { StrategyText, StrategyType } from './types/strategy-type.ts';
import { schemaProblems } from './schema-problems.ts';
import { listed, nearest } from './suggest.ts';

/* An entry of `strategies:`: what is wrong with it, and the terms that it asks for. Its type says which fields it has. */

export const typeOf = ({ fields, desk }: Pick<Draft, 'fields' | 'desk'>): StrategyType | undefined =>
  desk.types.byName.get(textOf(fields, 'type') ?? '');

export function checkStrategy(draft: Draft): Check {
  const type = typeOf(draft);
  const validate = type?.validate ?? validateAnyStrategy;
  const valid = validate(draft.fields);
  const shape = valid ? [] : schemaProblems(validate.errors ?? [], draft.ground);
  const problems = [
    ...shape,
    ...(type === undefined ? unknownType(draft) : []),
    ...checkAccount(draft, 'volven', 'strategies'),
    ...checkTime(draft, 'notAfter'),
  ];
  return { valid: valid && type !== undefined, problems };
}

const TYPE_LIKE = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;

function unknownType(draft: Draft): readonly Problem[] {
  const { fields, desk } = draft;
  const name = textOf(fields, 'type');
  // Missing, or no name at all: told by the schema. A type whose own file has a mistake: told there.
  if (name === undefined || !TYPE_LIKE.test(name) || desk.types.partial === true) return [];
  const isOrder = (ORDER_STRATEGIES as readonly string[]).includes(name);
  return [
    problemOf(draft, 'type', {
      code: 'spec/strategy-type',
      message: isOrder
        ? `\`${name}\` is no strategy of volven: it is an order at aquanow`
        : `unknown strategy type \`${name}\``,
      remedy: isOrder ? `write it under \`orders:\`, as \`strategy: ${name}\`` : typesOf(name, desk),
    }),
  ];
}

function typesOf(name: string, { types }: Desk): string {
  const names = [...types.byName.keys()];
  const meant = nearest(name, names);
  return `${meant === undefined ? '' : `did you mean ${meant}? `}Types: ${listed(names)}. A type of your own is a file ${name}.schema.json in the folder that \`strategyTypes:\` in tradeform.yaml names`;
}

function parameterOf(kind: FieldKind, text: string): Parameter {
  switch (kind) {
    case 'switch':
      return text === 'true';
    case 'text':
      return Object.freeze({ text });
    case 'size':
    case 'price':
    case 'number':
      return decimal(text);
  }
}

export function strategyTerms(strategy: StrategyText, { fields }: StrategyType): StrategyTerms {
  const parameters: Record<string, Parameter> = {};
  let priceLimit: Decimal | undefined;
  for (const [name, kind] of fields) {
    const text = (strategy as unknown as Readonly<Record<string, string | undefined>>)[name];
    if (text === undefined) continue;
    if (name === 'priceLimit') priceLimit = decimal(text);
    else parameters[name] = parameterOf(kind, text);
  }
  return Object.freeze({
    strategyType: strategy.type,
    productCode: strategy.productCode,
    side: strategy.side,
    size: decimal(strategy.size),
    ...(priceLimit === undefined ? {} : { priceLimit }),
    parameters: Object.freeze(parameters),
  });
}
