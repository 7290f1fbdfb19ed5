import { actorOf } from '../lib/actor.ts';
import { ciOf } from '../lib/ci.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import { safeJson } from '../lib/safe-text.ts';
import { type Sink, sinkOf } from '../lib/terminal.ts';
import { type Here, programIn } from '../model/command-line.ts';
import type { CiRun } from '../model/event.ts';
import type { Layout } from '../report/style.ts';

/** What a result can look like. `cli.ts` says which of them each command has. */
export type Format = 'text' | 'json' | 'markdown' | 'github';

export interface GlobalOptions {
  readonly dir?: string;
  readonly env?: string;
  readonly format: Format;
  readonly color: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

/** One call of the program: what was asked for, and the world around it. */
export interface Invocation {
  readonly options: GlobalOptions;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The result. */
  readonly out: Sink;
  /** Progress and diagnostics. */
  readonly err: Sink;
  readonly clock: Clock;
  readonly actor: string;
  /** The CI run that this is part of. */
  readonly ci: CiRun | undefined;
  /** A person can be asked. */
  readonly interactive: boolean;
}

export function invocationOf(options: GlobalOptions): Invocation {
  const { env, stdout, stderr } = process;
  const out = sinkOf(stdout, options.color, env);
  const err = sinkOf(stderr, options.color, env);
  return {
    ...{ options, env, out, err },
    cwd: process.cwd(),
    clock: systemClock,
    actor: actorOf(env),
    ci: ciOf(env),
    interactive: err.isTTY && !isCi(env) && hasTypist(),
  };
}

/** Asked last: the stream is made by being looked at. */
function hasTypist(): boolean {
  const stdin: { readonly isTTY?: boolean } = process.stdin;
  return stdin.isTTY ?? false;
}

export const isCi = (env: NodeJS.ProcessEnv): boolean => {
  const ci = env['CI'];
  return ci !== undefined && ci !== '' && ci !== '0' && ci !== 'false';
};

/** What a line that a person is to type has to say. */
export const hereOf = ({ env, options: { dir } }: Invocation, environment: string): Here => ({
  environment,
  program: programIn(env),
  ...(dir === undefined ? {} : { dir }),
});

export const layoutOf = (sink: Sink): Layout => ({ color: sink.color, width: sink.columns });
export const writeJson = (sink: Sink, value: unknown): void => sink.write(`${safeJson(value)}\n`);
