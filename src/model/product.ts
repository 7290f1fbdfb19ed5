import type { Decimal } from './decimal.ts';
import type { Pair } from './terms.ts';

/** What a venue lets be traded, and in which steps. Sizes are in base currency, prices in quote currency per unit of base. */
export interface Product extends Pair {
  readonly code: string;
  /** For people. */
  readonly name?: string;
  readonly kind: 'spot' | 'futures' | 'unknown';
  readonly minSize?: Decimal;
  readonly maxSize?: Decimal;
  readonly sizeIncrement?: Decimal;
  readonly minPrice?: Decimal;
  readonly priceIncrement?: Decimal;
  /** In quote currency. */
  readonly minNotional?: Decimal;
  /** The venue has taken it off. */
  readonly removed: boolean;
  /** Why this account can't trade it, such as a part of it that is switched off. */
  readonly closed?: string;
}
