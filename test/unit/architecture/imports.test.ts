import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = new URL('../../../src', import.meta.url).pathname;
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.[jt]s$/.test(file) && !file.includes('.gen.') && !file.endsWith('.d.ts'),
);

interface Import {
  readonly from: string;
  readonly to: string;
}

const imports: readonly Import[] = files.flatMap((file) => {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, to = '']) => ({
    from: file,
    to: to.startsWith('.') ? normalize(join(dirname(file), to)) : to,
  }));
});

/** `plan/rules.ts` → `plan`; `venues/paper/app.ts` → `venues/paper`; `cli.ts` → `cli.ts`. */
function room(file: string): string {
  const [first = '', second] = file.split('/');
  return first === 'venues' && second !== undefined && !second.endsWith('.ts') ? `venues/${second}` : first;
}

/** What each room may import beside itself; `lib` is open to all but the model, the model to all. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  model: [],
  lib: ['model'],
  specs: ['model', 'lib'],
  journal: ['model', 'lib'],
  venues: ['model', 'lib', 'venues/aquanow', 'venues/volven', 'venues/paper', 'venues/http'],
  'venues/http': ['model', 'lib', 'venues'],
  'venues/aquanow': ['model', 'lib', 'venues', 'venues/http'],
  'venues/volven': ['model', 'lib', 'venues', 'venues/http'],
  'venues/paper': ['model', 'lib'],
  plan: ['model'],
  limits: ['model'],
  execute: ['model', 'lib', 'venues', 'journal', 'limits', 'plan'],
  report: ['model', 'lib', 'execute'],
  commands: [
    'model',
    'lib',
    'specs',
    'journal',
    'venues',
    'venues/paper',
    'plan',
    'limits',
    'execute',
    'report',
  ],
  'cli.ts': ['lib', 'commands'],
  'bin.js': ['cli.ts'],
};

const inside = (to: string): boolean =>
  files.includes(to) || to.includes('/generated/') || to.endsWith('.d.ts');

describe('the rooms of src/', () => {
  it('are all known here', () => {
    expect([...new Set(files.map(room))].filter((name) => !(name in MAY))).toEqual([]);
  });

  it('import in one direction only', () => {
    const wrong = imports
      .filter(({ to }) => inside(to))
      .filter(({ from, to }) => room(from) !== room(to) && !MAY[room(from)]?.includes(room(to)))
      .map(({ from, to }) => `${from} → ${to}`);
    expect(wrong).toEqual([]);
  });

  it('keep plan, limits and model away from anything that reaches outside', () => {
    const pure = /^(plan|limits|model)\//;
    const allowed = new Set(['node:crypto', 'big.js']);
    const wrong = imports.filter(({ from, to }) => pure.test(from) && !inside(to) && !allowed.has(to));
    expect(wrong).toEqual([]);
  });

  it('reach clocks, chance and timers through lib alone', () => {
    const wrong = files
      .filter((file) => !file.startsWith('lib/'))
      .filter((file) => {
        const text = readFileSync(join(SRC, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
        return /Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|\bsetTimeout\(|\bsetInterval\(/.test(
          text,
        );
      });
    expect(wrong).toEqual([]);
  });

  it('let one file alone use listr2, and one big.js', () => {
    const users = (name: string): readonly string[] =>
      imports.filter(({ to }) => to === name).map(({ from }) => from);
    expect(users('listr2')).toEqual(['execute/progress.ts']);
    expect(users('big.js')).toEqual(['model/decimal.ts']);
  });

  it('are files of one idea: none above 400 lines, nine in ten within 250', () => {
    const lengths = files.map((file) => ({
      file,
      lines: readFileSync(join(SRC, file), 'utf8').split('\n').length,
    }));
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
    expect(lengths.filter(({ lines }) => lines > 250).length).toBeLessThanOrEqual(lengths.length / 10);
  });

  it('name nothing of the machine they were written on', () => {
    const wrong = files.filter((file) =>
      /\/(root|work|home)\/\w/.test(readFileSync(join(SRC, file), 'utf8')),
    );
    expect(wrong.map((file) => relative('.', file))).toEqual([]);
  });
});
