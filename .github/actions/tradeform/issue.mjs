// Keeps one issue open for as long as venue, journal and files differ, and closes it when they agree again.
//   node issue.mjs plan.md         GH_TOKEN, TRADEFORM_ENV, EXIT_CODE (of plan --detailed-exitcode)
import { all, api, given, isOurs, repository, runAddress } from './github.mjs';
import { meaningOf } from './meaning.mjs';
import { planText } from './plan-text.mjs';

const LABEL = 'orders-drift';
const environment = given('TRADEFORM_ENV');
const code = given('EXIT_CODE');
const marker = `<!-- tradeform-drift ${environment} -->`;
const issues = `${repository()}/issues`;
const run = runAddress();

const open = all(`${issues}?state=open&labels=${LABEL}`).find(
  (issue) => isOurs(issue) && issue.body?.startsWith(marker) && issue.pull_request === undefined,
);

if (code === '0') {
  if (open !== undefined) {
    api('POST', `${issues}/${open.number}/comments`, {
      body: { body: `Nothing is left to do: [this run](${run}) found no difference.` },
    });
    api('PATCH', `${issues}/${open.number}`, { body: { state: 'closed', state_reason: 'completed' } });
  }
} else {
  const title = `Orders of ${environment}: ${code === '2' ? 'files and venue differ' : meaningOf(code).title}`;
  const body = `${marker}\n${meaningOf(code).text}\n\n${planText(process.argv[2], run)}\n\nAs [this run](${run}) found it; brought up to date by each later one.\n`;
  if (open === undefined) api('POST', issues, { body: { title, body, labels: [LABEL] } });
  else api('PATCH', `${issues}/${open.number}`, { body: { title, body } });
}
