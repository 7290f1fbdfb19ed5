// Says in the summary whether the plan that is to be approved is the one that its pull request showed.
//   node reviewed.mjs              GH_TOKEN, TRADEFORM_ENV, DIGEST
// Outputs: pull-request (its number; empty where the commit came without one), reviewed (true or false).
import { all, api, given, isOurs, output, repository, summarise } from './github.mjs';
import { shownDigest } from './plan-text.mjs';

const short = (digest) => `\`${digest.slice(0, 12)}\``;

function pullRequestOf(commit) {
  const found = api('GET', `${repository()}/commits/${commit}/pulls`).filter(({ merged_at }) => merged_at);
  return (found.find(({ merge_commit_sha }) => merge_commit_sha === commit) ?? found[0])?.number;
}

function shownOn(number) {
  const marker = `<!-- tradeform-plan ${given('TRADEFORM_ENV')} -->`;
  const comment = all(`${repository()}/issues/${number}/comments`).find(
    (one) => isOurs(one) && one.body.startsWith(marker),
  );
  return shownDigest(comment?.body);
}

function verdict(number, shown, digest) {
  if (number === undefined)
    return '**Not reviewed**: this commit came without a pull request. Read the plan before you approve it.';
  if (shown === undefined)
    return `**Not reviewed**: pull request #${number} showed no plan. Read this one before you approve it.`;
  if (shown === digest)
    return `**As reviewed**: this plan, ${short(digest)}, is the one that pull request #${number} showed.`;
  return `**Not as reviewed**: pull request #${number} showed ${short(shown)}, and this plan is ${short(digest)}: orders or files have moved since. Read it anew before you approve it.`;
}

const digest = given('DIGEST');
const number = pullRequestOf(given('GITHUB_SHA'));
const shown = number === undefined ? undefined : shownOn(number);
summarise(verdict(number, shown, digest));
output('pull-request', number ?? '');
output('reviewed', shown === digest);
