import { type Key, nameOfKey } from '../model/ids.ts';
import type { Place } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import { keyCode } from '../model/tag.ts';
import { type Finding, type Source, type Span, placeAt, problemAt } from './source.ts';

/**
 * The names of a project, gathered over its files in their order. A name is used by one entry, be it an order or a strategy; a former
 * name is claimed by one entry of its kind; and no two keys, former ones included, share the code by which their tags are told apart.
 */
export class Names {
  readonly #entries = new Map<string, Place>();
  readonly #former = new Map<string, Place>();
  readonly #codes = new Map<string, Key>();

  /** `place`: that of the span. */
  claim(key: Key, source: Source, span: Span, place: Place = placeAt(source, span[0])): readonly Problem[] {
    const name = nameOfKey(key);
    return this.#take(this.#entries, name, key, place, source, span, (first) => ({
      code: 'spec/duplicate-name',
      message: `the name \`${name}\` is used twice`,
      remedy: 'give one of them another name: a name stands for one order or strategy in the whole project',
      related: { message: 'first used here', place: first },
    }));
  }

  claimFormer(former: Key, key: Key, source: Source, span: Span): readonly Problem[] {
    const name = nameOfKey(former);
    if (former === key)
      return [
        problemAt(source, span, {
          code: 'spec/formerly',
          message: `\`${name}\` is this entry's present name`,
          remedy: 'list the names that it had before',
        }),
      ];
    const place = placeAt(source, span[0]);
    return this.#take(this.#former, former, former, place, source, span, (first) => ({
      code: 'spec/formerly',
      message: `two entries were formerly \`${name}\``,
      remedy: 'only one of them can have been it',
      related: { message: 'the other one is here', place: first },
    }));
  }

  #take(
    taken: Map<string, Place>,
    as: string,
    key: Key,
    place: Place,
    source: Source,
    span: Span,
    finding: (first: Place) => Finding,
  ): readonly Problem[] {
    const first = taken.get(as);
    if (first) return [problemAt(source, span, finding(first))];
    taken.set(as, place);
    return this.#code(key, source, span);
  }

  #code(key: Key, source: Source, span: Span): readonly Problem[] {
    const code = keyCode(key);
    const first = this.#codes.get(code);
    if (first === undefined) this.#codes.set(code, key);
    if (first === undefined || first === key) return [];
    const place = this.#entries.get(nameOfKey(first)) ?? this.#former.get(first);
    return [
      problemAt(source, span, {
        code: 'spec/tag-collision',
        message: `\`${nameOfKey(key)}\` has the same tag code as another name (${code}): their orders could not be told apart`,
        remedy: 'choose another name for the newer one',
        ...(place === undefined ? {} : { related: { message: 'the other name is here', place } }),
      }),
    ];
  }
}
