import type { SeedExample, Section } from './seed/example.ts';
import { FOK_SECTION } from './seed/fok.ts';
import { MARKET_SECTION } from './seed/market.ts';
import { RESTING_SECTION } from './seed/resting.ts';
import { RFQ_SECTIONS } from './seed/rfq.ts';

/** The examples of the page "Trading Strategies" (v2), section by section, in its order. */
export const SECTIONS: readonly Section[] = [...RFQ_SECTIONS, MARKET_SECTION, FOK_SECTION, RESTING_SECTION];
export const EXAMPLES: readonly SeedExample[] = SECTIONS.flatMap(([, examples]) => examples);
