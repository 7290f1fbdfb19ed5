import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandLine, programIn, shellWord } from '../../../src/model/command-line.ts';

describe('a line to type', () => {
  it('says which environment is meant, and which folder where one was typed', () => {
    expect(commandLine({ environment: 'live' }, 'resolve dip')).toBe('tradeform resolve dip --env live');
    expect(commandLine({ environment: 'live', dir: 'my desk' }, 'status')).toBe(
      "tradeform status --dir 'my desk' --env live",
    );
  });

  it.each([
    ['by its name', {}, 'tradeform'],
    ['by its name, from a shell that clears the variable', { npm_command: '' }, 'tradeform'],
    ['by npx', { npm_command: 'exec' }, 'npx tradeform'],
    ['by a script', { npm_command: 'run-script' }, 'npx tradeform'],
  ])('begins as the program was started: %s', (_, env, program) => {
    const here = { environment: 'live', program: programIn(env) };
    expect(commandLine(here, 'status')).toBe(`${program} status --env live`);
  });

  it.each(['52a5b418-9ab0', 'a b', "it's", '$(touch pwned)', '`x`', 'a;b', '"', '\\', '*', '', '~', '#1'])(
    'is taken by a shell for what it says: %j',
    (word) => {
      const seen = execFileSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' });
      expect(seen).toBe(word);
    },
  );
});
