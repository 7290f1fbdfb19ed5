/* Written by .ci/generate.ts from schemas/. Change those, then: npm run generate */
import type { ErrorObject } from 'ajv';
import type { ProjectFile } from './project.gen.ts';
import type { Order, SpecFile } from './spec.gen.ts';

/** Checks a value whose scalars are all source text. What it found stands in `errors` until the next call. */
export interface Validator<T> {
  (value: unknown): value is T;
  errors?: readonly ErrorObject[] | null;
}
/** A spec file; its orders are left to `validateOrder`. */
export declare const validateSpecFile: Validator<SpecFile>;
/** An order with the defaults of its file merged in. */
export declare const validateOrder: Validator<
  Order & Required<Pick<Order, 'account' | 'strategy' | 'ticker'>>
>;
export declare const validateProjectFile: Validator<ProjectFile>;
