import { describe, expect, it } from 'vitest';
import { ciOf } from '../../../src/lib/ci.ts';

const GITHUB = {
  GITHUB_ACTIONS: 'true',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'desk/orders',
  GITHUB_RUN_ID: '77',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_SHA: 'a'.repeat(40),
  GITHUB_REF: 'refs/heads/main',
};
const GITLAB = {
  GITLAB_CI: 'true',
  CI_JOB_URL: 'https://gitlab.example/desk/orders/-/jobs/9',
  CI_PIPELINE_URL: 'https://gitlab.example/desk/orders/-/pipelines/8',
  CI_COMMIT_SHA: 'b'.repeat(40),
};

describe('the CI run that a command is part of', () => {
  it("is GitHub's", () => {
    expect(ciOf(GITHUB)).toEqual({
      system: 'github',
      run: 'https://github.com/desk/orders/actions/runs/77/attempts/2',
      commit: 'a'.repeat(40),
    });
  });

  it("is GitHub's, on a pull request", () => {
    expect(ciOf({ ...GITHUB, GITHUB_REF: 'refs/pull/12/merge' })?.pullRequest).toBe('12');
    expect(ciOf({ ...GITHUB, GITHUB_REF: 'refs/heads/refs/pull/12/x' })?.pullRequest).toBeUndefined();
  });

  it("is GitLab's", () => {
    expect(ciOf({ ...GITLAB, CI_MERGE_REQUEST_IID: '7' })).toEqual({
      system: 'gitlab',
      run: 'https://gitlab.example/desk/orders/-/jobs/9',
      commit: 'b'.repeat(40),
      pullRequest: '7',
    });
    expect(ciOf({ ...GITLAB, CI_JOB_URL: '' })?.run).toBe(GITLAB.CI_PIPELINE_URL);
  });

  it('is what a desk says of it, on any CI, before what the CI says', () => {
    const own = { TRADEFORM_RUN_URL: 'https://ci.example/1', TRADEFORM_PULL_REQUEST: '5' };
    expect(ciOf({ ...own, TRADEFORM_COMMIT: 'c0ffee' })).toEqual({
      system: 'other',
      run: 'https://ci.example/1',
      commit: 'c0ffee',
      pullRequest: '5',
    });
    expect(ciOf({ ...GITHUB, ...own })).toMatchObject({
      system: 'github',
      run: own.TRADEFORM_RUN_URL,
      pullRequest: '5',
    });
  });

  it('is none where nobody says so', () => {
    expect(ciOf({})).toBeUndefined();
    expect(ciOf({ CI: 'true', TRADEFORM_PULL_REQUEST: '' })).toBeUndefined();
    // Variables of a CI, on a person's machine.
    expect(ciOf({ ...GITHUB, GITHUB_ACTIONS: 'false' })).toBeUndefined();
  });
});
