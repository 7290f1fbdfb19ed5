import type { KnownSnapshot } from '../../../src/model/snapshot.ts';
import type { Venue, Wanted } from '../../../src/venues/venue.ts';
import { account, json, row, scripted, venueOf } from './desk.ts';

/** The account's snapshot, which has to be known. */
export async function read(venue: Venue, wanted: readonly Wanted[] = []): Promise<KnownSnapshot> {
  const snapshot = await venue.reader.snapshot(account(), wanted);
  if (snapshot.state === 'unknown') throw new Error(snapshot.reason);
  return snapshot;
}

/** A snapshot of a venue whose list of open orders is these pages. */
export async function snapshotOf(pages: readonly Response[], wanted: readonly Wanted[] = []) {
  const { fetch, seen } = scripted((_, index) => pages[index] ?? json({ message: 'no such page' }, 404));
  const snapshot = await venueOf({ fetch }).reader.snapshot(account(), wanted);
  return { snapshot, seen };
}
/** The venue's nth orderId. */
export const idOf = (n: number): string => `a3c1e7aa-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** Resting orders of other people. */
export const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => row({ orderId: idOf(from + i), usernameRef: '-' }));
/** The ids of the live orders. */
export const live = (snapshot: { state: string; live?: readonly { id: string }[] }) =>
  snapshot.live?.map(({ id }) => id);
