import { randomInt } from 'node:crypto';

/** A number from 0 up to but not including 1. Passed in, so that tests and simulations can bring their own. */
export type Random = () => number;

const RANGE = 2 ** 32;
export const systemRandom: Random = () => randomInt(RANGE) / RANGE;
