// Ends with 1 unless somebody has to approve what is deployed to the environment: GitHub makes a missing environment by itself, without
// any protection, and would then apply at once.
//   node approval.mjs              GH_TOKEN, TRADEFORM_ENV
import { annotate, api, given, repository, summarise } from './github.mjs';

const name = given('TRADEFORM_ENV');
const environment = api('GET', `${repository()}/environments/${encodeURIComponent(name)}`, { absent: true });
const rules = environment?.protection_rules ?? [];
const asks = rules.some(({ type, reviewers }) => type === 'required_reviewers' && reviewers?.length > 0);

// Nothing that is placed on paper is real.
if (!asks && name !== 'paper') {
  const message = `Environment ${name} of this repository ${environment === undefined ? 'does not exist' : 'has no required reviewers'}: nothing is applied. Set them under Settings, Environments, ${name}, and run this again.`;
  annotate('error', 'Nobody would have to approve', message);
  summarise(`**Nobody would have to approve**: ${message}`);
  process.exitCode = 1;
}
