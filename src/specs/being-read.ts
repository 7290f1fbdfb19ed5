import type { Desk } from './desk.ts';
import type { Defaults } from './entry.ts';
import type { Block } from './ground.ts';
import { type PlainMap, isPlainMap, nodeAt } from './located.ts';
import type { Names } from './names.ts';
import type { Source } from './source.ts';
import type { Parts } from './spec-parts.ts';

/** One file that is being read. */
export interface SpecFile extends Parts {
  readonly whole: Source;
  readonly desk: Desk;
  readonly names: Names;
  /** What the parser read. */
  readonly plain: PlainMap;
}

/** What a file says for every entry of a block. */
export function defaultsOf({ plain, root }: SpecFile, block: Block): Defaults {
  const fields = isPlainMap(plain['defaults']) ? plain['defaults'][block] : undefined;
  return isPlainMap(fields)
    ? { plain: fields, node: nodeAt(root, ['defaults', block]) ?? null }
    : { plain: {}, node: null };
}
