import type { PlainEntry } from './plain-entries.ts';
import type { Source } from './source.ts';

/* What is left of a file for the YAML parser, once its plain entries are read. */

/** The file without these entries, which stand in it in this order; every place in it is told as that in the file. */
export function restOf(source: Source, entries: readonly PlainEntry[]): Source {
  const pieces: string[] = [];
  // Where something was cut out, in the text that is left, and how much up to there.
  const cuts: number[] = [];
  const gone: number[] = [];
  let [kept, at] = [0, 0];
  for (const { from, to } of entries) {
    if (from > at) pieces.push(source.text.slice(at, from));
    kept += from - at;
    at = to;
    // Entries in a row are one cut.
    if (cuts.at(-1) === kept) gone[gone.length - 1] = at - kept;
    else {
      cuts.push(kept);
      gone.push(at - kept);
    }
  }
  pieces.push(source.text.slice(at));
  const offset = (inRest: number): number => {
    let [low, high] = [0, cuts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cuts[middle] ?? 0) <= inRest) low = middle + 1;
      else high = middle;
    }
    return inRest + (gone[low - 1] ?? 0);
  };
  return { ...source, text: pieces.join(''), whole: { source, offset } };
}
