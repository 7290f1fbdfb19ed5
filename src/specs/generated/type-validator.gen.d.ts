/* Written by .ci/generate.ts from schemas/. Change those, then: npm run generate */
import type { Validator } from './validators.gen.js';

/** The file of a project's own strategy type. By itself: few projects have one. */
export declare const validateStrategyType: Validator<unknown>;
