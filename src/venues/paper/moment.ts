import { createHash } from 'node:crypto';
import type { Millis } from '../../model/ids.ts';
import type { PricePath } from './price-path.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store.ts';

/** The venue at one instant, inside one transaction: what every rule of it works on. */
export interface Moment {
  readonly store: Store;
  readonly path: PricePath;
  readonly settings: Settings;
  /** Venue time, which a control can move. */
  readonly now: Millis;
  /** Real time, by which nonces and rates are judged. */
  readonly wall: Millis;
}

/**
 * A fresh id in the shape of a version 4 UUID. Drawn from the epoch and a counter instead of chance, so that a simulation
 * with a given epoch repeats to the byte; the epoch of a real state is random, so no two states share an id.
 */
export function newId(store: Store): string {
  const hex = createHash('sha256')
    .update(`${store.fact('epoch')}/${store.count('ids')}`)
    .digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
