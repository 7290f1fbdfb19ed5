import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import { type AccountName, keyNamed, nameOfKey } from '../model/ids.ts';
import type { Entry } from '../model/order.ts';
import type { Project } from '../model/project.ts';
import { encodeTag } from '../model/tag.ts';
import { type ExplainedField, type Explanation, renderExplanation } from '../report/explain-text.ts';
import { inlineYaml } from '../specs/edit/entry-lines.ts';
import { originsOf } from '../specs/origins.ts';
import { listed, nearest } from '../specs/suggest.ts';
import { type Invocation, layoutOf, writeJson } from './invocation.ts';
import type { Looked } from './look.ts';
import { scopeOfProject } from './project.ts';

function unknownName(name: string, known: Iterable<string>): TradeformError {
  const names = [...known];
  const meant = nearest(name, names);
  return new TradeformError('usage/unknown-order', `No order or strategy is called ${safeText(name)}.`, {
    exitCode: EXIT.usage,
    remedy: meant === undefined ? `Names: ${listed(names) || 'none'}` : `Did you mean ${meant}?`,
  });
}

/** What it means where the files say nothing. */
const DEFAULTS: readonly ExplainedField[] = [
  { field: 'run', yaml: 'started', from: 'default' },
  { field: 'generation', yaml: '1', from: 'default' },
];

async function fieldsOf(project: Project, entry: Entry): Promise<readonly ExplainedField[]> {
  const origins = await originsOf(project, entry);
  if (origins === undefined)
    throw new TradeformError('file/changed', `${entry.place.file} was changed at the same time.`, {
      exitCode: EXIT.error,
      remedy: 'Run the command again.',
    });
  const fields = origins.map(({ value, ...origin }): ExplainedField => ({
    ...origin,
    yaml: inlineYaml(value),
  }));
  const unsaid = DEFAULTS.filter(
    ({ field }) =>
      (field !== 'run' || entry.run !== undefined) && !fields.some((given) => given.field === field),
  );
  return [...fields, ...unsaid];
}

async function explanationOf(
  project: Project,
  entries: readonly Entry[],
  looked: Looked,
  name: string,
): Promise<Explanation> {
  const { plan, all, history, ruleFor } = looked;
  // The files know which of an order and a strategy stands under the name now.
  const entry = entries.find((it) => nameOfKey(it.key) === name);
  const key = entry?.key ?? keyNamed(name, (known) => history.keys.has(known));
  const from = plan.renames.find(({ to }) => to === key)?.from;
  const attempts = history.keys.get(from ?? key) ?? [];
  if (entry === undefined && attempts.length === 0)
    throw unknownName(name, new Set([...entries.map((it) => it.key), ...history.keys.keys()].map(nameOfKey)));
  const line = all.find((it) => it.key === key);
  const rule = ruleFor(key);
  const account = attempts.at(-1)?.account ?? entry?.account;
  const unknown = all.find((it) => it.key === undefined && it.account === account && it.level === 'unknown');
  // At some venues, and where the desk says so, an order carries no tag.
  const tagged = project.environment.accounts.get(line?.account as AccountName)?.tag !== 'none';
  const next = tagged ? line?.submission : undefined;
  return {
    ...{ environment: plan.environment, project: plan.project, name, attempts },
    ...(entry === undefined ? {} : { entry: { place: entry.place, fields: await fieldsOf(project, entry) } }),
    ...(line === undefined ? {} : { line }),
    ...(rule === undefined ? {} : { rule }),
    ...(unknown === undefined ? {} : { unknown: `${unknown.account}: ${unknown.reason}` }),
    ...(next === undefined
      ? {}
      : { nextTag: encodeTag(scopeOfProject(project), key, next.generation, next.attempt) }),
  };
}

/** Prints one entry with its defaults merged, each value with its place, and what a plan makes of it. */
export async function explain(
  inv: Invocation,
  project: Project,
  entries: readonly Entry[],
  looked: Looked,
  name: string,
): Promise<ExitCode> {
  const explanation = await explanationOf(project, entries, looked, name);
  if (inv.options.format === 'json') writeJson(inv.out, { format: 1, ...explanation });
  else inv.out.write(renderExplanation(explanation, layoutOf(inv.out)));
  return EXIT.done;
}
