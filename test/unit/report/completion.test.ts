import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { program } from '../../../src/cli.ts';
import { bashCompletion } from '../../../src/report/completion/bash.ts';
import { fishCompletion } from '../../../src/report/completion/fish.ts';
import { type Place, pathsOf, placesOf } from '../../../src/report/completion/words.ts';
import { zshCompletion } from '../../../src/report/completion/zsh.ts';

const cli = program(() => () => Promise.resolve());
const places = placesOf(cli);
const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

const folder = mkdtempSync(join(tmpdir(), 'tradeform-completion-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a shell prints that is given a script; an error where it complains. */
function shell(name: string, script: string, ...options: readonly string[]): string {
  const file = join(folder, name);
  writeFileSync(file, script);
  const { status, stdout, stderr } = spawnSync(name, [...options, file], { encoding: 'utf8' });
  if (status !== 0 || stderr !== '') throw new Error(`${name}: ${stderr}`);
  return stdout;
}
const isThere = (name: string): boolean => spawnSync(name, ['--version']).status === 0;

const quoted = (word: string): string => `'${word}'`;
/** What bash would offer for the last word. */
function offered(...words: readonly string[]): readonly string[] {
  const script = `${bashCompletion(places)}
compopt() { :; }
COMP_WORDS=(tradeform ${words.map(quoted).join(' ')})
COMP_CWORD=${words.length}
_tradeform
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return shell('bash', script).trim().split('\n');
}

describe('completion', () => {
  it('knows every command, option and choice of the program', () => {
    const plan = places.find(({ path }) => path === 'plan');
    const own = cli.commands.find((command) => command.name() === 'plan')?.options.map(({ long }) => long);
    expect(plan?.options.map(({ word }) => word)).toEqual(
      expect.arrayContaining([...(own ?? []), '--format']),
    );
    expect(pathsOf(places)).toEqual(expect.arrayContaining(['validate', 'journal init', 'paper price']));
    const formats = plan?.options.find(({ word }) => word === '--format')?.value;
    expect(formats).toEqual({ kind: 'choice', choices: ['text', 'json', 'markdown', 'github'] });
  });

  it('finds an option with a value wherever it stands: none has one in one command and none in another', () => {
    const kinds = new Map<string, Set<boolean>>();
    for (const { options } of places)
      for (const { word, value } of options)
        kinds.set(word, (kinds.get(word) ?? new Set()).add(value !== undefined));
    expect([...kinds].filter(([, seen]) => seen.size > 1).map(([word]) => word)).toEqual([]);
  });

  it.each([
    ['commands', ['pla'], ['plan']],
    [
      'commands below a command',
      ['journal', ''],
      expect.arrayContaining(['init', 'rebuild', 'status', '--env']),
    ],
    ['options of the command alone', ['plan', '--al'], ['--allow-empty', '--allow-cancels']],
    ['options of all', ['paper', 'price', '--ver'], ['--verbose']],
    ['choices of an option', ['plan', '--format', 'm'], ['markdown']],
    ['choices of an option of one command', ['lookup', 'quote', '--side', ''], ['buy', 'sell']],
    ['choices of an argument', ['completion', ''], ['bash', 'zsh', 'fish']],
    ['files where a file belongs', ['apply', 'package.js'], ['package.json']],
    ['folders where a folder belongs', ['plan', '--dir', 'spec'], ['specs']],
    ['nothing where a name belongs', ['plan', '--env', ''], ['']],
    ['what the command is, past the value of an option', ['--env', 'plan', 'journal', 'reb'], ['rebuild']],
  ])('offers %s in bash', (_, words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  it.each(Object.entries(SCRIPTS))(
    'names every command in %s, and is one that the shell can read',
    (name, make) => {
      const script = make(places);
      for (const path of pathsOf(places)) expect(script).toContain(`'${path}'`);
      if (isThere(name)) expect(shell(name, script, '-n')).toBe('');
    },
  );

  it('keeps quotes of a description inside it', () => {
    const hostile: Place = {
      path: 'x',
      commands: [{ word: 'y', about: "it's $(date) `date` \\" }],
      options: [],
      argument: { kind: 'text' },
    };
    for (const make of Object.values(SCRIPTS)) expect(make([hostile])).not.toMatch(/[^'\\]'s \$\(date\)/);
  });

  it.skipIf(!isThere('fish'))('offers the same in fish', () => {
    const ask = (line: string): readonly string[] =>
      shell('fish', `${fishCompletion(places)}\ncomplete -C '${line}'`)
        .trim()
        .split('\n')
        .map((found) => found.split('\t')[0] ?? '');
    expect(ask('tradeform pla')).toEqual(['plan']);
    expect(ask('tradeform lookup quote --side ')).toEqual(['buy', 'sell']);
    expect(ask('tradeform --env plan journal reb')).toEqual(['rebuild']);
  });
});
