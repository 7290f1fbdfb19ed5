import { type Key, nameOfKey, orderKey } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import { keyCode } from '../model/tag.ts';

/*
 * A tag holds the hash of a key, not the key. Which key an order belongs to is therefore found the other way round: from the
 * names in the files, their former names, and names that a person gives.
 */

/** The key under which an order whose key code nobody can name is kept. */
export const unknownKey = (code: string): Key => orderKey(`unknown-${code}`);
export const isUnknownKey = (key: Key): boolean => /^unknown-[a-z2-7]{8}$/.test(nameOfKey(key));

/** Keys by their codes. A code that two keys share is left out: its orders can't be told apart. */
export function keysByCode(entries: readonly Entry[], names: readonly Key[]): ReadonlyMap<string, Key> {
  const own = new Set(entries.map((entry) => entry.key));
  // A former name that is gone from the files is its entry's. One that another entry has now is that entry's:
  // the rename is still to be made, and `formerly` makes it.
  const former = entries.flatMap(({ key, formerly }) =>
    formerly.filter((name) => !own.has(name)).map((name) => [keyCode(name), key] as const),
  );
  const given = names.filter((name) => !own.has(name)).map((name) => [keyCode(name), name] as const);
  const present = entries.map(({ key }) => [keyCode(key), key] as const);

  const keys = new Map<string, Key>();
  const shared = new Set<string>();
  for (const [code, key] of [...present, ...former, ...given]) {
    const known = keys.get(code);
    if (known === undefined) keys.set(code, key);
    else if (known !== key && !names.includes(key)) shared.add(code);
  }
  for (const code of shared) keys.delete(code);
  return keys;
}
