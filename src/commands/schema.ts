import planSchema from '../../schemas/plan.schema.json' with { type: 'json' };
import applySchema from '../../schemas/apply-event.schema.json' with { type: 'json' };
import eventSchema from '../../schemas/journal-event.schema.json' with { type: 'json' };
import savedPlanSchema from '../../schemas/saved-plan.schema.json' with { type: 'json' };
import specSchema from '../../schemas/spec.schema.json' with { type: 'json' };
import typeSchema from '../../schemas/strategy-type.schema.json' with { type: 'json' };
import projectSchema from '../../schemas/tradeform.schema.json' with { type: 'json' };
import { TradeformError } from '../lib/errors.ts';
import { EXIT, type ExitCode } from '../lib/exit.ts';
import { safeText } from '../lib/safe-text.ts';
import type { Problem } from '../model/problem.ts';
import type { Project } from '../model/project.ts';
import { loadProject } from '../specs/load.ts';
import { combinedSpec, limitsAsNumbers } from '../specs/types/combine.ts';
import { SHIPPED } from '../specs/types/strategy-type.ts';
import type { Invocation } from './invocation.ts';

const SCHEMAS: Readonly<Record<string, unknown>> = {
  spec: specSchema,
  tradeform: projectSchema,
  'strategy-type': typeSchema,
  plan: planSchema,
  'saved-plan': savedPlanSchema,
  'journal-event': eventSchema,
  'apply-event': applySchema,
};

/** Prints a JSON Schema, or the names of all. That of specs has the project's own strategy types in it. */
export async function schema(inv: Invocation, name: string | undefined): Promise<ExitCode> {
  if (name === undefined) {
    inv.out.write(`${Object.keys(SCHEMAS).join('\n')}\n`);
    return EXIT.done;
  }
  const found = Object.hasOwn(SCHEMAS, name) ? SCHEMAS[name] : undefined;
  if (found === undefined)
    throw new TradeformError('usage/schema', `There is no schema called ${safeText(name)}.`, {
      exitCode: EXIT.usage,
      remedy: `There are: ${Object.keys(SCHEMAS).join(', ')}`,
    });
  const printed = name === 'spec' ? await withOwnTypes(inv) : found;
  inv.out.write(`${JSON.stringify(printed, limitsAsNumbers, 2)}\n`);
  return EXIT.done;
}

/** The schema of specs as this project reads them; as tradeform ships it, where there is no project. */
async function withOwnTypes(inv: Invocation): Promise<unknown> {
  const project = await projectHere(inv);
  if (project?.strategyTypes === undefined) return specSchema;
  const { ownTypes } = await import('../specs/types/own-types.ts');
  const { schemas, problems } = await ownTypes(project, project.strategyTypes);
  if (problems.length > 0) throw invalid(problems);
  return combinedSpec(specSchema, new Map([...SHIPPED, ...schemas]));
}

async function projectHere({ cwd, options }: Invocation): Promise<Project | undefined> {
  const { dir } = options;
  try {
    const loaded = await loadProject({ cwd, ...(dir === undefined ? {} : { dir }) });
    if (loaded.ok) return loaded.project;
    throw invalid(loaded.problems);
  } catch (error) {
    if (dir === undefined && error instanceof TradeformError && error.code === 'usage/no-project')
      return undefined;
    throw error;
  }
}

const invalid = (problems: readonly Problem[]): TradeformError =>
  new TradeformError('specs/invalid', 'The files have problems.', { exitCode: EXIT.invalid, problems });
