#!/usr/bin/env node
// Stands in for `gh api`: answers from a file that the test reads and writes, keeps what was asked, and refuses what the job may not do.
import { readFileSync, writeFileSync } from 'node:fs';

const file = process.env.GH_STATE;
const permissions = JSON.parse(process.env.GH_PERMISSIONS ?? '{}');
const state = JSON.parse(readFileSync(file, 'utf8'));
const [api, flag, method, path, input] = process.argv.slice(2);

function refuse(status, message) {
  process.stderr.write(`gh: ${message} (HTTP ${status})\n`);
  process.exit(1);
}
if (api !== 'api' || flag !== '--method')
  refuse(400, `not a call that is known here: ${process.argv.slice(2).join(' ')}`);
if (process.env.GH_TOKEN !== state.token) refuse(401, 'Bad credentials');

const body = input === undefined ? undefined : JSON.parse(readFileSync(0, 'utf8'));
state.requests.push({ method, path, ...(body === undefined ? {} : { body }) });
const url = new URL(path, 'https://api.github.invalid/');
const [, , , , ...rest] = url.pathname.split('/');
const [kind, ...ids] = rest;
const user = { login: 'github-actions[bot]' };
const next = () => (state.lastId += 1);

const may = (...wanted) =>
  wanted.some((it) => {
    const [scope, access] = it.split(': ');
    return permissions[scope] === access || (access === 'read' && permissions[scope] === 'write');
  }) || refuse(403, 'Resource not accessible by integration');

const page = (list) => {
  const [size, number] = [Number(url.searchParams.get('per_page')), Number(url.searchParams.get('page'))];
  return list.slice((number - 1) * size, number * size);
};

function answer() {
  const call = `${method} ${[kind, ...ids.map((id) => (/^(\d+|[0-9a-f]{40})$/.test(id) ? '#' : id))].join('/')}`;
  const number = Number(ids[0]);
  switch (call) {
    case 'GET issues/#/comments':
      may('pull-requests: read', 'issues: read');
      return page(state.comments.filter(({ issue }) => issue === number));
    case 'POST issues/#/comments': {
      const isPull = state.pulls.some((pull) => pull.number === number);
      may(isPull ? 'pull-requests: write' : 'issues: write', 'issues: write');
      const comment = { id: next(), issue: number, user, body: body.body };
      state.comments.push(comment);
      return comment;
    }
    case 'PATCH issues/comments/#': {
      may('pull-requests: write', 'issues: write');
      const comment = state.comments.find(({ id }) => id === Number(ids[1])) ?? refuse(404, 'Not Found');
      return Object.assign(comment, body);
    }
    case 'GET commits/#/pulls':
      may('pull-requests: read');
      return state.pulls.filter(({ merge_commit_sha }) => merge_commit_sha === ids[0]);
    case 'GET git/ref/heads/main':
      may('contents: read');
      return { object: { sha: state.main } };
    case 'GET issues': {
      may('issues: read');
      const label = url.searchParams.get('labels');
      const wanted = url.searchParams.get('state');
      return page(state.issues.filter((issue) => issue.labels.includes(label) && issue.state === wanted));
    }
    case 'POST issues': {
      may('issues: write');
      const issue = { number: next(), state: 'open', user, ...body };
      state.issues.push(issue);
      return issue;
    }
    case 'PATCH issues/#':
      may('issues: write');
      return Object.assign(
        state.issues.find((issue) => issue.number === number) ?? refuse(404, 'Not Found'),
        body,
      );
    default:
      if (method === 'GET' && kind === 'environments') {
        may('actions: read');
        return state.environments[ids[0]] ?? refuse(404, 'Not Found');
      }
      return refuse(400, `not a call that is known here: ${call}`);
  }
}

process.stdout.write(JSON.stringify(answer()));
writeFileSync(file, JSON.stringify(state, undefined, 2));
