import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { program } from '../../../src/cli.ts';
import { EXIT, worst } from '../../../src/lib/exit.ts';
import { LIMIT_NAMES, NEVER_OVERRIDDEN } from '../../../src/model/limits.ts';
import { wordsOf } from '../../docs/stage.ts';
import { brief, folder, loadFrom } from '../../support/specs.ts';
import { blocksOf } from '../../docs/blocks.ts';

/* What the README says of commands, options, exit codes, limits, packages and pages is what there is. */

const ROOT = new URL('../../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, ROOT), 'utf8');
const text = read('README.md');

/** The text below a heading, up to the next one as high. */
function section(heading: string): string {
  const level = /^#+/.exec(heading)?.[0] ?? '';
  const [, below = ''] = text.split(`\n${heading}\n`);
  return below.split(new RegExp(`^#{1,${level.length}} `, 'm'))[0] ?? '';
}
/** The rows of its tables without their headings, cell by cell. */
const rowsOf = (part: string): readonly (readonly string[])[] =>
  [...part.matchAll(/^\| (.*) \|$/gm)].map(([, row = '']) => row.split(' | '));
const spansOf = (cell: string): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);

const cli = program(() => () => Promise.resolve());
const every = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(every)];
const pathOf = (command: Command): string =>
  command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`.trim();
/** `journal` and `lookup` do nothing by themselves; `paper` does. */
const commands = every(cli).filter(
  (one) => one !== cli && (one.commands.length === 0 || one.name() === 'paper'),
);

describe('the table of commands', () => {
  const rows = rowsOf(section('## Commands')).filter(([first = '']) => /^`[a-z]/.test(first));
  /** Every command with the row that is about it. */
  const told = rows.flatMap(([first = '', does = '']) =>
    spansOf(first).map((usage) => ({ path: usage.replace(/ [<[].*/, ''), usage, row: `${first} ${does}` })),
  );

  it('has every command once, and no other', () =>
    expect(told.map(({ path }) => path).sort()).toEqual(commands.map(pathOf).sort()));

  it.each(commands.map((command) => [pathOf(command), command] as const))(
    'says of `%s` which words it takes',
    (path, command) => {
      const words = command.registeredArguments.map((one) => {
        const name = `${one.name()}${one.variadic ? '…' : ''}`;
        return one.required ? `<${name}>` : `[${name}]`;
      });
      expect(told.find((one) => one.path === path)?.usage).toBe([path, ...words].join(' '));
    },
  );

  it.each(told.map(({ path, row }) => [path, row] as const))('has every option of `%s`', (path, row) => {
    const options = commands.find((one) => pathOf(one) === path)?.options ?? [];
    expect(options.map(({ long }) => long ?? '').filter((long) => !row.includes(`\`${long}`))).toEqual([]);
  });

  it('has no option that its commands don’t have', () => {
    const unknown = rows.flatMap(([first = '', does = '']) => {
      const paths = new Set(spansOf(first).map((usage) => usage.replace(/ [<[].*/, '')));
      const there = new Set(
        commands
          .filter((one) => paths.has(pathOf(one)))
          .flatMap(({ options }) => options.map(({ long }) => long ?? '')),
      );
      return [...does.matchAll(/--[a-z-]+/g)].map(([long]) => long).filter((long) => !there.has(long));
    });
    expect(unknown).toEqual([]);
  });

  it('is followed by the options of all', () => {
    const [, everywhere = ''] = /^Everywhere: ([^]*?)\n\n/m.exec(section('## Commands')) ?? [];
    const options = cli.options.map(({ long }) => long ?? '');
    expect([...options, '--help'].filter((long) => !everywhere.includes(`\`${long}`))).toEqual([]);
  });
});

describe('a line to type', () => {
  const typed = [...text.matchAll(/\bnpx (?:--no -- )?(tradeform [^\n`#|]+)/g)].map(([, line = '']) =>
    line.replace(/ (?:[<>]|&&).*/, '').trim(),
  );
  it('is there', () => expect(typed.length).toBeGreaterThan(25));
  it.each([...new Set(typed)])('is taken by the program: %s', async (line) => {
    let ran = 0;
    const rehearsal = program(() => () => Promise.resolve(void ran++));
    await rehearsal.parseAsync(['node', ...wordsOf(line)]);
    expect(ran).toBe(1);
  });
});

describe('the exit codes', () => {
  const codes = rowsOf(section('## Commands')).flatMap(([first = '']) =>
    /^\d+$/.test(first) ? [Number(first)] : [],
  );
  it('are all there', () => expect(codes).toEqual(Object.values(EXIT)));
  it('come in the order in which they win', () => {
    const [, order = ''] = /^Several at once: ([\d, ]+)\.$/m.exec(text) ?? [];
    const all = order.split(', ').map(Number) as (typeof EXIT)[keyof typeof EXIT][];
    expect(new Set(all)).toEqual(new Set(Object.values(EXIT).filter((code) => code !== EXIT.done)));
    expect(all.map((_, index) => worst(all.slice(index).toReversed()))).toEqual(all);
  });
});

describe('the limits', () => {
  const part = section('### Limits');
  it('are all named by their codes', () =>
    expect(Object.keys(LIMIT_NAMES).filter((code) => !part.includes(code.slice('TF-'.length)))).toEqual([]));
  it('are told which take no exception', () => {
    const [, never = ''] = /never\s+from ([^.]+)\./.exec(part) ?? [];
    expect(never.match(/L\d\d/g)?.map((code) => `TF-${code}`)).toEqual([...NEVER_OVERRIDDEN]);
  });
  it('have an example that can be used as it is', async () => {
    const limits = blocksOf(text, 'example')['limits'] ?? '';
    const desk = {
      'specs/tradeform.yaml': `${read('specs/tradeform.yaml')}\n${limits}\n`,
      'specs/a.yaml': read('specs/treasury/btc-ladder.yaml'),
    };
    for (const environment of ['paper', 'live']) {
      const loaded = await loadFrom(await folder(desk), environment);
      expect(loaded.ok ? loaded.project.environment.limits.accounts.size : brief(loaded.problems)).toBe(2);
    }
    // Those of the example's own live environment, two levels deeper.
    expect(read('specs/tradeform.yaml')).toContain(limits.trimEnd().replaceAll(/^/gm, '    '));
  });
});

describe('the packages', () => {
  interface Manifest {
    readonly devDependencies: Readonly<Record<string, string>>;
    readonly scripts: Readonly<Record<string, string>>;
  }
  const { devDependencies, scripts } = JSON.parse(read('package.json')) as Manifest;
  it('are each there, with a reason', () => {
    const rows = rowsOf(section('## Dependencies')).filter(([, why]) => why !== 'why' && why !== '---');
    expect(rows.flatMap(([names = '']) => names.split(', ')).sort()).toEqual(
      Object.keys(devDependencies).sort(),
    );
    expect(rows.filter(([, why = '']) => why.length < 10)).toEqual([]);
  });
  it('are installed, tried and tested by the two commands on top', () => {
    expect(section('## Start').match(/^ {4}.+$/gm)).toEqual([
      '    npm ci && npm start',
      '    npm ci && npm test',
    ]);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test']));
  });
  it('have the scripts that are named', () => {
    const named = [...text.matchAll(/npm run ([a-z]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

const PAGES = [
  ...['README.md', 'specs/README.md', 'specs/reading-plans.md', 'schemas/README.md', 'test/README.md'],
  ...['src/README.md', 'src/journal/README.md', 'src/venues/paper/README.md', '.github/CI.md'],
];
/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsIn = (page: string): readonly string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

describe.each(PAGES)('%s', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link);
  it('leads to pages and headings that are there', () => {
    const lost = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? new URL(page, ROOT) : new URL(path, new URL(page, ROOT));
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsIn(readFileSync(target, 'utf8')).includes(anchor);
    });
    expect(lost).toEqual([]);
  });
});
