// Ends with 1 where the branch has gone on since this run began: what was approved may have been taken back since, and the run of the newest
// commit has a plan of its own.
//   node newest.mjs                GH_TOKEN
import { annotate, api, given, repository, summarise } from './github.mjs';

const branch = given('GITHUB_REF_NAME');
const commit = given('GITHUB_SHA');
const newest = api('GET', `${repository()}/git/ref/heads/${branch}`).object.sha;

if (newest !== commit) {
  const message = `Nothing was sent: ${branch} is at ${newest.slice(0, 7)}, and this run is of ${commit.slice(0, 7)}. Approve the run of the newest commit.`;
  annotate('error', 'Not the newest commit', message);
  summarise(`**Not the newest commit**: ${message}`);
  process.exitCode = 1;
}
