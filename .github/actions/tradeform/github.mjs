// What the scripts beside this file ask GitHub, through `gh api`: it knows the host, the token (GH_TOKEN) and any proxy.
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';

/** A variable that the workflow must set. */
export function given(name) {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

export const repository = () => `repos/${given('GITHUB_REPOSITORY')}`;

export const runAddress = () =>
  `${given('GITHUB_SERVER_URL')}/${given('GITHUB_REPOSITORY')}/actions/runs/${given('GITHUB_RUN_ID')}`;

/** One call; its answer. Throws where GitHub refuses; with `absent`, undefined where there is no such thing. */
export function api(method, path, { body, absent = false } = {}) {
  const input = body === undefined ? [] : ['--input', '-'];
  try {
    const answer = execFileSync('gh', ['api', '--method', method, path, ...input], {
      encoding: 'utf8',
      input: body === undefined ? '' : JSON.stringify(body),
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return answer === '' ? undefined : JSON.parse(answer);
  } catch (error) {
    const said = String(error.stderr ?? '');
    if (absent && said.includes('HTTP 404')) return undefined;
    throw new Error(`gh api ${method} ${path}: ${said.trim() || error.message}`, { cause: error });
  }
}

/** Everything of a list that comes in pages. */
export function all(path) {
  const found = [];
  const with_ = path.includes('?') ? '&' : '?';
  for (let page = 1; ; page += 1) {
    const more = api('GET', `${path}${with_}per_page=100&page=${page}`);
    found.push(...more);
    if (more.length < 100) return found;
  }
}

/** Written by a workflow of this repository, not by a person. */
export const isOurs = ({ user }) => user?.login === 'github-actions[bot]';

export const summarise = (markdown) => appendFileSync(given('GITHUB_STEP_SUMMARY'), `${markdown}\n\n`);

/** An output of the step. Values are ours: one line each. */
export const output = (name, value) => appendFileSync(given('GITHUB_OUTPUT'), `${name}=${value}\n`);

/** A message on the run's page, of words of ours alone. */
export const annotate = (kind, title, message) =>
  process.stdout.write(`::${kind} title=${title}::${message}\n`);
