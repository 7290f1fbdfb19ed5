import { BOOKS } from './books.ts';
import { LIMITS } from './limits.ts';
import { LISTS } from './lists.ts';
import type { Planted } from './planted.ts';
import { PROOF } from './proof.ts';
import { SENDING } from './sending.ts';

/** Every planted fault, each of which the simulation must find. */
export const PLANTED: readonly Planted[] = [...SENDING, ...PROOF, ...LISTS, ...BOOKS, ...LIMITS];
