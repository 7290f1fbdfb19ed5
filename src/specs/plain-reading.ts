import type { Entry } from '../model/order.ts';
import { type SpecFile, defaultsOf } from './being-read.ts';
import { type EntryResult, readEntry } from './entry.ts';
import type { Block } from './ground.ts';
import { isPlainMap } from './located.ts';
import { type PlainEntry, plainFieldsOf } from './plain-entries.ts';
import { MAX_PROBLEMS } from './source.ts';

/** A plain entry that nothing is wrong with by itself. */
export interface Sound {
  readonly at: number;
  readonly block: Block;
  readonly entry: Entry;
}

/** Plain entries, but for those that can't be taken as they are: something is wrong with them, or their names stand there twice. */
export interface PlainReading {
  readonly sound: readonly Sound[];
  readonly suspects: readonly PlainEntry[];
}

/** `before`: what an earlier reading of the same text found sound, in its order. */
export function readPlain(file: SpecFile, before: readonly Sound[]): PlainReading {
  const sound: Sound[] = [];
  const suspects: PlainEntry[] = [];
  const isTwice = repeated(file);
  const defaults = { orders: defaultsOf(file, 'orders'), strategies: defaultsOf(file, 'strategies') };
  const read = (text: PlainEntry): EntryResult => {
    const { block, name, at, line, from } = text;
    const place = { file: file.whole.file, line, column: at - from + 1 };
    const here = { name, span: [at, at + name.length], node: null, place: () => place } as const;
    return readEntry(
      file.whole,
      file.desk,
      block,
      here,
      plainFieldsOf(file.whole.text, text),
      defaults[block],
    );
  };
  let next = 0;
  for (const text of file.entries) {
    // Nobody mends more at once.
    if (suspects.length >= MAX_PROBLEMS) break;
    let known = before[next];
    while (known !== undefined && known.at < text.at) known = before[++next];
    const result = isTwice(text) || known?.at === text.at ? undefined : read(text);
    if (known?.at === text.at) sound.push(known);
    else if (result?.ok === true) sound.push({ at: text.at, block: text.block, entry: result.entry });
    else suspects.push(text);
  }
  return { sound, suspects };
}

/** Whether a name stands in its block more than once. */
function repeated({ entries, plain }: SpecFile): (text: PlainEntry) => boolean {
  const seen = { orders: new Set<string>(), strategies: new Set<string>() };
  const twice = { orders: new Set<string>(), strategies: new Set<string>() };
  for (const { block, name } of entries) {
    const rest = plain[block];
    const isThere = seen[block].has(name) || (isPlainMap(rest) && Object.hasOwn(rest, name));
    (isThere ? twice : seen)[block].add(name);
  }
  return ({ block, name }) => twice[block].has(name);
}
