import smo from '../../../schemas/strategies/SMO.schema.json' with { type: 'json' };
import { type Validator, validateSMO, validateStrategyDefaults } from '../generated/validators.gen.js';
import type { Strategy } from '../generated/spec.gen.ts';
import { type FieldKind, type TypeSchema, type TypeSchemas, kindOf } from './combine.ts';

/** A strategy with the defaults of its file merged in, all scalars as text. */
export type StrategyText = Strategy & Required<Pick<Strategy, 'account' | 'type' | 'productCode'>>;

/** What the reader knows of one strategy type. */
export interface StrategyType {
  /** Its own fields, in the order of its file. */
  readonly fields: readonly (readonly [name: string, kind: FieldKind])[];
  /** Fields that count in the product's increments; the same object for all its entries. */
  readonly kinds: Readonly<Record<string, 'size' | 'price'>>;
  readonly validate: Validator<StrategyText>;
}

export interface StrategyTypes {
  readonly byName: ReadonlyMap<string, StrategyType>;
  readonly validateDefaults: Validator<unknown>;
  /** A type could not be read: one that is unknown here may be that one. */
  readonly partial?: boolean;
}

export function strategyType(schema: TypeSchema, validate: Validator<StrategyText>): StrategyType {
  const fields = Object.entries(schema.properties).map(([name, field]) => [name, kindOf(field)] as const);
  const counted = fields.filter(([, kind]) => kind === 'size' || kind === 'price');
  return {
    fields,
    kinds: Object.freeze({ size: 'size', ...Object.fromEntries(counted) }) as StrategyType['kinds'],
    validate,
  };
}

/** The files of the types that tradeform ships. */
export const SHIPPED: TypeSchemas = new Map([['SMO', smo as TypeSchema]]);

/** The types of a project that has none of its own. */
export const BUILT_IN: StrategyTypes = {
  byName: new Map([['SMO', strategyType(smo as TypeSchema, validateSMO)]]),
  validateDefaults: validateStrategyDefaults,
};
