import { type Job, type Step, type Workflow, actionOf, workflowOf } from './file.ts';

/*
 * What a workflow has to keep to so that no stranger's text runs, no key is where it isn't needed, and no apply is stopped in its middle.
 * Each rule gives what breaks it, in words.
 */

const TRIGGERS = new Set(['pull_request', 'push', 'schedule', 'workflow_dispatch']);
const PINNED = /^\s*-?\s*uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
const SECRET = /\bsecrets\.(\w+)/g;

type Rule<T> = (subject: T) => readonly string[];
type Named = readonly [name: string, job: Job];

const jobsOf = ({ jobs }: Workflow): readonly Named[] => Object.entries(jobs);
const inEachJob =
  (rule: (job: Named, workflow: Workflow) => readonly string[]): Rule<Workflow> =>
  (workflow) =>
    jobsOf(workflow).flatMap((job) => rule(job, workflow));
const unless = (holds: boolean, words: string): readonly string[] => (holds ? [] : [words]);

const emptyPermissions: Rule<Workflow> = ({ permissions }) =>
  unless(permissions !== undefined && Object.keys(permissions).length === 0, 'permissions on top are not {}');

const ownPermissions = inEachJob(([name, { permissions }]) =>
  unless(permissions !== undefined, `job ${name} does not say what it may do`),
);

const onlyReads = inEachJob(([name, { permissions = {} }]) =>
  unless(permissions['contents'] === 'read', `job ${name} may write to the repository`),
);

const knownTriggers: Rule<Workflow> = ({ on }) =>
  Object.keys(on).flatMap((trigger) =>
    unless(TRIGGERS.has(trigger), `trigger ${trigger} is not among those allowed`),
  );

const bounded = inEachJob(([name, job]) => [
  ...unless(job['timeout-minutes'] !== undefined, `job ${name} may run for hours`),
  ...unless(/^[a-z]+-\d/.test(job['runs-on']), `job ${name} runs on whatever is the latest`),
]);

const neverStopped: Rule<Workflow> = (workflow) =>
  [workflow.concurrency, ...jobsOf(workflow).map(([, job]) => job.concurrency)].flatMap((concurrency) =>
    unless(concurrency?.['cancel-in-progress'] !== true, 'a run may be stopped by another one'),
  );

const bash: Rule<Workflow> = ({ defaults }) =>
  unless(defaults?.run?.shell === 'bash', 'without shell: bash, a failing pipe goes unseen');

const noForeignText = (steps: readonly Step[]): readonly string[] =>
  steps
    .filter(({ run }) => run?.includes('${{'))
    .map(({ name }) => `step ${name ?? '?'} puts an expression into its shell line`);

const noKeptToken = (steps: readonly Step[]): readonly string[] =>
  steps
    .filter(({ uses }) => uses?.startsWith('actions/checkout@'))
    .flatMap((step) =>
      unless(step.with?.['persist-credentials'] === false, 'a checkout leaves its token on the disk'),
    );

const secretsIn = (value: unknown): readonly string[] =>
  [...JSON.stringify(value ?? '').matchAll(SECRET)].map(([, name]) => name ?? '');

/** A key is in the one step that uses it; one that can trade is in a job that somebody has to approve. */
const keys = inEachJob(([name, { steps, environment, ...rest }]) => [
  ...unless(secretsIn(rest).length === 0, `job ${name} gives a secret to all of its steps`),
  ...steps.flatMap(({ env, ...step }) => [
    ...unless(
      secretsIn(step).length === 0,
      `job ${name} gives a secret to something that is no step of ours`,
    ),
    ...unless(
      secretsIn(env).length === 0 || step.run?.includes('npx --no -- tradeform') === true,
      `job ${name} gives a secret to a step that does not run tradeform`,
    ),
  ]),
  ...secretsIn(steps)
    .filter((secret) => secret.includes('_READ_') === (environment !== undefined))
    .map((secret) =>
      environment === undefined
        ? `job ${name} has ${secret} without an approval`
        : `job ${name} has ${secret}, which is for plans`,
    ),
]);

const noSecretsOnTop: Rule<Workflow> = (workflow) => {
  const { jobs: _, ...top } = workflow;
  return unless(secretsIn(top).length === 0, 'a secret is given to every job');
};

const RULES: readonly Rule<Workflow>[] = [
  ...[emptyPermissions, ownPermissions, onlyReads, knownTriggers, bounded, neverStopped, bash],
  ...[keys, noSecretsOnTop],
  inEachJob(([, { steps }]) => [...noForeignText(steps), ...noKeptToken(steps)]),
];

/** Of the text, as comments are lost in what is parsed. */
const pinned: Rule<string> = (text) =>
  text
    .split('\n')
    .filter((line) => /^\s*-?\s*uses:/.test(line) && !/uses: \.\/[\w/.-]+$/.test(line) && !PINNED.test(line))
    .map((line) => `not pinned by commit, with its version: ${line.trim()}`);

export const faultsOfWorkflow = (text: string): readonly string[] => [
  ...pinned(text),
  ...RULES.flatMap((rule) => rule(workflowOf(text))),
];

export function faultsOfAction(text: string): readonly string[] {
  const { runs } = actionOf(text);
  return [
    ...pinned(text),
    ...unless(runs.using === 'composite', 'it is not composite'),
    ...unless(secretsIn(runs).length === 0, 'it has a secret'),
    ...noForeignText(runs.steps),
    ...runs.steps.flatMap(({ run, shell }) =>
      unless(run === undefined || shell === 'bash', 'a shell that is not bash'),
    ),
  ];
}
