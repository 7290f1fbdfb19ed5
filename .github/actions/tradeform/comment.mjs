// Shows the plan on the pull request: one comment of ours, written once and brought up to date from then on.
//   node comment.mjs plan.md       GH_TOKEN, TRADEFORM_ENV, PULL_REQUEST, DIGEST (may be empty)
import { all, api, given, isOurs, repository, runAddress } from './github.mjs';
import { digestLine, planText } from './plan-text.mjs';

const marker = `<!-- tradeform-plan ${given('TRADEFORM_ENV')} -->`;
const issue = `${repository()}/issues/${given('PULL_REQUEST')}`;
const run = runAddress();

const plan = planText(process.argv[2], run).replace(marker, '').trim();
const body = `${marker}\n${digestLine(process.env.DIGEST ?? '')}${plan}\n\nPlanned by [this run](${run}), which keeps it as an artifact. After the merge it is made afresh, and a person approves that.\n`;

const comments = all(`${issue}/comments`);
const before = comments.find((comment) => isOurs(comment) && comment.body.startsWith(marker));
if (before === undefined) api('POST', `${issue}/comments`, { body: { body } });
else api('PATCH', `${repository()}/issues/comments/${before.id}`, { body: { body } });
