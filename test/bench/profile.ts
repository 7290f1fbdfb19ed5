// Where the time of a scenario goes: one run under V8's profiler, and the functions that took the most of it themselves.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Bench, Scenario } from './scenario.ts';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

const MOST = 25;

function text({ nodes, samples, timeDeltas }: Profile): string {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url } }) => [
      id,
      `${functionName === '' ? '(anonymous)' : functionName}  ${basename(url)}`,
    ]),
  );
  const took = new Map<string, number>();
  let all = 0;
  for (const [at, id] of samples.entries()) {
    const name = names.get(id) ?? '';
    // Waiting is no work.
    if (name.startsWith('(idle)')) continue;
    const delta = timeDeltas[at] ?? 0;
    took.set(name, (took.get(name) ?? 0) + delta);
    all += delta;
  }
  const lines = [...took]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(
      ([name, time]) =>
        `${(time / 1000).toFixed(0).padStart(7)} ms ${((100 * time) / all).toFixed(1).padStart(5)} %  ${name}`,
    );
  return `${(all / 1000).toFixed(0).padStart(7)} ms in all\n${lines.join('\n')}\n`;
}

/** Leaves the profiles of time and memory in `folder`, for a browser's tools, and returns the first in words. */
export async function profiled(bench: Bench, scenario: Scenario, folder: string): Promise<string> {
  const task = await scenario.setUp(bench);
  const into = join(folder, scenario.name.replaceAll(/[^a-z0-9]+/g, '-'));
  mkdirSync(into, { recursive: true });
  for (const kind of ['heap', 'cpu']) {
    await task.before?.(task.ours);
    await bench.children.run(task.ours, [`--${kind}-prof`, `--${kind}-prof-dir`, into]);
  }
  const newest = readdirSync(into)
    .filter((name) => name.endsWith('.cpuprofile'))
    .toSorted()
    .at(-1);
  return text(JSON.parse(readFileSync(join(into, newest ?? ''), 'utf8')) as Profile);
}
