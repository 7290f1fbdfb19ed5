import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { program } from '../../../src/cli.ts';
import { EXAMPLES } from '../../../src/commands/examples.ts';

/** The program, with actions that only note which command ran. */
function rehearsal(): { readonly cli: Command; readonly ran: Command[] } {
  const ran: Command[] = [];
  const cli = program(() => (...args) => {
    ran.push(args.at(-1) as Command);
    return Promise.resolve();
  });
  return { cli, ran };
}

const every = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(every)];
const pathOf = (command: Command): string =>
  command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`.trim();

/** What a command's `--help` prints. */
function help(path: string): string {
  const { cli } = rehearsal();
  const command = every(cli).find((one) => pathOf(one) === path);
  let text = '';
  command?.configureOutput({ writeOut: (more) => (text += more) });
  expect(() => command?.help()).toThrow('(outputHelp)');
  return text;
}

/** A line of an example as a shell would hand it over. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

const paths = every(rehearsal().cli).map(pathOf);

describe('--help', () => {
  it('is about every command of the product', () => {
    expect(paths.length).toBeGreaterThan(25);
    expect(paths).toEqual(expect.arrayContaining(['', 'init', 'journal rebuild', 'completion']));
  });

  it.each(paths)('of `tradeform %s` fits 80 columns, and ends every option with its meaning', (path) => {
    const text = help(path);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(text).toMatch(/^Usage: tradeform/);
    const command = every(rehearsal().cli).find((one) => pathOf(one) === path);
    const silent = command?.options.filter(({ description }) => description === '');
    expect(silent?.map(({ flags }) => flags)).toEqual([]);
    expect(command?.description()).not.toBe('');
  });

  it.each(paths)('of `tradeform %s` has examples', (path) => {
    const examples = EXAMPLES[path === '' ? 'tradeform' : path] ?? [];
    expect(examples.length).toBeGreaterThan(0);
    for (const [line] of examples) expect(help(path)).toContain(`  ${line}`);
  });

  it('shows examples of commands that exist', () => {
    expect(Object.keys(EXAMPLES).filter((path) => path !== 'tradeform' && !paths.includes(path))).toEqual([]);
  });

  const lines = Object.values(EXAMPLES).flatMap((examples) => examples.map(([line]) => line));
  it.each(lines)('shows a line that can be typed: %s', async (line) => {
    const { cli, ran } = rehearsal();
    const words = wordsOf(/(?:^|<\()(tradeform [^<>)]*)/.exec(line)?.[1] ?? '');
    await cli.parseAsync(['node', ...words]);
    expect(ran).toHaveLength(1);
    expect(words.slice(1).join(' ')).toContain(pathOf(ran[0] ?? cli));
  });
});

/** What is said of a wrong command line, and its code. */
async function said(...words: readonly string[]): Promise<{ readonly text: string; readonly code: string }> {
  const { cli } = rehearsal();
  let text = '';
  for (const command of every(cli)) command.configureOutput({ writeErr: (more) => (text += more) });
  try {
    await cli.parseAsync(['node', 'tradeform', ...words]);
  } catch (error) {
    return { text, code: (error as { code: string }).code };
  }
  throw new Error('it was taken');
}

describe('a wrong command line', () => {
  it.each([
    [['plna'], 'plan'],
    [['journal', 'stauts'], 'status'],
    [['lookup', 'product'], 'products'],
    [['plan', '--ot'], '--out'],
    [['plan', '--verbos'], '--verbose'],
    [['apply', '--expct', 'x'], '--expect'],
    [['cancel', '--acount', 'x'], '--account'],
    [['paper', 'pric'], 'price'],
    // Before it asks for what must be given, which may be what is misspelt.
    [['halt', '--reson', 'x'], '--reason'],
    [['unhalt', '--acount', 'x'], '--account'],
    [['lookup', 'quote', 'BTC-USD', '--sid', 'buy'], '--side'],
  ])('%j is told what was probably meant', async (words, meant) => {
    expect((await said(...words)).text).toContain(`(Did you mean ${meant}?)`);
  });

  it.each([
    [['nonsense'], 'tradeform --help'],
    [['plan', '--nonsense'], 'tradeform plan --help'],
    [['plan', 'too', 'many'], 'tradeform plan --help'],
    [['journal', 'rebuild', '--name'], 'tradeform journal rebuild --help'],
    [['plan', '--explain', 'dip-1', '--out', 'plan.json'], 'tradeform plan --help'],
    [['plan', '--explain', 'dip-1', '--detailed-exitcode'], 'tradeform plan --help'],
    [['lookup', 'quote', 'BTC-USD', '--side', 'bye'], 'tradeform lookup quote --help'],
    [['completion', 'csh'], 'tradeform completion --help'],
    [['resolve'], 'tradeform resolve --help'],
    [['plan', '--format', 'xml'], 'tradeform --help'],
  ])('%j is told where to look', async (words, where) => {
    const { text, code } = await said(...words);
    expect(text).toMatch(/^error: /);
    expect(text).toContain(`  ${where} shows what there is.\n`);
    expect(code).toMatch(/^commander\./);
  });
});
