import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { bashCompletion } from '../report/completion/bash.ts';
import { fishCompletion } from '../report/completion/fish.ts';
import { type Place, placesOf } from '../report/completion/words.ts';
import { zshCompletion } from '../report/completion/zsh.ts';
import type { Invocation } from './invocation.ts';
import type { Shell } from './shells.ts';

const SCRIPTS: Readonly<Record<Shell, (places: readonly Place[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** Prints a script that completes commands, options and choices in a shell: made from the program itself, so that it stays true. */
export const completion =
  (program: Command) =>
  (inv: Invocation, shell: Shell): ExitCode => {
    inv.out.write(SCRIPTS[shell](placesOf(program)));
    return EXIT.done;
  };
