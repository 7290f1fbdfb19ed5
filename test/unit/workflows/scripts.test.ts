import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACTION, ROOT } from '../../support/workflow/file.ts';
import { GitHub, PROTECTED } from '../../support/workflow/github.ts';

/* The scripts of the action one by one, against what GitHub may hold. The whole way is in test/e2e/workflows.test.ts. */

const COMMIT = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);
const [DIGEST, OLDER] = ['1'.repeat(64), '2'.repeat(64)];
const BOT = { login: 'github-actions[bot]' };
const MARKER = '<!-- tradeform-plan live -->';

let folder = '';
let github: GitHub;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradeform-scripts-'));
  const gh = new URL('../../support/workflow/gh.mjs', import.meta.url).pathname;
  chmodSync(gh, 0o755);
  symlinkSync(gh, join(folder, 'gh'));
  github = new GitHub(folder);
  for (const file of ['output', 'summary']) writeFileSync(join(folder, file), '');
});
afterEach(() => rmSync(folder, { recursive: true }));

const MAY = { actions: 'read', contents: 'read', issues: 'write', 'pull-requests': 'write' };

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly summary: string;
  readonly output: string;
}
function script(name: string, env: Readonly<Record<string, string>> = {}, plan?: string): Ended {
  if (plan !== undefined) writeFileSync(join(folder, 'plan.md'), plan);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, dirname(ACTION), `${name}.mjs`), 'plan.md'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...{
          PATH: `${folder}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
          GH_TOKEN: github.token,
        },
        ...{ GH_STATE: github.file, GH_PERMISSIONS: JSON.stringify(MAY), TRADEFORM_ENV: 'live' },
        ...{
          GITHUB_REPOSITORY: 'desk/orders',
          GITHUB_SERVER_URL: 'https://github.invalid',
          GITHUB_RUN_ID: '77',
        },
        ...{ GITHUB_SHA: COMMIT, GITHUB_REF_NAME: 'main', PULL_REQUEST: '12' },
        ...{ GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') },
        ...env,
      },
    },
  );
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  return { code: status, stdout, stderr, summary: read('summary'), output: read('output') };
}

const comment = (id: number, body: string, user = BOT, issue = 12) => ({ id, issue, user, body });
const bodies = (): readonly string[] => github.known.comments.map(({ body }) => body);

describe('the comment', () => {
  it('is found among hundreds, and is one of ours', () => {
    const chatter = Array.from({ length: 230 }, (_, i) => comment(1000 + i, `remark ${i}`, { login: 'eve' }));
    const forged = comment(1, `${MARKER}\nforged`, { login: 'eve' });
    github.know({ comments: [forged, ...chatter, comment(9, `${MARKER}\nolder`)] });
    expect(script('comment', { DIGEST }, `${MARKER}\n### LIVE: news`)).toMatchObject({ code: 0, stderr: '' });
    expect(github.known.comments).toHaveLength(232);
    expect(bodies()[0]).toBe(`${MARKER}\nforged`);
    expect(bodies().at(-1)).toMatch(
      /^<!-- tradeform-plan live -->\n<!-- tradeform-digest 1{64} -->\n### LIVE: news\n/,
    );
  });

  it('is one for each environment', () => {
    script('comment', { DIGEST }, '### LIVE');
    script('comment', { DIGEST, TRADEFORM_ENV: 'uat' }, '### UAT');
    expect(bodies()).toHaveLength(2);
  });

  it('says where to look where there is no plan, and keeps none that is old', () => {
    github.know({ comments: [comment(9, `${MARKER}\n<!-- tradeform-digest ${OLDER} -->\nolder`)] });
    expect(script('comment', { DIGEST: '' }, '').code).toBe(0);
    expect(bodies()).toHaveLength(1);
    expect(bodies()[0]).toContain(
      '**There is no plan**: [the run](https://github.invalid/desk/orders/actions/runs/77)',
    );
    expect(bodies()[0]).not.toContain('tradeform-digest');
  });

  it('fits, however long the plan', () => {
    expect(script('comment', { DIGEST }, '€'.repeat(70_000)).code).toBe(0);
    expect(bodies()[0]?.length).toBeLessThan(65_536);
    expect(bodies()[0]).toContain('too long to be shown here');
  });

  it('takes no digest that is none', () => {
    script('comment', { DIGEST: `${DIGEST} --> <b>` }, 'plan');
    expect(bodies()[0]).not.toContain('tradeform-digest');
  });

  it('fails aloud where GitHub refuses', () => {
    const ended = script('comment', { DIGEST, GH_PERMISSIONS: '{"pull-requests":"read"}' }, 'plan');
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('Resource not accessible by integration (HTTP 403)');
  });
});

describe('whether a plan is as reviewed', () => {
  const pull = (number: number, merge_commit_sha = COMMIT) => ({
    ...{ number, merge_commit_sha },
    merged_at: '2026-11-21T14:00:00Z',
  });
  const shown = (digest: string, user = BOT) =>
    comment(9, `${MARKER}\n<!-- tradeform-digest ${digest} -->\nplan`, user);

  it.each([
    ['it is', [pull(12)], [shown(DIGEST)], '**As reviewed**', 'pull-request=12\nreviewed=true\n'],
    ['it has moved', [pull(12)], [shown(OLDER)], '**Not as reviewed**', 'pull-request=12\nreviewed=false\n'],
    [
      'nothing was shown',
      [pull(12)],
      [],
      '**Not reviewed**: pull request #12 showed no plan',
      'reviewed=false\n',
    ],
    [
      'a person wrote what looks like it',
      [pull(12)],
      [shown(DIGEST, { login: 'eve' })],
      '**Not reviewed**',
      'pull-request=12\nreviewed=false\n',
    ],
    [
      'what was shown is no plan, and says a digest of its own',
      [pull(12)],
      [comment(9, `${MARKER}\nno plan\n${MARKER}\n<!-- tradeform-digest ${DIGEST} -->\n`)],
      '**Not reviewed**',
      'pull-request=12\nreviewed=false\n',
    ],
    [
      'there was no pull request',
      [],
      [shown(DIGEST)],
      'without a pull request',
      'pull-request=\nreviewed=false\n',
    ],
    [
      'it is another commit’s',
      [pull(12, OTHER)],
      [shown(DIGEST)],
      'without a pull request',
      'reviewed=false\n',
    ],
  ])('is said: %s', (_, pulls, comments, summary, output) => {
    github.know({ pulls, comments });
    const ended = script('reviewed', { DIGEST });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.summary).toContain(summary);
    expect(ended.output).toContain(output);
  });
});

describe('an apply', () => {
  it.each([
    ['somebody has to approve', { live: PROTECTED }, 'live', 0],
    ['there is no such environment', {}, 'live', 1],
    ['nobody is asked', { live: { protection_rules: [{ type: 'branch_policy' }] } }, 'live', 1],
    [
      'nobody is named',
      { live: { protection_rules: [{ type: 'required_reviewers', reviewers: [] }] } },
      'live',
      1,
    ],
    ['it is on paper', {}, 'paper', 0],
  ])('is let through where it should be: %s', (_, environments, name, code) => {
    github.know({ environments });
    const ended = script('approval', { TRADEFORM_ENV: name });
    expect(ended.code).toBe(code);
    expect(ended.summary.includes('Nobody would have to approve')).toBe(code === 1);
  });

  it('is not let through where nobody can tell', () => {
    expect(script('approval', { GH_PERMISSIONS: '{}' }).code).toBe(1);
  });

  it.each([
    ['newest', COMMIT, 0],
    ['overtaken', OTHER, 1],
  ])('is of the newest commit: %s', (_, main, code) => {
    github.know({ main });
    expect(script('newest').code).toBe(code);
  });
});

describe('the issue', () => {
  const titles = (): readonly string[] => github.known.issues.map(({ title, state }) => `${state} ${title}`);

  it('is opened once, brought up to date, and closed', () => {
    script('issue', { EXIT_CODE: '2' }, 'plan');
    script('issue', { EXIT_CODE: '6' }, 'plan');
    expect(titles()).toEqual(['open Orders of live: an order needs a person']);
    script('issue', { EXIT_CODE: '0' }, 'plan');
    script('issue', { EXIT_CODE: '0' }, 'plan');
    expect(titles()).toEqual(['closed Orders of live: an order needs a person']);
    expect(github.known.comments).toHaveLength(1);
    script('issue', { EXIT_CODE: '2' }, 'plan');
    expect(titles()).toHaveLength(2);
  });

  it('says nothing of what was done, where only a plan was made', () => {
    script('issue', { EXIT_CODE: '1' }, 'plan');
    expect(titles()).toEqual(['open Orders of live: something could not be done']);
    script('issue', { EXIT_CODE: '5' }, 'plan');
    expect(titles()).toEqual(['open Orders of live: a stale plan or an unusable journal']);
    expect(github.known.issues[0]?.body).not.toContain('what became of');
  });

  it('is never a person’s', () => {
    const body = '<!-- tradeform-drift live -->\nmine';
    const issue = {
      ...{ number: 5, state: 'open', title: 't', body, labels: ['orders-drift'] },
      user: { login: 'eve' },
    };
    github.know({ issues: [issue as never] });
    script('issue', { EXIT_CODE: '2' }, 'plan');
    expect(titles()).toHaveLength(2);
    expect(github.known.issues[0]?.body).toBe(body);
  });
});

describe('an exit code', () => {
  it.each([
    ['2', 2, '**Exit 2: something to do.**', '::warning '],
    ['4', 4, '**Exit 4: refused by a limit or a halt.**', '::error '],
    ['6', 6, '**Exit 6: an order needs a person.**', '::error '],
    ['', 1, '**Exit ?: ended without an answer.**', '::error '],
    ['137', 137, '**Exit 137: ended without an answer.**', '::error '],
  ])('%j is said in words, and kept', (given, code, summary, annotation) => {
    const ended = script('outcome', { EXIT_CODE: given });
    expect(ended.code).toBe(code);
    expect(ended.summary).toContain(summary);
    expect(ended.stdout).toMatch(new RegExp(`^${annotation}.*\n$`));
  });

  it('is not spoken of where it is the good one', () => {
    expect(script('outcome', { EXIT_CODE: '0' })).toMatchObject({ code: 0, stdout: '', summary: '' });
  });

  it('has a meaning, whichever the program ends with', async () => {
    const { EXIT } = await import('../../../src/lib/exit.ts');
    for (const code of Object.values(EXIT))
      expect(script('outcome', { EXIT_CODE: String(code) }).summary).not.toContain('without an answer');
  });
});
