import type { ErrorObject } from 'ajv';
import { type Node, type Pair, isSeq } from 'yaml';
import { type PlainMap, nodeAt, pairIn, spanOf } from './located.ts';
import type { Finding, Source, Span } from './source.ts';

/** The two blocks of a spec file that hold entries. */
export type Block = 'orders' | 'strategies';

/** Where the values that were validated stand in a file. */
export interface Ground {
  readonly source: Source;
  /** The first part of each code: a spec, the project file, a strategy type. */
  readonly kind: 'spec' | 'project' | 'type';
  /** For an entry: which block it stands in. */
  readonly block?: Block;
  /** For an entry: what was validated, its defaults merged in. */
  readonly value?: PlainMap;
  /** For defaults: fields that are each entry's own. */
  readonly neverDefault?: ReadonlySet<string>;
  /** Where a value is looked for: an entry's own map first, then the defaults it was merged with. */
  readonly roots: readonly (Node | null)[];
  /** What is pointed at for something that isn't there: an entry's name, or the top of the file. */
  readonly name: Span;
}

export interface Spot {
  readonly key?: Node;
  readonly value: Node | null;
}

export const stepsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The pair or item at a path: an entry's own, else the default's. */
export function spotAt(ground: Ground, path: readonly string[]): Spot | undefined {
  const last = path.at(-1);
  for (const root of ground.roots) {
    if (last === undefined) return { value: root };
    const parent = nodeAt(root, path.slice(0, -1));
    const pair: Pair<Node, Node | null> | undefined = pairIn(parent, last);
    if (pair) return { key: pair.key, value: pair.value };
    const item = isSeq(parent) ? nodeAt(parent, [last]) : undefined;
    if (item) return { value: item };
  }
  return undefined;
}

/** The span of a value; of its key, where there is nothing to point at. */
export function valueSpan(ground: Ground, path: readonly string[]): Span {
  const spot = spotAt(ground, path);
  const span = spanOf(spot?.value);
  if (spot?.value && span[1] > span[0]) return span;
  return spot?.key ? spanOf(spot.key) : ground.name;
}

/** The span of the key at a path; of the entry's name, for the entry itself. */
export function keySpan(ground: Ground, path: readonly string[]): Span {
  const key = path.length === 0 ? undefined : spotAt(ground, path)?.key;
  return key ? spanOf(key) : path.length === 0 ? ground.name : valueSpan(ground, path);
}

export interface Parent {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}
export const parentOf = (error: ErrorObject): Parent => (error.parentSchema ?? {}) as Parent;

/** A value in a message: one line, never long. */
export const quoted = (value: unknown): string => {
  const text = String(value);
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
};
/** The name of the field that a path leads to. */
export const fieldOf = (path: readonly string[]): string =>
  path.findLast((step) => !/^\d+$/.test(step)) ?? 'the file';

/** One error of Ajv, and the path that its value stands at. */
export interface Failure {
  readonly error: ErrorObject;
  readonly ground: Ground;
  readonly path: readonly string[];
}
/** Where the caret belongs and what is said; undefined where something else tells it. */
export type Explained = readonly [Span, Finding] | undefined;
