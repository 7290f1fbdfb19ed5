import { describe, expect, it } from 'vitest';
import { ACTION, WORKFLOWS, textOf, workflowOf } from '../../support/workflow/file.ts';
import { faultsOfAction, faultsOfWorkflow } from '../../support/workflow/rules.ts';

const APPLY = textOf('.github/workflows/orders-apply.yml');
const PLAN = textOf('.github/workflows/orders-plan.yml');

describe('the workflows', () => {
  it('are those of orders, and our own', () => {
    expect(WORKFLOWS.map((path) => path.replace(/.*\//, '')).sort()).toEqual([
      'ci.yml',
      'orders-apply.yml',
      'orders-drift.yml',
      'orders-ops.yml',
      'orders-plan.yml',
    ]);
  });

  it.each(WORKFLOWS)('%s keeps to the rules', (path) => {
    expect(faultsOfWorkflow(textOf(path))).toEqual([]);
  });

  it('use an action that keeps to them', () => {
    expect(faultsOfAction(textOf(ACTION))).toEqual([]);
  });

  it('apply one at a time, in an environment, what a job without keys for trading has planned', () => {
    const { jobs } = workflowOf(APPLY);
    expect(jobs['apply']).toMatchObject({
      needs: 'plan',
      environment: "${{ vars.TRADEFORM_ENV || 'paper' }}",
      concurrency: { 'cancel-in-progress': false },
    });
    expect(jobs['plan']?.environment).toBeUndefined();
  });

  it('hand over whatever a project may ask for, and nothing to what needs no key', () => {
    const all = [
      ...['AQUANOW_API_KEY', 'AQUANOW_API_SECRET', 'TRADEFORM_HALT', 'TRADEFORM_JOURNAL_URL'],
      ...['VOLVEN_PASSWORD', 'VOLVEN_TOKEN', 'VOLVEN_TOTP_SECRET', 'VOLVEN_URL', 'VOLVEN_USERNAME'],
    ];
    // Of the project file's schema, which says what is asked for as a rule.
    const named = textOf('schemas/tradeform.schema.json').matchAll(/\$\{([A-Z_]+)\}/g);
    const asked = new Set([...named].map(([, name]) => name).filter((name) => name !== 'NAME'));
    expect(asked).toEqual(new Set(all.filter((name) => name !== 'TRADEFORM_HALT')));
    for (const path of WORKFLOWS.filter((file) => file.includes('/orders-')))
      for (const { steps } of Object.values(workflowOf(textOf(path)).jobs))
        for (const { env = {}, run = '' } of steps.filter(({ run: line }) => line?.includes('-- tradeform')))
          expect([run, Object.keys(env).filter((name) => all.includes(name))]).toEqual([
            run,
            run.includes('tradeform validate') ? [] : all,
          ]);
  });

  it('name what is kept after the run that made it', () => {
    for (const path of WORKFLOWS)
      for (const { steps } of Object.values(workflowOf(textOf(path)).jobs))
        for (const step of steps.filter(({ uses }) => uses?.includes('/upload-artifact@'))) {
          const name = String(step.with?.['name']);
          const isOfOutput = name === '${{ steps.plan.outputs.artifact }}';
          expect(isOfOutput || name.includes('${{ github.run_id }}-${{ github.run_attempt }}')).toBe(true);
        }
  });
});

describe('the rules', () => {
  const PIN = '3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1';
  it.each([
    ['permissions: {}\n', 'permissions: { contents: write }\n', 'permissions on top are not {}'],
    ['permissions: {}\n', '', 'permissions on top are not {}'],
    [`@${PIN}`, '@v7', 'not pinned by commit'],
    [PIN, PIN.replace(' # v7.0.1', ''), 'not pinned by commit'],
    ['  push:\n', '  pull_request_target:\n', 'trigger pull_request_target'],
    ['      contents: read\n', '      contents: write\n', 'may write to the repository'],
    ['cancel-in-progress: false', 'cancel-in-progress: true', 'stopped by another'],
    ['    timeout-minutes: 15\n', '', 'may run for hours'],
    ['ubuntu-24.04', 'ubuntu-latest', 'runs on whatever is the latest'],
    ['    shell: bash', '    shell: sh', 'a failing pipe goes unseen'],
    ['persist-credentials: false', 'persist-credentials: true', 'leaves its token'],
    ['--lock-timeout 600', '--lock-timeout ${{ inputs.wait }}', 'into its shell line'],
    ['secrets.AQUANOW_READ_API_KEY', 'secrets.AQUANOW_API_KEY', 'has AQUANOW_API_KEY without an approval'],
    ['secrets.TRADEFORM_JOURNAL_URL', 'secrets.TRADEFORM_JOURNAL_READ_URL', 'which is for plans'],
    [
      "  TRADEFORM_ENV: ${{ vars.TRADEFORM_ENV || 'paper' }}\n",
      '  KEY: ${{ secrets.AQUANOW_READ_API_KEY }}\n',
      'a secret is given to every job',
    ],
    ['GH_TOKEN: ${{ github.token }}', 'GH_TOKEN: ${{ secrets.BOT_READ_TOKEN }}', 'does not run tradeform'],
    ['name: ${{ needs.plan', 'name: ${{ secrets.X_READ_Y }}${{ needs.plan', 'no step of ours'],
  ])('find fault where %j becomes %j', (from, to, fault) => {
    expect(APPLY).toContain(from);
    expect(faultsOfWorkflow(APPLY.replace(from, to)).join('\n')).toContain(fault);
  });

  it('find fault with a title in a shell line', () => {
    const broken = PLAN.replace('touch plan.md', 'echo "${{ github.event.pull_request.title }}"');
    expect(faultsOfWorkflow(broken)).toEqual(['step Plan puts an expression into its shell line']);
  });

  it('find fault with the action', () => {
    const action = textOf(ACTION);
    expect(faultsOfAction(action.replace(/@[0-9a-f]{40}/, '@v7'))[0]).toContain('not pinned');
    expect(faultsOfAction(action.replace('npm ci', 'npm ci ${{ inputs.flags }}'))[0]).toContain('shell line');
  });
});
