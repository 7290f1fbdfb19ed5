import type { Key } from '../../src/model/ids.ts';
import { keyCode } from '../../src/model/tag.ts';

/** What an order is to a person: a name and all names that it has had. */
export type Identity = number;

/** Which entry a tag's key code means. */
export class Names {
  readonly #byCode = new Map<string, Identity>();
  /** A code is a hash, and each is asked for often. */
  readonly #codes = new Map<Key, string>();
  #next = 1;

  /** A new name: of the same entry, where it was renamed. */
  give(key: Key, same?: Identity): Identity {
    const identity = same ?? this.of(key) ?? this.#next++;
    this.#byCode.set(this.codeOf(key), identity);
    return identity;
  }

  of(key: Key): Identity | undefined {
    return this.#byCode.get(this.codeOf(key));
  }

  codeOf(key: Key): string {
    const known = this.#codes.get(key);
    if (known !== undefined) return known;
    const code = keyCode(key);
    this.#codes.set(key, code);
    return code;
  }

  ofCode(code: string): Identity | undefined {
    return this.#byCode.get(code);
  }
}
