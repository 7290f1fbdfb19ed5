import { registerHooks } from 'node:module';
import type { Planted } from './planted.ts';

const SOURCES = new URL('../../../src/', import.meta.url).href;

/** The text of a file with a fault's passages exchanged; throws where one is not there exactly once. */
export function exchanged(text: string, file: string, { name, swaps }: Planted): string {
  return swaps
    .filter((swap) => swap.file === file)
    .reduce((source, { from, to }) => {
      const parts = source.split(from);
      if (parts.length !== 2)
        throw new Error(
          `planted fault «${name}»: ${file} has its passage ${parts.length - 1} times: ${from}`,
        );
      return parts.join(to);
    }, text);
}

/** From now on this thread loads `src/` with the fault in it. Call it before anything is loaded. */
export function plant(fault: Planted): void {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.startsWith(SOURCES) || loaded.source === undefined) return loaded;
      const { source } = loaded;
      const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
      return { ...loaded, source: exchanged(text, url.slice(SOURCES.length), fault) };
    },
  });
}
