import type { Key } from '../model/ids.ts';
import { orderKey } from '../model/ids.ts';
import type { Place } from '../model/order.ts';
import type { Problem } from '../model/problem.ts';
import { keyCode } from '../model/tag.ts';
import { type Finding, type Source, type Span, placeAt, problemAt } from './source.ts';

/** A name as one entry uses it: where, and for what. */
interface Use {
  readonly key: Key;
  readonly place: Place;
}

/**
 * The names of a project, gathered over its files in their order. A name is used by one entry; a former name is claimed by one entry;
 * and no two keys, former ones included, share the code by which their tags are told apart.
 */
export class Names {
  readonly #entries = new Map<string, Place>();
  readonly #former = new Map<string, Place>();
  readonly #codes = new Map<string, Use>();

  claim(name: string, source: Source, span: Span): readonly Problem[] {
    return this.#take(this.#entries, name, source, span, (first) => ({
      code: 'spec/duplicate-name',
      message: `the name \`${name}\` is used twice`,
      remedy: 'give one of them another name: a name stands for one order in the whole project',
      related: { message: 'first used here', place: first },
    }));
  }

  claimFormer(former: string, name: string, source: Source, span: Span): readonly Problem[] {
    if (former === name)
      return [
        problemAt(source, span, {
          code: 'spec/formerly',
          message: `\`${former}\` is this entry's present name`,
          remedy: 'list the names that it had before',
        }),
      ];
    return this.#take(this.#former, former, source, span, (first) => ({
      code: 'spec/formerly',
      message: `two entries were formerly \`${former}\``,
      remedy: 'only one of them can have been it',
      related: { message: 'the other one is here', place: first },
    }));
  }

  #take(
    taken: Map<string, Place>,
    name: string,
    source: Source,
    span: Span,
    finding: (first: Place) => Finding,
  ): readonly Problem[] {
    const first = taken.get(name);
    if (first) return [problemAt(source, span, finding(first))];
    const place = placeAt(source, span[0]);
    taken.set(name, place);
    return this.#code(name, place, source, span);
  }

  #code(name: string, place: Place, source: Source, span: Span): readonly Problem[] {
    const key = orderKey(name);
    const code = keyCode(key);
    const first = this.#codes.get(code);
    if (first === undefined) this.#codes.set(code, { key, place });
    if (first === undefined || first.key === key) return [];
    return [
      problemAt(source, span, {
        code: 'spec/tag-collision',
        message: `\`${name}\` has the same tag code as another name (${code}): their orders could not be told apart`,
        remedy: 'choose another name for the newer one',
        related: { message: 'the other name is here', place: first.place },
      }),
    ];
  }
}
