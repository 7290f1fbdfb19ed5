import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { describePostgres } from '../support/postgres.ts';
import { textOf } from '../support/workflow/file.ts';
import { KEYS, LADDER, OrdersRepository } from '../support/workflow/orders.ts';
import { type Ended, command, shortWay } from '../support/workflow/runner.ts';

/* The recipes for other CI systems, as they stand on their page, from a plan to resting orders. */

const PAGE = textOf('.github/CI.md');
const blockOf = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm').exec(PAGE)?.[1] ?? '';

interface Job {
  readonly extends?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly script?: readonly string[];
}
const GITLAB = parse(blockOf('yaml')) as Readonly<Record<string, Job>> & {
  readonly default: { readonly before_script: readonly string[] };
};
/** A job with what it extends. */
function jobOf(name: string): Job {
  const job = GITLAB[name];
  if (job === undefined) throw new Error(`no job ${name}`);
  return job.extends === undefined ? job : { ...jobOf(job.extends), ...job };
}

const SLOW = 120_000;
let jobs = 0;
let orders: OrdersRepository;
let reading: Readonly<Record<string, string>>;
let trading: Readonly<Record<string, string>>;

const bash = (cwd: string, lines: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> =>
  command('bash', ['-eo', 'pipefail', '-c', lines.join('\n')], {
    cwd,
    env: {
      ...{
        PATH: `${orders.bin}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
        HOME: dirname(cwd),
      },
      ...{ npm_config_offline: 'true', npm_config_cache: join(dirname(cwd), 'npm') },
      ...env,
    },
  });

/** Runs a job as GitLab does: a clone of its own, the variables of the project and the job, its lines in one shell. */
async function gitlab(
  name: string,
  env: Readonly<Record<string, string>>,
  plan?: string,
): Promise<Ended & { readonly cwd: string }> {
  const cwd = orders.clone(`${name}-${(jobs += 1)}`);
  if (plan !== undefined) copyFileSync(join(plan, 'plan.json'), join(cwd, 'plan.json'));
  const { variables = {}, script = [] } = jobOf(name);
  const given: Readonly<Record<string, string>> = {
    ...{ CI: 'true', GITLAB_CI: 'true', GITLAB_USER_LOGIN: 'joan', CI_DEFAULT_BRANCH: 'main' },
    ...{ CI_COMMIT_SHA: orders.github.known.main, CI_JOB_URL: 'https://gitlab.invalid/jobs/9' },
    ...env,
  };
  const own = Object.entries(variables).map(
    ([key, value]) => [key, value.replaceAll(/\$(\w+)/g, (all, of: string) => given[of] ?? all)] as const,
  );
  const lines = [...GITLAB.default.before_script, ...script];
  return { cwd, ...(await bash(cwd, lines, { ...given, ...Object.fromEntries(own) })) };
}

async function startOf(): Promise<unknown> {
  const [first = ''] = (await orders.run('history', '--export')).stdout.split('\n');
  return JSON.parse(first);
}

/* The tests follow each other. */
describePostgres('the recipes', () => {
  let older = '';
  let planned = '';

  beforeAll(async () => {
    orders = await OrdersRepository.open();
    older = orders.commit('Two buys below the market');
    reading = {
      AQUANOW_READ_API_KEY: KEYS.AQUANOW_API_KEY,
      AQUANOW_READ_API_SECRET: KEYS.AQUANOW_API_SECRET,
      TRADEFORM_JOURNAL_READ_URL: orders.readUrl,
    };
    trading = { ...KEYS, TRADEFORM_JOURNAL_URL: orders.database.url };
  }, SLOW);
  afterAll(() => orders.close());

  it(
    'for GitLab validate without keys, plan with keys that read, and apply that plan',
    { timeout: SLOW },
    async () => {
      const plan = await gitlab('plan', reading);
      expect(plan).toMatchObject({ code: 0 });
      expect(plan.said).toContain('would submit 2 orders');
      expect(orders.desk.ledger().requests.received).toBe(0);

      planned = plan.cwd;
      await shortWay(orders.bin, join(planned, 'node_modules'));
      expect(await gitlab('validate', {})).toMatchObject({ code: 0 });
      expect(await gitlab('apply', trading, planned)).toMatchObject({ code: 0 });
      expect(orders.desk.ledger().orders).toHaveLength(2);
      expect(await startOf()).toMatchObject({
        ...{ type: 'run-started', actor: 'joan', commit: older },
        data: { ci: { system: 'gitlab', run: 'https://gitlab.invalid/jobs/9' } },
      });
    },
  );

  it('for a shell go from the files to resting orders', { timeout: SLOW }, async () => {
    await orders.write(LADDER, (await orders.read(LADDER)).replace('96000.00', '95500.00'));
    orders.commit('A little lower');
    const { code, said } = await bash(orders.clone('shell'), [blockOf('sh')], trading);
    expect(code, said).toBe(0);
    expect(orders.desk.ledger().orders.map(({ priceLimit }) => priceLimit)).toContain('95500.00');
    expect((await orders.run('history', '--export')).stdout).toContain('"https://ci.example/runs/12"');
  });

  it('for GitLab find nothing left to do, and apply no older commit', { timeout: SLOW }, async () => {
    expect(await gitlab('drift', reading)).toMatchObject({ code: 0 });
    const { code, said } = await gitlab('apply', { ...trading, CI_COMMIT_SHA: older }, planned);
    expect(code).toBe(1);
    // Of the line before it: tradeform was not asked.
    expect(said).not.toContain('LIVE');
  });
});
