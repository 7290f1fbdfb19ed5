/* Written by .ci/generate.ts from schemas/. Change those, then: npm run generate */
import type { ErrorObject } from 'ajv';
import type { ProjectFile } from './project.gen.ts';
import type { Order, SpecFile, Strategy } from './spec.gen.ts';

/** Checks a value whose scalars are all source text. What it found stands in `errors` until the next call. */
export interface Validator<T> {
  (value: unknown): value is T;
  errors?: readonly ErrorObject[] | null;
}
/** A spec file; its orders, its strategies and their defaults are left to the others. */
export declare const validateSpecFile: Validator<SpecFile>;
/** An order with the defaults of its file merged in. */
export declare const validateOrder: Validator<
  Order & Required<Pick<Order, 'account' | 'strategy' | 'ticker'>>
>;
type CompleteStrategy = Strategy & Required<Pick<Strategy, 'account' | 'type' | 'productCode'>>;
/** A strategy of a type that nobody knows, with the defaults of its file merged in: the fields that every strategy has. */
export declare const validateAnyStrategy: Validator<CompleteStrategy>;
/** Defaults of strategies, where a project has no types of its own. */
export declare const validateStrategyDefaults: Validator<unknown>;
export declare const validateSMO: Validator<CompleteStrategy>;
export declare const validateProjectFile: Validator<ProjectFile>;
