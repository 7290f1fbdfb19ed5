import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY } from './desk.ts';

/** A program to run to its end: Node's arguments, and the folder that it runs in. */
export interface Program {
  readonly args: readonly string[];
  readonly cwd: string;
}

/** What one run took, in milliseconds and MiB. */
export interface Figures {
  readonly wall: number;
  /** Of all its threads, in user and kernel mode. */
  readonly cpu: number;
  readonly peak: number;
}

// Written as the child ends: what the operating system says it used.
const REPORT = `process.on('exit',()=>{const u=process.resourceUsage();require('node:fs').writeSync(3,JSON.stringify([(u.userCPUTime+u.systemCPUTime)/1000,u.maxRSS/1024]))})`;

async function ended(child: ChildProcess): Promise<number | null> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.on('close', resolve).on('error', reject);
  return promise;
}

function textOf(stream: ChildProcess['stdio'][number]): () => string {
  let text = '';
  if (stream !== null && stream !== undefined)
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

/** Runs programs as users do, and measures them. */
export class Children {
  readonly #hook: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(folder: string, url: string) {
    this.#hook = join(folder, 'report.cjs');
    writeFileSync(this.#hook, REPORT);
    const { CI: _, NODE_OPTIONS: __, ...inherited } = process.env;
    this.#env = {
      ...inherited,
      BENCH_KEY: KEY.apiKey,
      BENCH_SECRET: KEY.apiSecret,
      BENCH_URL: url,
      // Ours asks for it by itself: the floors have it, too.
      NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
    };
  }

  /** Throws where it doesn't end with 0. */
  async run({ args, cwd }: Program, flags: readonly string[] = []): Promise<Figures> {
    const started = performance.now();
    const child = spawn(process.execPath, [...flags, '--require', this.#hook, ...args], {
      cwd,
      env: this.#env,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    const [said, report] = [textOf(child.stderr), textOf(child.stdio[3])];
    const code = await ended(child);
    const wall = performance.now() - started;
    if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}:\n${said()}`);
    const [cpu = 0, peak = 0] = JSON.parse(report()) as number[];
    return { wall, cpu, peak };
  }

  /** Milliseconds until a terminal shows the first that a program writes; then the program is waited for. */
  async firstOutput({ args, cwd }: Program): Promise<number> {
    const command = [process.execPath, ...args].map((word) => `'${word}'`).join(' ');
    const started = performance.now();
    // A terminal without a width is one that nothing can be redrawn on.
    const child = spawn('script', ['-qefc', `stty cols 100 rows 30; exec ${command}`, '/dev/null'], {
      cwd,
      env: this.#env,
    });
    const { promise: shown, resolve } = Promise.withResolvers<number>();
    child.stdout.once('data', () => resolve(performance.now() - started)).resume();
    const code = await ended(child);
    if (code !== 0) throw new Error(`on a terminal, node ${args.join(' ')} ended with ${code}`);
    return shown;
  }
}
