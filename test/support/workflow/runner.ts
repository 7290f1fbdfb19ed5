import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Contexts, filled, holds } from './expression.ts';
import { type Job, type Step, type Workflow, actionOf, workflowOf } from './file.ts';
import type { GitHub } from './github.ts';

/*
 * Runs the shell steps of a workflow in order, as GitHub's runner would: a fresh folder for each job, no variable but those that are given,
 * outputs and summaries through files. What belongs to others (checkout, artifacts, Node.js) is done in its place.
 */

export interface Event {
  readonly name: 'pull_request' | 'push' | 'schedule' | 'workflow_dispatch';
  readonly sha: string;
  readonly ref: string;
  readonly actor?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, string | boolean>>;
}

export interface Settings {
  /** A bare repository. */
  readonly origin: string;
  readonly folder: string;
  readonly github: GitHub;
  readonly vars: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Secrets of environments: for jobs that name one. Such a job waits for an approval. */
  readonly environments: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface StepRun {
  readonly name: string;
  readonly outcome: 'success' | 'failure' | 'skipped';
  readonly said: string;
}
export interface JobRun {
  readonly result: 'success' | 'failure' | 'skipped' | 'waiting';
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly StepRun[];
  /** Where it ran. */
  readonly workspace: string;
}
export interface Run {
  readonly id: number;
  readonly workflow: Workflow;
  readonly event: Event;
  readonly jobs: Readonly<Record<string, JobRun>>;
}

const NOT_RUN = { summary: '', outputs: {}, steps: [], workspace: '' };
const NODE = dirname(process.execPath);

export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** Runs a program to its end. The venue of the tests is in this process: nothing may wait for another one without letting it answer. */
export async function command(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<Ended> {
  const child = spawn(program, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = Promise.withResolvers<number | null>();
  child.on('close', ended.resolve);
  child.on('error', ended.reject);
  const [said, complained, code] = await Promise.all([
    ...[text(child.stdout), text(child.stderr)],
    ended.promise,
  ] as const);
  return { code, said: said + complained };
}

/** Once the real ones have been seen to work: `npm ci` that links what was installed, and `npx` that starts it. */
export async function shortWay(bin: string, modules: string): Promise<void> {
  const npm = `[ "$1" = ci ] && ln -s ${modules} node_modules`;
  const npx = '[ "$1 $2" = "--no --" ] && shift 2 && tool=$1 && shift && exec "node_modules/.bin/$tool" "$@"';
  for (const [name, script] of Object.entries({ npm, npx }))
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** `name=value` lines. */
async function pairsOf(file: string): Promise<Readonly<Record<string, string>>> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      if (at < 1) throw new Error(`not an output: ${line}`);
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

/** A job while it runs. */
interface Running {
  readonly run: Run;
  readonly job: Job;
  readonly folder: string;
  readonly workspace: string;
  readonly contexts: Contexts;
  readonly env: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly steps: Record<string, { outputs: Readonly<Record<string, string>>; outcome: StepRun['outcome'] }>;
  readonly ran: StepRun[];
}

export class Runner {
  readonly #settings: Settings;
  #lastRun = 7000;
  #lastStep = 0;
  /** What `npm ci` installed for the first job. */
  #modules: string | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Runs a workflow until it is over, or waits for an approval. */
  async run(file: string, event: Event): Promise<Run> {
    const workflow = workflowOf(file);
    if (!(event.name in workflow.on)) throw new Error(`${workflow.name} does not run on ${event.name}`);
    return this.#goOn({ id: (this.#lastRun += 1), workflow, event, jobs: {} }, false);
  }

  /** Somebody approves what a run waits for. */
  approve(run: Run): Promise<Run> {
    const over = Object.entries(run.jobs).filter(([, { result }]) => result !== 'waiting');
    return this.#goOn({ ...run, jobs: Object.fromEntries(over) }, true);
  }

  async #goOn(run: Run, isApproved: boolean): Promise<Run> {
    const jobs: Record<string, JobRun> = { ...run.jobs };
    for (const [name, job] of Object.entries(run.workflow.jobs)) {
      if (name in jobs) continue;
      const before = job.needs === undefined ? undefined : jobs[job.needs];
      const failed = before !== undefined && before.result !== 'success';
      const contexts = this.#contexts({ ...run, jobs }, job);
      if (!holds(job.if, contexts, { failed })) jobs[name] = { result: 'skipped', ...NOT_RUN };
      else if (job.environment !== undefined && !isApproved) jobs[name] = { result: 'waiting', ...NOT_RUN };
      else jobs[name] = await this.#job({ ...run, jobs }, job, contexts);
    }
    return { ...run, jobs };
  }

  #contexts({ id, event, jobs }: Run, job: Job): Contexts {
    const { environments, github } = this.#settings;
    const { vars, secrets } = isForeign(event) ? { vars: {}, secrets: {} } : this.#settings;
    const place = job.environment === undefined ? undefined : filled(job.environment, { vars });
    return {
      vars,
      secrets: { ...secrets, ...(place === undefined ? {} : environments[place]) },
      inputs: event.inputs ?? {},
      needs: Object.fromEntries(
        Object.entries(jobs).map(([name, { outputs, result }]) => [name, { outputs, result }]),
      ),
      github: {
        ...{
          event_name: event.name,
          sha: event.sha,
          ref: event.ref,
          ref_name: event.ref.replace('refs/heads/', ''),
        },
        ...{ repository: 'desk/orders', actor: event.actor ?? 'ada', run_id: id, run_attempt: 1 },
        ...{ token: github.token, server_url: 'https://github.invalid', event: event.payload ?? {} },
      },
    };
  }

  async #job(run: Run, job: Job, contexts: Contexts): Promise<JobRun> {
    const folder = join(this.#settings.folder, `run-${run.id}`, String(this.#lastStep));
    const workspace = join(folder, 'workspace');
    await mkdir(workspace, { recursive: true });
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await this.#stubs(bin);
    const summary = join(folder, 'summary.md');
    await writeFile(summary, '');
    const { event, id } = run;
    const env = {
      ...{ CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'desk/orders', GITHUB_RUN_ATTEMPT: '1' },
      ...{ GITHUB_SERVER_URL: 'https://github.invalid', GITHUB_RUN_ID: String(id), GITHUB_SHA: event.sha },
      ...{ GITHUB_REF: event.ref, GITHUB_REF_NAME: event.ref.replace('refs/heads/', '') },
      ...{ GITHUB_ACTOR: event.actor ?? 'ada', GITHUB_WORKSPACE: workspace },
      PATH: `${bin}:${NODE}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      ...{ npm_config_offline: 'true', npm_config_cache: join(this.#settings.folder, 'npm') },
      ...{ GH_STATE: this.#settings.github.file, GH_PERMISSIONS: JSON.stringify(job.permissions ?? {}) },
      ...evaluated(run.workflow.env, contexts),
      ...evaluated(job.env, contexts),
    };
    const running: Running = { run, job, folder, workspace, contexts, env, summary, steps: {}, ran: [] };
    for (const step of job.steps) await this.#step(running, step);
    const failed = running.ran.some(({ outcome }) => outcome === 'failure');
    if (!failed) this.#modules ??= join(workspace, 'node_modules');
    return {
      result: failed ? 'failure' : 'success',
      summary: await readFile(summary, 'utf8'),
      outputs: evaluated(job.outputs, { ...contexts, steps: running.steps }),
      steps: running.ran,
      workspace,
    };
  }

  /** Other people's programs: `gh`, and, once the real ones have been seen to work, a short way through `npm ci` and `npx`. */
  async #stubs(bin: string): Promise<void> {
    const gh = new URL('gh.mjs', import.meta.url).pathname;
    await chmod(gh, 0o755);
    await symlink(gh, join(bin, 'gh'));
    if (this.#modules !== undefined) await shortWay(bin, this.#modules);
  }

  async #step(running: Running, step: Step): Promise<void> {
    const { steps, ran } = running;
    const contexts = { ...running.contexts, steps };
    const failed = ran.some(({ outcome }) => outcome === 'failure');
    const name = step.name ?? step.uses ?? '';
    const note = (
      outcome: StepRun['outcome'],
      said: string,
      outputs: Readonly<Record<string, string>> = {},
    ): void => {
      ran.push({ name, outcome, said });
      if (step.id !== undefined) steps[step.id] = { outputs, outcome };
    };
    if (!holds(step.if, contexts, { failed })) note('skipped', '');
    else if (step.run !== undefined) await this.#shell(running, step, contexts, note);
    else if (step.uses?.startsWith('./') === true) {
      const { runs } = actionOf(await readFile(join(running.workspace, step.uses, 'action.yml'), 'utf8'));
      for (const inner of runs.steps) await this.#step(running, inner);
    } else
      await this.#foreign(running, step, contexts).then(
        () => note('success', ''),
        (error: unknown) => note('failure', String(error)),
      );
  }

  async #shell(
    { folder, workspace, summary, env }: Running,
    step: Step,
    contexts: Contexts,
    note: (outcome: StepRun['outcome'], said: string, outputs: Readonly<Record<string, string>>) => void,
  ): Promise<void> {
    const script = join(folder, `step-${(this.#lastStep += 1)}.sh`);
    await writeFile(script, step.run ?? '');
    const output = `${script}.output`;
    await writeFile(output, '');
    const files = { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary };
    const { code, said } = await command('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: workspace,
      env: { ...env, ...evaluated(step.env, contexts), ...files },
    });
    note(code === 0 ? 'success' : 'failure', said, await pairsOf(output));
  }

  /** What the pinned actions of others do. */
  async #foreign({ run, workspace }: Running, step: Step, contexts: Contexts): Promise<void> {
    const options = evaluated(mapped(step.with), contexts);
    const artifact = join(this.#settings.folder, 'artifacts', String(run.id), options['name'] ?? '');
    switch (step.uses?.split('@')[0] ?? '') {
      case 'actions/setup-node':
        return;
      case 'actions/checkout':
        return this.#checkout(run.event, workspace, options['fetch-depth'] === '0');
      case 'actions/upload-artifact': {
        if (existsSync(artifact)) throw new Error('an artifact of that name is there');
        const files = (options['path'] ?? '')
          .split('\n')
          .filter((file) => file !== '' && existsSync(join(workspace, file)));
        if (files.length === 0 && options['if-no-files-found'] === 'error')
          throw new Error('no files were found');
        await mkdir(artifact, { recursive: true });
        for (const file of files) await cp(join(workspace, file), join(artifact, file));
        return;
      }
      case 'actions/download-artifact':
        return cp(artifact, workspace, { recursive: true });
      default:
        throw new Error(`an action that the tests don't know: ${step.uses}`);
    }
  }

  async #checkout({ ref, sha }: Event, workspace: string, whole: boolean): Promise<void> {
    const url = `file://${this.#settings.origin}`;
    const env = { PATH: process.env['PATH'], HOME: workspace };
    const branches = whole ? ['+refs/heads/*:refs/remotes/origin/*'] : ['--depth=1'];
    for (const args of [
      ['init', '--quiet'],
      ['remote', 'add', 'origin', url],
      ['fetch', '--quiet', ...(whole ? [] : branches), 'origin', ...(whole ? branches : []), ref],
      ['checkout', '--quiet', '--detach', sha],
    ]) {
      const { code, said } = await command('git', args, { cwd: workspace, env });
      if (code !== 0) throw new Error(`git ${args.join(' ')}: ${said}`);
    }
  }
}

/** Of a fork or by Dependabot: GitHub gives it neither secrets nor variables. */
function isForeign({ actor, payload }: Event): boolean {
  const pull = payload?.['pull_request'] as
    | { readonly head: { readonly repo: { readonly full_name: string } } }
    | undefined;
  return actor === 'dependabot[bot]' || (pull !== undefined && pull.head.repo.full_name !== 'desk/orders');
}

const mapped = (values: Step['with']): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]));

const evaluated = (
  values: Readonly<Record<string, string>> | undefined,
  contexts: Contexts,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, filled(value, contexts)]));
