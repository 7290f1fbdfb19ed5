import type { CiRun } from '../model/event.ts';

type Facts = Omit<CiRun, 'system'>;
type Read = (name: string) => string | undefined;

/** `refs/pull/12/merge` is of pull request 12. */
const PULL_REQUEST_REF = /^refs\/pull\/(\d+)\//;

function onGitHub(read: Read): Facts {
  const [server, repository, id, attempt] = [
    ...[read('GITHUB_SERVER_URL'), read('GITHUB_REPOSITORY')],
    ...[read('GITHUB_RUN_ID'), read('GITHUB_RUN_ATTEMPT') ?? '1'],
  ];
  const isKnown = server !== undefined && repository !== undefined && id !== undefined;
  return facts({
    run: isKnown ? `${server}/${repository}/actions/runs/${id}/attempts/${attempt}` : undefined,
    commit: read('GITHUB_SHA'),
    pullRequest: PULL_REQUEST_REF.exec(read('GITHUB_REF') ?? '')?.[1],
  });
}

const onGitLab = (read: Read): Facts =>
  facts({
    run: read('CI_JOB_URL') ?? read('CI_PIPELINE_URL'),
    commit: read('CI_COMMIT_SHA'),
    pullRequest: read('CI_MERGE_REQUEST_IID'),
  });

/** What a desk sets by itself, on any CI: it comes before what the CI says. */
const ownWords = (read: Read): Facts =>
  facts({
    run: read('TRADEFORM_RUN_URL'),
    commit: read('TRADEFORM_COMMIT'),
    pullRequest: read('TRADEFORM_PULL_REQUEST'),
  });

const facts = (all: Readonly<Record<keyof Facts, string | undefined>>): Facts =>
  Object.fromEntries(Object.entries(all).filter(([, text]) => text !== undefined));

/** The CI run that a command is part of, as its variables tell it; undefined where nothing does. An empty variable says nothing. */
export function ciOf(env: NodeJS.ProcessEnv): CiRun | undefined {
  const read: Read = (name) => (env[name] === '' ? undefined : env[name]);
  const own = ownWords(read);
  if (read('GITHUB_ACTIONS') === 'true') return { system: 'github', ...onGitHub(read), ...own };
  if (read('GITLAB_CI') === 'true') return { system: 'gitlab', ...onGitLab(read), ...own };
  return Object.keys(own).length === 0 ? undefined : { system: 'other', ...own };
}
